"""Who may fill a post: someone with the verb, in whose area it lies, and whose own role stands above it."""

from django.utils.translation import gettext as _

from tongxin.ground.organizations.dates import in_force, today
from tongxin.ground.organizations.models import Coverage, Estate, Organization
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, Hidden, refusal
from tongxin.ground.posts.roles import ROLES, Role
from tongxin.ground.territory.models import Place

VERB = "post.appoint"


def authorize(by: Actor, role: Role, subject: Place | Organization) -> None:
    """Raise ``Hidden`` or ``Forbidden`` unless ``by`` may fill ``role`` there. No query for the system."""
    if by.is_system:
        return
    paths = [subject.path] if isinstance(subject, Place) else paths_of(subject)
    refused = [refusal(by, VERB, path, at=str(subject)) for path in paths] or [_refusal_without_place(by)]
    if all(refused):
        raise next((each for each in refused if isinstance(each, Forbidden)), refused[0])
    inside = [path for path, each in zip(paths, refused, strict=False) if each is None]
    appointers = {
        holding.role
        for holding in by.holdings
        if VERB in ROLES[holding.role].verbs and (not inside or any(map(holding.covers, inside)))
    }
    if not any(role.code in ROLES[code].appoints for code in appointers):
        raise Forbidden(_why_not(role))


def may_appoint(by: Actor, role: Role, subject: Place | Organization) -> bool:
    """``authorize`` as a question."""
    try:
        authorize(by, role, subject)
    except (Hidden, Forbidden):
        return False
    return True


def paths_of(organization: Organization) -> list[str]:
    """The places by which an organisation belongs to an area: those it covers, and the estates it serves."""
    on = today()
    covered = Coverage.objects.filter(in_force(on), organization=organization)
    served = Estate.objects.filter(in_force(on, "service_facts__"), service_facts__company=organization)
    chosen = Estate.objects.filter(
        in_force(on, "committee_facts__", since="formed_on", until="ended_on"),
        committee_facts__organization=organization,
    )
    return sorted(
        {path for rows in (covered, served, chosen) for path in rows.values_list("place_path", flat=True)}
    )


def _refusal_without_place(by: Actor) -> Hidden | Forbidden | None:
    """An organisation that serves no place yet is the business of those who appoint in a whole zone."""
    for holding in by.holdings:
        role = ROLES[holding.role]
        if VERB in role.verbs and role.levels == ("zone",):
            return None
    return Hidden()


def _why_not(role: Role) -> str:
    above = [each.title.lower() for each in ROLES.values() if role.code in each.appoints]
    if not above:
        return _("This post is filled from the server's command line only.")
    return _("Only the %(who)s may fill this post; please ask there.") % {"who": _(" or ").join(above)}
