"""Pausing while somebody else has to move; and more of it, asked for and decided by different people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows import actions as flows
from tongxin.engine.flows import clocks
from tongxin.engine.flows.actions import taking
from tongxin.engine.flows.clock import WORKING_UNITS
from tongxin.engine.flows.models import Flowing
from tongxin.engine.flows.promises import promised
from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.models import Case, Summons


def pause(case: Case, *, by: Actor, waiting_for: str, reason: str, **step: Any) -> Case:
    """The clock stands still while the resident or a third party has to move; the reason is shown."""
    data = {"waiting_for": waiting_for, "reason": reason}
    with taking(case, "pause", by=by, data=data, **step) as locked:
        flows.pause(locked, by=by, reason=reason, waiting_for=waiting_for)
    return case


def resume(case: Case, *, by: Actor, note: str = "", **step: Any) -> Case:
    """The clock runs on with exactly what was left."""
    with taking(case, "resume", by=by, note=note, **step) as locked:
        flows.resume(locked, by=by)
    return case


def ask_extension(case: Case, *, by: Actor, days: int, reason: str, **step: Any) -> Case:
    """The desk asks the street for more days; nothing moves until the street decides."""
    return _ask(case, "ask_extension", by=by, days=days, reason=reason, **step)


def grant_extension(case: Case, *, by: Actor, note: str = "", **step: Any) -> Case:
    """The street grants what was asked."""
    return _decide(case, "grant_extension", by=by, granted=True, note=note, **step)


def refuse_extension(case: Case, *, by: Actor, reason: str, **step: Any) -> Case:
    """The street refuses, with the reason."""
    return _decide(case, "refuse_extension", by=by, granted=False, reason=reason, **step)


def ask_more_time(summons: Summons, *, by: Actor, days: int, reason: str, **step: Any) -> Summons:
    """A unit asks the community for more days."""
    return _ask(summons, "ask_more_time", by=by, days=days, reason=reason, **step)


def grant_more_time(summons: Summons, *, by: Actor, note: str = "", **step: Any) -> Summons:
    """The community grants what the unit asked."""
    return _decide(summons, "grant_more_time", by=by, granted=True, note=note, **step)


def refuse_more_time(summons: Summons, *, by: Actor, reason: str, **step: Any) -> Summons:
    """The community refuses, with the reason."""
    return _decide(summons, "refuse_more_time", by=by, granted=False, reason=reason, **step)


def _ask(thing: Flowing, name: str, *, by: Actor, days: int, reason: str, **step: Any):
    data = {"days": days, "reason": reason}
    with taking(thing, name, by=by, data=data, **step) as locked:
        _within_reason(locked, days)
        running = clocks.running(locked).first()
        unit = "work_day" if running is None or running.unit in WORKING_UNITS else "natural_day"
        flows.ask_extension(locked, by=by, amount=days, unit=unit, reason=reason)
        locked.extension_asked = days
    return thing


def _decide(
    thing: Flowing, name: str, *, by: Actor, granted: bool, note: str = "", reason: str = "", **step: Any
):
    data = {"reason": reason} if reason else {}
    with taking(thing, name, by=by, note=note, data=data, **step) as locked:
        flows.decide_extension(locked, by=by, granted=granted, note=note or reason)
        locked.extension_asked = None
    return thing


def _within_reason(thing: Flowing, days: int) -> None:
    """The most that can be asked is a dated row like every promise ("case", "most_extension")."""
    limit = promised(thing, "most_extension", thing.taken.now)
    if days < 1 or (limit is not None and days > limit.amount):
        most = int(limit.amount) if limit is not None else ""
        raise Incomplete({"days": _("Please ask for 1 to %(most)s working days.") % {"most": most}})
