"""The time is agreed, somebody comes, it is done; or it does not go as agreed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.actions import taking
from tongxin.engine.flows.refusals import Incomplete, NotNow
from tongxin.engine.tickets import numbers
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders import wanted
from tongxin.trades.orders.actions.parts import (
    book,
    end,
    end_all,
    engage,
    lock_volunteer,
    own_part,
    refuse_unfit,
)
from tongxin.trades.orders.actions.pictures import picture
from tongxin.trades.orders.choices import Ending
from tongxin.trades.orders.models import Engagement, Order, Volunteer

LONGEST = 720


def schedule(order: Order, *, by: Actor, starts_at: datetime, note: str = "", **step: Any) -> Order:
    """The time is agreed. Raises Incomplete for a time that is past, far off, or already somebody's."""
    with taking(order, "schedule", by=by, note=note, data={"starts_at": starts_at}, **step) as locked:
        now = locked.taken.now
        if not now <= starts_at <= now + wanted.FURTHEST:
            past = _("This time is past; please choose a later one.")
            far = _("Please choose a time within the next 60 days.")
            raise Incomplete({"starts_at": past if starts_at < now else far})
        book(locked, starts_at)
        locked.starts_at = starts_at
    return order


def move(order: Order, *, by: Actor, reason: str, **step: Any) -> Order:
    """Another time is needed, or nobody was at home: the time is agreed anew, by the same people."""
    with taking(order, "move", by=by, data={"reason": reason}, **step) as locked:
        book(locked, None)
        locked.starts_at = None
    return order


def set_out(order: Order, *, by: Actor, **step: Any) -> Order:
    """Somebody is on the way; whoever waits knows it."""
    with taking(order, "set_out", by=by, **step):
        pass
    return order


def finish(
    order: Order, *, by: Actor, note: str, minutes: int, photos: Sequence[bytes] = (), **step: Any
) -> Order:
    """Done: what, and how long it took. The hours count once the other side has confirmed them."""
    data = {"minutes": minutes, "photos": photos}
    with taking(order, "finish", by=by, note=note, data=data, **step) as locked:
        refuse_minutes(minutes)
        picture(locked, photos, by=by, now=locked.taken.now)
        _done(locked, minutes)
    return order


def finish_ourselves(
    order: Order,
    *,
    by: Actor,
    note: str,
    minutes: int | None = None,
    photos: Sequence[bytes] = (),
    **step: Any,
) -> Order:
    """Done by the community itself; ``minutes`` also for a volunteer who took part."""
    data = {"minutes": minutes, "photos": photos}
    with taking(order, "finish_ourselves", by=by, note=note, data=data, **step) as locked:
        if minutes is not None:
            refuse_minutes(minutes)
        picture(locked, photos, by=by, now=locked.taken.now)
        _done(locked, minutes if minutes is not None else locked.minutes)
    return order


def hand_back(order: Order, *, by: Actor, reason: str, **step: Any) -> Order:
    """Whoever took it can't after all; it is open again, or the desk finds somebody. Others stay."""
    with taking(order, "hand_back", by=by, data={"reason": reason}, **step) as locked:
        end(own_part(locked, by, agreed=True), Ending.HANDED_BACK, now=locked.taken.now)
        _seek_again(locked)
    return order


def no_show(order: Order, *, by: Actor, note: str = "", **step: Any) -> Order:
    """Nobody came at the agreed time; others are sought."""
    with taking(order, "no_show", by=by, note=note, **step) as locked:
        end_all(locked, Ending.NO_SHOW, now=locked.taken.now)
        _seek_again(locked)
    return order


def swap(order: Order, *, by: Actor, number: str, note: str = "", **step: Any) -> Engagement:
    """Ask another volunteer, by number, to do it instead. Until they agree it stays with whoever took it."""
    digits = numbers.parse(number, numbers.VOLUNTEERS)
    other = Volunteer.objects.filter(number=digits).first() if digits else None
    if other is None:
        raise Incomplete({"number": _("No volunteer has this number.")})
    with taking(order, "swap", by=by, note=note, data={"number": digits}, **step) as locked:
        mine = own_part(locked, by, agreed=True)
        if other.pk == mine.volunteer_id:
            raise Incomplete({"number": _("This is your own number; please write somebody else's.")})
        try:
            refuse_unfit(locked, lock_volunteer(other), locked.taken.now)
            return engage(locked, other, by=by, now=locked.taken.now, agreed=False, replaces=mine)
        except NotNow:
            sentence = _("This volunteer can't do it; please ask somebody else.")
            raise Incomplete({"number": sentence}) from None


def agree_swap(order: Order, *, by: Actor, **step: Any) -> Order:
    """The other one takes it over, with the agreed time."""
    with taking(order, "agree_swap", by=by, **step) as locked:
        part = own_part(locked, by, agreed=False)
        refuse_unfit(locked, lock_volunteer(part.volunteer), locked.taken.now, more=1)
        end(part.replaces, Ending.SWAPPED, now=locked.taken.now)
        part.agreed_at = locked.taken.now
        part.save(update_fields=["agreed_at"])
        if locked.starts_at:
            book(locked, locked.starts_at)
    return order


def decline_swap(order: Order, *, by: Actor, **step: Any) -> Order:
    """The other one can't; it stays with whoever took it."""
    with taking(order, "decline_swap", by=by, **step) as locked:
        end(own_part(locked, by, agreed=False), Ending.DECLINED, now=locked.taken.now)
    return order


def refuse_minutes(minutes: int) -> None:
    if not 1 <= minutes <= LONGEST:
        raise Incomplete({"minutes": _("Please give between 1 and 720 minutes.")})


def _done(order: Order, minutes: int) -> None:
    order.done_at = order.taken.now
    agreed = order.engagements.filter(ended_at__isnull=True, agreed_at__isnull=False)
    agreed.update(ended_at=order.done_at, ending=Ending.DONE, minutes=minutes)
    end_all(order, Ending.RECALLED, now=order.done_at)


def _seek_again(order: Order) -> None:
    """Where the order goes when somebody drops out. What was agreed is agreed anew with whoever comes."""
    if order.state not in ("taken", "scheduled", "on_way"):
        order.taken.target = order.state
        return
    for part in order.asked():
        end(part, Ending.RECALLED, now=order.taken.now)
    book(order, None)
    order.starts_at = None
    order.taken.target = "accepted" if order.sensitive else "open"
