"""The last word on an order, and the hours that both sides have confirmed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.actions import taking
from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.actions.doing import LONGEST
from tongxin.trades.orders.choices import Content, Ending
from tongxin.trades.orders.models import Order, Rating


def rate(
    order: Order, *, by: Actor, content: int | str, time_right: str | bool, comment: str = "", **step: Any
) -> Rating:
    """Whoever ordered it says how it was and whether the written time is right; or staff, who asked.

    All well: the hours are confirmed and it is closed. Otherwise the community looks at it before it closes.
    """
    is_right = time_right in (True, "yes")
    satisfied = Content(int(content))
    data = {"content": satisfied.value, "time_right": "yes" if is_right else "no", "comment": comment}
    fine = is_right and satisfied is not Content.NOT
    with taking(order, "rate", by=by, data=data, target="closed" if fine else "rated", **step) as locked:
        locked.satisfied = satisfied
        if fine:
            locked.closed_at = locked.taken.now
            confirm(locked, None, by=by)
        return Rating.objects.create(
            order=locked,
            at=locked.taken.now,
            by_key=by.key,
            asked=not locked.the("reporter", by),
            satisfied=satisfied,
            time_right=is_right,
            comment=comment.strip(),
        )


def lapse(order: Order, *, by: Actor, **step: Any) -> Order:
    """No word came within the promised days; the desk confirms the hours and closes it."""
    with taking(order, "lapse", by=by, **step):
        pass
    return order


def close(order: Order, *, by: Actor, minutes: int, note: str = "", **step: Any) -> Order:
    """The desk confirms ``minutes`` for each who took part (0 for none, after a complaint) and closes it."""
    with taking(order, "close", by=by, note=note, data={"minutes": minutes}, **step) as locked:
        if not 0 <= minutes <= LONGEST:
            raise Incomplete({"minutes": _("Please give between 0 and 720 minutes.")})
        locked.closed_at = locked.taken.now
        confirm(locked, minutes, by=by)
    return order


def confirm(order: Order, minutes: int | None, *, by: Actor) -> None:
    """Confirm the hours of everybody who did it: as they wrote them down, or ``minutes``."""
    for part in order.engagements.filter(ending=Ending.DONE):
        part.confirmed_minutes = part.minutes if minutes is None else minutes
        part.confirmed_by, part.confirmed_at = by.key, order.taken.now
        part.save(update_fields=["confirmed_minutes", "confirmed_by", "confirmed_at"])
