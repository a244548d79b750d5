"""A unit is called, comes, works and answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tongxin.engine.flows.actions import begin, taking
from tongxin.engine.flows.calendars import current
from tongxin.engine.flows.clock import add
from tongxin.engine.flows.promises import promised
from tongxin.ground.organizations.models import Organization
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.actions.photographs import attach_sent
from tongxin.trades.cases.actions.together import case_locked, settle
from tongxin.trades.cases.choices import Stage
from tongxin.trades.cases.flow import UNIT
from tongxin.trades.cases.models import Case, Summons


def issue(
    case: Case,
    unit: Organization,
    *,
    lead: bool,
    task: str,
    by: Actor,
    now: datetime,
    moved_from: Summons | None = None,
    final: bool = False,
) -> Summons:
    """Summon one unit to a case that is locked. ``final``: the street has decided, it can't be returned."""
    summons = Summons(
        case=case,
        organization=unit,
        lead=lead,
        task=task,
        place_path=case.place_path,
        category_path=case.category_path,
        urgency=case.urgency,
        issued_at=now,
        issued_by=by.name,
        moved_from=moved_from,
        hop=moved_from.hop + 1 if moved_from else 0,
        final=final,
    )
    window = promised(summons, "return", now)
    if window is not None:
        summons.dispute_until = add(now, window.amount, window.unit, current())
    data = {"case": case.pk, "unit": unit.pk, "lead": lead, "hop": summons.hop}
    begin(summons, by=by, now=now, data=data, tells=[UNIT])
    return summons


def sign_in(summons: Summons, *, by: Actor, note: str = "", **step: Any) -> Summons:
    """The unit says: seen, we are on it."""
    with taking(summons, "sign_in", by=by, note=note, **step) as locked:
        locked.signed_in_at = locked.taken.now
    return summons


def arrive(summons: Summons, *, by: Actor, note: str = "", **step: Any) -> Summons:
    """Somebody of the unit is on the spot. A word, not a position: nobody is located."""
    with taking(summons, "arrive", by=by, note=note, **step):
        pass
    return summons


def unit_progress(
    summons: Summons, *, by: Actor, note: str, photos: Sequence[bytes] = (), **step: Any
) -> Summons:
    """How the unit's work stands."""
    with taking(summons, "unit_progress", by=by, note=note, data={"photos": photos}, **step) as locked:
        now = locked.taken.now
        attach_sent(locked.case, photos, stage=Stage.PROGRESS, by=by, now=now, summons=locked)
    return summons


def answer(summons: Summons, *, by: Actor, note: str, photos: Sequence[bytes] = (), **step: Any) -> Summons:
    """What was done and what came of it. When every unit has answered, the case goes on to be verified."""
    with case_locked(summons) as case:
        with taking(summons, "answer", by=by, note=note, data={"photos": photos}, **step) as locked:
            locked.answer, locked.answered_at = note, locked.taken.now
            attach_sent(case, photos, stage=Stage.ANSWER, by=by, now=locked.taken.now, summons=locked)
        settle(case, now=step.get("now"))
    return summons


def urge_unit(summons: Summons, *, by: Actor, **step: Any) -> Summons:
    """Remind the unit, at most once a day."""
    with taking(summons, "urge_unit", by=by, **step) as locked:
        locked.urged_at = locked.taken.now
    return summons
