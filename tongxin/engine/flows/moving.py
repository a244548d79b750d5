"""Moving many running clocks after the calendar or a promise has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tongxin.engine.flows import calendars, clocks, journal, registry
from tongxin.engine.flows.clock import Calendar
from tongxin.engine.flows.models import Clock, Flowing, Promise
from tongxin.engine.flows.models.journal import RETIMED
from tongxin.ground.columns import save_columns
from tongxin.ground.posts.actors import Actor

AT_ONCE = 200
TIMES = ["due_at", "early_at", "early_told_at"]
TERMS = ["promise", "amount", "unit", "early_share"]


def move_clocks(
    found: QuerySet[Clock], *, by: Actor, because: Mapping[str, object], terms: Promise | None = None
) -> int:
    """Time these clocks afresh where they run in time and are not paused; returns how many due moments moved.

    Each moved thing gets a journal row "retimed" with the old and the new moment. Short transactions, so
    that people keep working meanwhile; things they hold at that moment come last, one by one.
    """
    by_noun: dict[str, list[str]] = {}
    for noun, thing_id in found.filter(stopped_at=None, late_at=None).values_list("noun", "thing_id"):
        by_noun.setdefault(noun, []).append(thing_id)
    moved = 0
    for noun, ids in by_noun.items():
        held: list[str] = []
        for first in range(0, len(ids), AT_ONCE):
            chunk = ids[first : first + AT_ONCE]
            count, seen = _move(noun, chunk, by, because, terms, skip_locked=True)
            moved += count
            held += [each for each in chunk if each not in seen]
        moved += sum(_move(noun, [each], by, because, terms, skip_locked=False)[0] for each in held)
    return moved


def _move(
    noun: str,
    ids: Sequence[str],
    by: Actor,
    because: Mapping[str, object],
    terms: Promise | None,
    *,
    skip_locked: bool,
) -> tuple[int, set[str]]:
    model = registry.model_of(noun)
    with transaction.atomic():
        locked = model._base_manager.select_for_update(skip_locked=skip_locked, of=("self",))
        things = {thing.thing_id: thing for thing in locked.filter(pk__in=ids).order_by("pk")}
        standing = [key for key, thing in things.items() if thing.paused_at is None]
        rows = Clock.objects.filter(noun=noun, thing_id__in=standing, stopped_at=None, late_at=None)
        calendar = calendars.current()
        changed = [
            (things[row.thing_id], row, old_due)
            for row in rows.prefetch_related("pauses", "extensions")
            for old_due in [row.due_at]
            if _moves(row, calendar, terms)
        ]
        _save(changed, by, because, terms)
        return sum(row.due_at != old_due for _thing, row, old_due in changed), set(things)


def _moves(row: Clock, calendar: Calendar, terms: Promise | None) -> bool:
    before = row.due_at
    if terms is not None:
        row.promise, row.amount, row.unit = terms, terms.amount, terms.unit
        row.early_share = terms.early_share
    clocks.set_times(row, calendar, clocks.closed_pauses(row), clocks.granted(row))
    return terms is not None or row.due_at != before


def _save(
    changed: list[tuple[Flowing, Clock, object]],
    by: Actor,
    because: Mapping[str, object],
    terms: Promise | None,
) -> None:
    if not changed:
        return
    for thing, row, _old_due in changed:
        clocks.show(thing, row)
    save_columns([row for _thing, row, _old in changed], TIMES + (TERMS if terms else []))
    save_columns([thing for thing, _row, _old in changed], ["due_at", "wake_at"])
    now = timezone.now()
    journal.write(
        [
            journal.Entry.about(
                thing, RETIMED, by=by, at=now, data={**because, "old_due": old_due, "due": row.due_at}
            )
            for thing, row, old_due in changed
        ]
    )
