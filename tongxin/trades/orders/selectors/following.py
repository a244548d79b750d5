"""A resident follows an order by its number and query code."""

from dataclasses import dataclass

from django.utils.translation import gettext

from tongxin.engine.tickets import numbers
from tongxin.engine.tickets.following import opened_by
from tongxin.ground.people.models import Look
from tongxin.ground.posts.actors import Actor, reporter_actor
from tongxin.trades.orders.choices import Ending
from tongxin.trades.orders.models import Order


@dataclass(frozen=True)
class Followed:
    """What a right number and code open: the order, and whoever ordered it as an actor."""

    order: Order
    actor: Actor


def follow(number: str, code: str) -> Followed | None:
    """Resolve a typed number and code; None when either is wrong."""
    order = opened_by(Order.objects.select_related("place", "kind"), numbers.ORDERS, number, code)
    return Followed(order, reporter_actor(order.noun, order.pk)) if order is not None else None


def who_comes(order: Order) -> str:
    """Who takes part, as whoever ordered may know them: a masked name, or an organisation's."""
    volunteers = [each.volunteer for each in order.engaged()]
    names = [each.person.shown_name if each.person else each.organization.name for each in volunteers]
    return gettext(", ").join(names)


def minutes_said(order: Order) -> int | None:
    """The minutes that whoever did it wrote down, while they wait to be confirmed."""
    if order.state != "done":
        return None
    part = order.engagements.filter(ending=Ending.DONE).first()
    return part.minutes if part is not None else None


def who_looked(order: Order) -> list[Look]:
    """Everybody who had the details of whoever ordered opened for this order, newest first."""
    return list(Look.objects.filter(person=order.requester_id, noun=order.noun, thing_id=order.thing_id))
