"""What the same person has ordered already, so that nothing is ordered twice by mistake."""

from django.db.models import Q

from tongxin.ground.people.selectors import find_by_phone
from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.models import Order
from tongxin.trades.orders.models.order import OPEN_ORDER

MOST_SHOWN = 6


def open_of(actor: Actor, phone: str) -> list[Order]:
    """The open orders, in the actor's area, by or for whoever has this telephone number; newest first."""
    people = [person.pk for person in find_by_phone(phone)]
    if not people:
        return []
    theirs = Q(requester__in=people) | Q(beneficiary__in=people)
    found = Order.objects.filter(OPEN_ORDER, theirs, gates.scope_q(actor, "order.read"))
    return list(found.select_related("kind", "place").order_by("-ordered_at")[:MOST_SHOWN])
