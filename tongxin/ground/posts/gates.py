"""The gates: one question per noun. Outside one's area a thing is not there; inside, a refusal says why.

The raising and the boolean form ask the same ``refusal``, so a button and its POST cannot disagree.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.roles import ROLES, with_verb
from tongxin.ground.posts.verbs import VERBS
from tongxin.ground.territory.paths import below, is_within


class Hidden(Http404):
    """Outside the actor's area: to this actor the thing does not exist (404)."""


class Forbidden(PermissionDenied):
    """Inside the actor's area, without the right (403). ``reason`` says who may, and whom to ask; ``path`` is
    that of the place it is about, "" where it is about none.
    """

    def __init__(self, reason: object, path: str = "") -> None:
        super().__init__(reason)
        self.reason, self.path = reason, path


def refusal(actor: Actor, verb: str, path: str, *, at: str = "") -> Hidden | Forbidden | None:
    """Why ``actor`` may not do ``verb`` at ``path``; None when it may.

    ``at`` is the name of the place, for the sentence that says whom to ask.
    """
    if actor.is_system:
        return None
    noun = VERBS[verb].noun
    inside = False
    for holding in actor.holdings_at(path):
        verbs = ROLES[holding.role].verbs
        if verb in verbs:
            return None
        inside = inside or any(VERBS[each].noun == noun for each in verbs)
    return Forbidden(reason(verb, at=at), path) if inside else Hidden()


def reason(verb: str, *, at: str = "") -> str:
    """The sentence of a refusal: who may do ``verb``, and whom to ask at the place named ``at``."""
    listed = VERBS[verb]
    asked = ROLES[listed.ask]
    others = [role for role in with_verb(verb) if role is not asked]
    who = _(" or ").join(role.title.lower() for role in [asked, *others][:2])
    whom = _("the %(role)s of %(place)s") if at else _("the %(role)s")
    return _("Only the %(who)s may %(do)s here; please ask %(whom)s.") % {
        "who": who,
        "do": listed.does,
        "whom": whom % {"role": asked.title.lower(), "place": at},
    }


def sees(actor: Actor, path: str, verb: str = "case.read") -> bool:
    """Whether ``actor`` may do ``verb`` at ``path``."""
    return refusal(actor, verb, path) is None


def require(actor: Actor, verb: str, path: str, *, at: str = "") -> None:
    """Let ``actor`` do ``verb`` at ``path``, or raise.

    Raises ``Hidden`` when no holding reaches the path with any verb of that noun, else ``Forbidden``.
    """
    refused = refusal(actor, verb, path, at=at)
    if refused is not None:
        raise refused


def scope(actor: Actor, verb: str) -> list[str]:
    """The fewest path prefixes below which ``actor`` may do ``verb``, sorted; ``[""]`` is everywhere."""
    if actor.is_system:
        return [""]
    allowed = {path for h in actor.holdings if verb in ROLES[h.role].verbs for path in h.paths}
    tops: list[str] = []
    for path in sorted(allowed):
        if not tops or not is_within(path, tops[-1]):
            tops.append(path)
    return tops


def scope_q(actor: Actor, verb: str, field: str = "place_path") -> Q:
    """``scope`` as a filter on a path column; matches nothing for an actor without the verb."""
    tops = scope(actor, verb)
    if not tops:
        return Q(pk__in=[])
    if tops == [""]:
        return Q()
    found = Q()
    for top in tops:
        found |= below(field, top)
    return found


def has_anywhere(actor: Actor, verb: str) -> bool:
    """Whether any post of ``actor`` carries ``verb``, wherever: for menus, never for a thing."""
    return actor.is_system or any(verb in ROLES[role].verbs for role in actor.roles)


def holds_above(actor: Actor, role: str, path: str) -> bool:
    """Whether ``actor`` holds ``role`` at a proper ancestor of ``path``."""
    return any(
        top != path and is_within(path, top) for h in actor.holdings if h.role == role for top in h.paths
    )
