"""A resident follows an order by its number and query code."""

from dataclasses import dataclass

from tongxin.engine.tickets import codes, numbers
from tongxin.ground.posts.actors import Actor, reporter_actor
from tongxin.trades.orders.models import Order


@dataclass(frozen=True)
class Followed:
    """What a right number and code open: the order, and whoever ordered it as an actor."""

    order: Order
    actor: Actor


def follow(number: str, code: str) -> Followed | None:
    """Resolve a typed number and code. None when either is wrong: which one is not told, not even by the time
    it takes.
    """
    digits = numbers.parse(number, numbers.ORDERS)
    order = Order.objects.select_related("place", "kind").filter(number=digits).first() if digits else None
    kept = order.query_code_hash if order is not None else ""
    if not codes.fits(digits or "", code, kept) or order is None:
        return None
    return Followed(order, reporter_actor(order.noun, order.pk))
