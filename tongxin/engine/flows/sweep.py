"""Reminding, declaring late, acting by itself: what is due is taken by compare-and-set, a few at a time.

The database finds the due rows by the partial index on ``wake_at``; whoever works on a row at that moment
wins, and the sweep comes again. One bad row is written down with a back-off and never stops the rest.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tongxin.engine.flows import calendars, clocks, journal, registry
from tongxin.engine.flows.clock import Calendar
from tongxin.engine.flows.models import Clock, Flowing, SweepFailure
from tongxin.engine.flows.refusals import Refused
from tongxin.engine.flows.table import Flow
from tongxin.ground.columns import save_columns
from tongxin.ground.posts.actors import SYSTEM

AT_ONCE = 100
EARLY = "early"
LATE = "late"
MOST_PATIENCE = timedelta(days=1)
log = logging.getLogger(__name__)


@dataclass
class Swept:
    """What one sweep did: reminders, late ones, steps taken by the system, rows it could not do."""

    early: int = 0
    late: int = 0
    stepped: int = 0
    failed: int = 0

    def __iadd__(self, other: Swept) -> Swept:
        self.early += other.early
        self.late += other.late
        self.stepped += other.stepped
        self.failed += other.failed
        return self


def sweep(now: datetime | None = None, limit: int = 1000) -> Swept:
    """Do what is due at ``now``, at most ``limit`` things a flow, the longest due first."""
    now = now or timezone.now()
    done = Swept()
    for flow in registry.flows():
        model = registry.model_of(flow.noun)
        due = model._base_manager.filter(wake_at__lte=now).order_by("wake_at")
        ids = list(due.values_list("pk", flat=True)[:limit])
        for first in range(0, len(ids), AT_ONCE):
            done += _chunk(flow, model, ids[first : first + AT_ONCE], now)
    return done


def _chunk(flow: Flow, model: type[Flowing], ids: Sequence[Any], now: datetime) -> Swept:
    """A few together; when that fails, each alone, so that only the bad one is left over."""
    try:
        done, stepping = _decide(flow, model, ids, now)
    except Exception as error:
        if len(ids) == 1:
            return _fail(model, ids[0], error, now)
        done = Swept()
        for pk in ids:
            done += _chunk(flow, model, [pk], now)
        return done
    for thing in stepping:
        done += _step(thing, now)
    return done


def _decide(
    flow: Flow, model: type[Flowing], ids: Sequence[Any], now: datetime
) -> tuple[Swept, list[Flowing]]:
    """Lock those still due, remind or declare late; returns the things whose state has a late step
    to take.
    """
    done, stepping, rows, entries = Swept(), [], [], []
    with transaction.atomic():
        locked = model._base_manager.select_for_update(skip_locked=True, of=("self",))
        things = list(locked.filter(pk__in=ids, wake_at__lte=now).order_by("pk"))
        keys = [thing.thing_id for thing in things]
        running = Clock.objects.filter(noun=flow.noun, thing_id__in=keys, stopped_at=None)
        by_thing = {row.thing_id: row for row in running.prefetch_related("pauses", "extensions")}
        calendar = calendars.current()
        for thing in things:
            row = by_thing[thing.thing_id]
            entry = _judge(thing, row, calendar, now)
            state = flow.state(thing.state)
            if row.late_at is not None and state.late_step:
                thing.wake_at = now
                stepping.append(thing)
            rows.append(row)
            entries += [entry] if entry else []
        save_columns(rows, ["due_at", "early_at", "early_told_at", "late_at"])
        save_columns(things, ["due_at", "wake_at"])
        journal.write(entries)
        SweepFailure.objects.filter(noun=flow.noun, thing_id__in=keys).exclude(
            thing_id__in=[thing.thing_id for thing in stepping]
        ).delete()
    done.early = sum(entry.step == EARLY for entry in entries)
    done.late = sum(entry.step == LATE for entry in entries)
    return done, stepping


def _judge(thing: Flowing, row: Clock, calendar: Calendar, now: datetime) -> journal.Entry | None:
    """Bring the clock of a due thing up to date; the entry to write, if something is to be said."""
    if row.late_at is not None:
        clocks.show(thing, row)
        return None
    clocks.set_times(row, calendar, clocks.closed_pauses(row), clocks.granted(row))
    state = thing.current_state
    entry = None
    if row.due_at <= now:
        row.late_at = row.due_at
        entry = journal.Entry.about(
            thing, LATE, by=SYSTEM, at=now, data={"due": row.due_at}, tells=state.late_tells
        )
    elif row.early_at is not None and row.early_told_at is None and row.early_at <= now:
        row.early_told_at = now
        tells = [state.turn] if state.turn else []
        entry = journal.Entry.about(thing, EARLY, by=SYSTEM, at=now, data={"due": row.due_at}, tells=tells)
    clocks.show(thing, row)
    return entry


def _step(thing: Flowing, now: datetime) -> Swept:
    """Let the system take the late step; a person who was faster has made it needless."""
    flow, name = thing.flow, thing.current_state.late_step
    try:
        with transaction.atomic():
            flow.action(name)(thing, by=SYSTEM, now=now)
            SweepFailure.objects.filter(noun=thing.noun, thing_id=thing.thing_id).delete()
    except Refused as refused:
        still_due = (
            type(thing)._base_manager.filter(pk=thing.pk, wake_at__lte=now, state=thing.state).exists()
        )
        return _fail(type(thing), thing.pk, refused, now) if still_due else Swept()
    except Exception as error:
        return _fail(type(thing), thing.pk, error, now)
    return Swept(stepped=1)


def _fail(model: type[Flowing], pk: Any, error: Exception, now: datetime) -> Swept:
    """Write the failure down, without what it said (that may name persons), and look again later."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    words = f"{type(error).__name__} in {last.filename.rpartition('/')[2]}:{last.lineno}"
    noun = model.flow.noun
    log.error("sweep of %s:%s failed: %s", noun, pk, words)
    facts = {"error": words, "last_at": now, "next_at": now}
    with transaction.atomic():
        failure, _created = SweepFailure.objects.get_or_create(
            noun=noun, thing_id=str(pk), defaults={**facts, "first_at": now}
        )
        attempts = failure.attempts + 1
        next_at = now + min(timedelta(minutes=2 ** min(attempts, 11)), MOST_PATIENCE)
        SweepFailure.objects.filter(pk=failure.pk).update(
            error=words, last_at=now, next_at=next_at, attempts=F("attempts") + 1
        )
        model._base_manager.filter(pk=pk, wake_at__lte=now).update(wake_at=next_at)
    return Swept(failed=1)
