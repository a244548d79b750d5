"""Clocks of things: started and stopped with the states, moved by pauses, extensions and the calendar.

Called with the thing locked; writes Clock, Pause and Extension rows and sets ``due_at``, ``wake_at`` and
``paused_at`` on the thing, which its caller saves.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from tongxin.engine.flows import calendars, clock
from tongxin.engine.flows.gathering import life_of, once
from tongxin.engine.flows.models import Clock, Extension, Flowing, Pause, Promise
from tongxin.engine.flows.promises import offered, promised
from tongxin.ground.columns import insert_all

log = logging.getLogger(__name__)

# Raw, because it is in every step. A clock that stands still is late only if it was due before it stood.
STOP = """
update flows_clock set stopped_at = %(now)s,
  late_at = coalesce(late_at, case when due_at < %(now)s and due_at <= %(until)s then due_at end)
where noun = %(noun)s and thing_id = %(thing_id)s and stopped_at is null
"""


def change(
    thing: Flowing, before: str | None, after: str | None, now: datetime, *, goes_on: bool = False
) -> None:
    """The thing passed from a state promising ``before`` to one promising ``after``; the same
    promise runs on. ``goes_on``: so does the one that an aside has interrupted.
    """
    if before and before == after:
        return
    if before:
        stop(thing, now)
    if not (goes_on and after and _go_on(thing, after)):
        start(thing, after, now)


def _go_on(thing: Flowing, promise: str) -> bool:
    """Let the last clock of ``promise`` run on as if it had never stopped; False when there was none."""
    life = life_of(thing)
    row = _last_of(life.clocks, promise) if life else _last_stored(thing, promise)
    if row is None:
        return False
    row.stopped_at = None
    if life is None:
        row.save(update_fields=["stopped_at"])
    thing.paused_at = None
    show(thing, row)
    return True


def _last_of(rows: Sequence[Clock], promise: str) -> Clock | None:
    return next((row for row in reversed(rows) if row.name == promise), None)


def _last_stored(thing: Flowing, promise: str) -> Clock | None:
    stopped = Clock.objects.filter(noun=thing.noun, thing_id=thing.thing_id, name=promise)
    return stopped.prefetch_related("pauses", "extensions").order_by("-started_at", "-pk").first()


def start(thing: Flowing, promise: str | None, now: datetime) -> None:
    """Start the clock of ``promise`` for a saved thing; without a promise in force nothing is due."""
    row = prepare(thing, promise, now)
    if row is not None:
        save_new(thing, row)


def prepare(thing: Flowing, promise: str | None, now: datetime) -> Clock | None:
    """The clock of ``promise``, not saved yet, its due moment already on the thing; None when
    nothing is promised.
    """
    return next(iter(prepare_many([thing], promise, now)), None)


def prepare_many(things: Sequence[Flowing], promise: str | None, now: datetime) -> list[Clock]:
    """The same for many things of one flow at one moment. Two queries, however many; equal terms are counted
    out once.
    """
    for thing in things:
        thing.due_at = thing.wake_at = thing.paused_at = None
    if not promise or not things:
        return []
    flow = things[0].flow.name
    rows = once(("promise", flow, promise), lambda: offered(flow, promise))
    calendar = once("calendar", calendars.current)
    counted: dict[tuple[int, datetime], Clock] = {}
    started = []
    for thing in things:
        row = promised(thing, promise, now, rows)
        if row is None:
            log.warning("no promise %s.%s is in force; nothing is due", flow, promise)
            continue
        begins = max(now, thing.counts_from(promise, now))
        known = counted.get((row.pk, begins))
        new = _new(thing, row, begins)
        if known is None:
            set_times(new, calendar, [], [])
            counted[row.pk, begins] = new
        else:
            new.due_at, new.early_at = known.due_at, known.early_at
        show(thing, new)
        started.append(new)
    return started


def _new(thing: Flowing, terms: Promise, begins: datetime) -> Clock:
    return Clock(
        noun=thing.noun,
        thing_id=thing.thing_id,
        promise=terms,
        name=terms.name,
        started_at=begins,
        amount=terms.amount,
        unit=terms.unit,
        early_share=terms.early_share,
    )


def save_new(thing: Flowing, row: Clock) -> None:
    """Save a prepared clock once the thing has its key."""
    row.thing_id = thing.thing_id
    life = life_of(thing)
    if life is None:
        insert_all([row])
    else:
        life.clocks.append(row)


def stop(thing: Flowing, now: datetime) -> None:
    """Stop the running clock, if any. A clock stopped after its due moment was late, whether or not
    it was told.
    """
    life = life_of(thing)
    if life is not None:
        life.stop_clock(now)
        return
    if thing.paused_at is not None:
        Pause.objects.filter(clock__in=running(thing), until__isnull=True).update(until=now)
    ids = {"noun": thing.noun, "thing_id": thing.thing_id}
    with connection.cursor() as cursor:
        cursor.execute(STOP, {**ids, "now": now, "until": min(now, thing.paused_at or now)})


def running(thing: Flowing) -> QuerySet[Clock]:
    """The clock that runs or stands paused for ``thing``: none or one."""
    return Clock.objects.filter(noun=thing.noun, thing_id=thing.thing_id, stopped_at__isnull=True)


def retime(thing: Flowing, row: Clock) -> bool:
    """Work out the due moment afresh from the records; True when it moved. Saves the clock, not the thing."""
    before = row.due_at
    set_times(row, calendars.current(), closed_pauses(row), granted(row))
    if row.due_at != before:
        row.save(update_fields=["due_at", "early_at", "early_told_at"])
    show(thing, row)
    return row.due_at != before


def set_times(
    row: Clock, calendar: clock.Calendar, pauses: list[clock.Interval], extensions: list[tuple[object, str]]
) -> None:
    """Set the due and the reminder moment of a clock from its terms. Saves nothing."""
    before = row.due_at
    row.due_at = clock.add(row.started_at, row.amount, row.unit, calendar, pauses, extensions)
    row.early_at = None
    if row.early_share:
        row.early_at = clock.point(row.started_at, row.due_at, row.early_share, row.unit, calendar, pauses)
    if before is not None and row.due_at > before:
        row.early_told_at = None


def show(thing: Flowing, row: Clock) -> None:
    """Copy what lists and the sweep read onto the thing."""
    thing.due_at = row.due_at
    thing.wake_at = wake(row, thing.paused_at)


def wake(row: Clock, paused_at: datetime | None) -> datetime | None:
    """The next moment of decision: the reminder, then the due moment; none when late or paused in time."""
    if row.late_at is not None or (paused_at is not None and paused_at < row.due_at):
        return None
    return row.early_at if row.early_at and row.early_told_at is None else row.due_at


def closed_pauses(row: Clock) -> list[clock.Interval]:
    return [(pause.since, pause.until) for pause in row.pauses.all() if pause.until is not None]


def granted(row: Clock) -> list[tuple[object, str]]:
    return [(more.amount, more.unit) for more in row.extensions.all() if more.granted_at is not None]


def undecided(row: Clock) -> Extension | None:
    """The extension that was asked for and not yet decided."""
    open_ones = [more for more in row.extensions.all() if more.granted_at is None and more.refused_at is None]
    return open_ones[0] if open_ones else None
