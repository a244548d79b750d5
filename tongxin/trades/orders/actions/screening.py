"""The desk looks at an order first: accepted, refused with a reason, or turned into a case."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.actions import taking
from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets import numbers
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders import wanted
from tongxin.trades.orders.actions.intake import settle_terms, write_windows
from tongxin.trades.orders.actions.parts import end_all
from tongxin.trades.orders.choices import Ending
from tongxin.trades.orders.models import Order, ServiceKind


def accept(order: Order, *, by: Actor, openly: str | bool, kind: Any = None, **step: Any) -> Order:
    """Take it on: open to take (``openly``), or somebody will be asked. ``kind`` sorts a wish under the menu,
    or corrects what was ordered. A sensitive service is never open to take.
    """
    is_open = openly in (True, "yes")
    chosen = _kind(kind) or order.kind
    if chosen is not None and chosen.sensitive and is_open:
        raise Incomplete(
            {"openly": _("This service is never open to take; two vetted volunteers are asked.")}
        )
    data = {"openly": "yes" if is_open else "no", "kind": chosen.pk if chosen else ""}
    with taking(
        order, "accept", by=by, data=data, target="open" if is_open else "accepted", **step
    ) as locked:
        settle_terms(locked, chosen)
    return order


def refuse(order: Order, *, by: Actor, reason: str, **step: Any) -> Order:
    """Not accepted. The reason is for whoever ordered it and nobody else, so it stays out of the journal."""
    with taking(order, "refuse", by=by, data={"reason": reason}, **step) as locked:
        locked.refusal, locked.closed_at = reason.strip(), locked.taken.now
    return order


def turn_into_case(order: Order, *, by: Actor, case_number: str, note: str = "", **step: Any) -> Order:
    """It is not a service but something somebody must solve; the case has been reported, with this number."""
    number = numbers.parse(case_number, numbers.CASES)
    if number is None:
        raise Incomplete({"case_number": _("This is not the number of a case.")})
    data = {"case_number": number}
    with taking(order, "turn_into_case", by=by, note=note, data=data, **step) as locked:
        locked.case_number, locked.closed_at = number, locked.taken.now
        end_all(locked, Ending.RECALLED, now=locked.taken.now)
    return order


def change(
    order: Order,
    *,
    by: Actor,
    since: datetime,
    until: datetime,
    since_2: datetime | None = None,
    until_2: datetime | None = None,
    **step: Any,
) -> Order:
    """Other times are wanted: one, or two to choose from."""
    if (since_2 is None) != (until_2 is None):
        raise Incomplete({"until_2": _("Please give both the beginning and the end.")})
    windows = [(since, until)] + ([(since_2, until_2)] if since_2 and until_2 else [])
    data = {"since": since, "until": until, "since_2": since_2, "until_2": until_2}
    with taking(order, "change", by=by, data=data, **step) as locked:
        if sentence := wanted.problem(windows, locked.taken.now, locked.minutes if locked.kind_id else 0):
            raise Incomplete({"since": sentence})
        write_windows(locked, windows)
    return order


def cancel(order: Order, *, by: Actor, reason: str = "", **step: Any) -> Order:
    """It is not needed any more. Whoever was asked or had taken it is told."""
    with taking(order, "cancel", by=by, data={"reason": reason}, **step) as locked:
        locked.closed_at = locked.taken.now
        end_all(locked, Ending.CANCELLED, now=locked.taken.now)
    return order


def remark(order: Order, *, by: Actor, note: str, **step: Any) -> Order:
    """A note between colleagues."""
    with taking(order, "remark", by=by, note=note, **step):
        pass
    return order


def _kind(chosen: Any) -> ServiceKind | None:
    if not chosen:
        return None
    return chosen if isinstance(chosen, ServiceKind) else ServiceKind.objects.filter(pk=chosen).first()
