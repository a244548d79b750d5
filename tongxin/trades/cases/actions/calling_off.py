"""Summonses that end with their case, or because nobody needs that unit any more."""

from datetime import datetime
from typing import Any

from tongxin.engine.flows.actions import taking
from tongxin.ground.posts.actors import SYSTEM, Actor
from tongxin.trades.cases.actions.together import case_locked, settle
from tongxin.trades.cases.models import Case, Summons


def call_off(summons: Summons, *, by: Actor, reason: str, **step: Any) -> Summons:
    """The community needs this unit no more. If it was the last one, the case is the desk's to decide
    again.
    """
    with case_locked(summons) as case:
        with taking(summons, "call_off", by=by, data={"reason": reason}, **step) as locked:
            locked.link_round += 1
        settle(case, now=step.get("now"))
    return summons


def fall_away(summons: Summons, *, by: Actor, now: datetime | None = None, **step: Any) -> Summons:
    """The case has ended without this unit."""
    with taking(summons, "fall_away", by=by, now=now, **step) as locked:
        locked.link_round += 1
    return summons


def call_off_all(case: Case, *, now: datetime) -> None:
    """End every summons that is still open; for a case that is withdrawn or joined to another."""
    for summons in case.open_summonses():
        fall_away(summons, by=SYSTEM, now=now)
