"""Seeing who ordered and whom it is for. Each look is written down first."""

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.refusals import NotYours
from tongxin.ground.people import actions as people
from tongxin.ground.people.identity import Identity
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import reason
from tongxin.trades.orders.models import Order
from tongxin.trades.orders.selectors.sight import person_of, purposes_for


def unmask(order: Order, whose: str, *, by: Actor, purpose: str, reference: str = "") -> Identity:
    """Name and telephone of whoever ordered ("requester") or whom it is for ("beneficiary"), as far as the
    purpose opens them. Raises NotYours for anyone but the desk and who has taken it, Invalid for an
    unlisted purpose.
    """
    allowed = purposes_for(order, by)
    if not allowed:
        raise NotYours(reason("person.unmask", at=order.place.full_name))
    person = person_of(order, whose)
    if person is None or purpose not in {each.code for each in allowed}:
        raise Invalid({"purpose": _("Please say what you need it for.")})
    return people.unmask(person, by=by, purpose=purpose, about=order, reference=reference)
