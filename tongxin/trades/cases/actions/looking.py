"""Having the reporter's details opened: for a purpose, recorded, and readable by the reporter."""

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.refusals import NotYours
from tongxin.ground.people import actions as people
from tongxin.ground.people.identity import Identity
from tongxin.ground.people.purposes import PURPOSES
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import reason
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.selectors.sight import purposes_for


def unmask_reporter(case: Case, *, by: Actor, purpose: str, reference: str = "") -> Identity:
    """Name and telephone of who reported it, as far as the purpose opens them. The look is written down
    first.

    Raises NotYours for anyone but the desk, or a unit the resident agreed to; Invalid for an unlisted
    purpose.
    """
    allowed = purposes_for(case, by)
    if not allowed:
        raise NotYours(reason("person.unmask", at=case.place.full_name))
    if purpose not in {each.code for each in allowed}:
        listed = purpose in PURPOSES
        agreed = _("The resident agreed to be called, and to nothing else.")
        raise Invalid({"purpose": agreed if listed else _("Please say what you need it for.")})
    return people.unmask(case.reporter, by=by, purpose=purpose, about=case, reference=reference)
