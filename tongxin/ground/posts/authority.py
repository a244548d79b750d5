"""Who may fill a post: someone with the verb, in whose area it lies, and whose own role stands above it."""

from django.utils.translation import gettext as _

from tongxin.ground.organizations.dates import in_force, today
from tongxin.ground.organizations.models import Coverage, Estate, Organization
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, Hidden, refusal
from tongxin.ground.posts.roles import ROLES, Role
from tongxin.ground.territory.models import Place

VERB = "post.appoint"


def refusal_at(
    by: Actor, verb: str, subject: Place | Organization, paths: list[str] | None = None
) -> Hidden | Forbidden | None:
    """Why ``by`` may not do ``verb`` to a place or an organisation; None when it may. ``paths``: those of the
    organisation, where they have been read already.

    An organisation is reached through any place it covers or serves. One that serves none yet is the
    business of those who hold the verb in a whole zone. No query for the system.
    """
    if by.is_system:
        return None
    if paths is None:
        paths = [subject.path] if isinstance(subject, Place) else paths_of(subject)
    if not paths:
        wide = (ROLES[role] for role in by.roles)
        return None if any(verb in role.verbs and role.levels == ("zone",) for role in wide) else Hidden()
    refused = [refusal(by, verb, path, at=str(subject)) for path in paths]
    if not all(refused):
        return None
    return next((each for each in refused if isinstance(each, Forbidden)), refused[0])


def require_at(by: Actor, verb: str, subject: Place | Organization, paths: list[str] | None = None) -> None:
    """``refusal_at``, raised."""
    refused = refusal_at(by, verb, subject, paths)
    if refused is not None:
        raise refused


def authorize(by: Actor, role: Role, subject: Place | Organization) -> None:
    """Raise ``Hidden`` or ``Forbidden`` unless ``by`` may fill ``role`` there."""
    require_at(by, VERB, subject)
    if not by.is_system and role.code not in fillable(by, subject):
        raise Forbidden(_why_not(role))


def fillable(by: Actor, subject: Place | Organization) -> frozenset[str]:
    """The roles ``by`` may fill there, by code; those that do not fit the subject too."""
    if by.is_system:
        return frozenset(ROLES)
    paths = [subject.path] if isinstance(subject, Place) else paths_of(subject)
    appointers = {
        holding.role
        for holding in by.holdings
        if VERB in ROLES[holding.role].verbs and (not paths or any(map(holding.covers, paths)))
    }
    return frozenset(code for each in appointers for code in ROLES[each].appoints)


def may_appoint(by: Actor, role: Role, subject: Place | Organization) -> bool:
    """``authorize`` as a question."""
    try:
        authorize(by, role, subject)
    except (Hidden, Forbidden):
        return False
    return True


def paths_of(organization: Organization) -> list[str]:
    """The places by which an organisation belongs to an area, in order: those it covers, and the communities
    of the estates it serves. One query.
    """
    on = today()
    covered = Coverage.objects.filter(in_force(on), organization=organization)
    served = Estate.objects.filter(in_force(on, "service_facts__"), service_facts__company=organization)
    chosen = Estate.objects.filter(
        in_force(on, "committee_facts__", since="formed_on", until="ended_on"),
        committee_facts__organization=organization,
    )
    rows = [each.order_by().values_list("place_path") for each in (covered, served, chosen)]
    return sorted(path for (path,) in rows[0].union(*rows[1:]))


def _why_not(role: Role) -> str:
    above = [each.title.lower() for each in ROLES.values() if role.code in each.appoints]
    if not above:
        return _("This post is filled from the server's command line only.")
    return _("Only the %(who)s may fill this post; please ask there.") % {"who": _(" or ").join(above)}
