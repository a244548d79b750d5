"""Many steps of many things, read and written together: for records of the past that come in by the thousand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from tongxin.engine.flows import journal
from tongxin.engine.flows.gathering import OPEN, Gathering, Life
from tongxin.engine.flows.models import Clock, Flowing
from tongxin.ground.columns import changed_columns, insert_all, save_columns

CLOCK = ["stopped_at", "late_at"]


@contextmanager
def gathered(things: Sequence[Flowing]) -> Iterator[None]:
    """Inside, the steps of these things (all of one flow, none paused) are checked as always and kept; on exit
    they are written, in some seven statements. The rows are those that step by step would have been written.

    All or nothing: a refusal that leaves the block, or a step's own, takes everything back. Nothing else in
    the block may read these things, their clocks or their journals from the database: it shows them as they
    were. Clocks cannot be paused or extended here.
    """
    if not things:
        yield
        return
    with transaction.atomic():
        gathering = _read(things)
        before = {key: dict(life.thing.__dict__) for key, life in gathering.lives.items()}
        stopped = {row.pk: row.stopped_at for life in gathering.lives.values() for row in life.clocks}
        token = OPEN.set(gathering)
        try:
            yield
        finally:
            OPEN.reset(token)
        lives = [life for life in gathering.lives.values() if life.rows]
        _write_things(lives, before)
        _write_clocks(lives, stopped)
        journal.append([row for life in lives for row in life.rows])


def _read(things: Sequence[Flowing]) -> Gathering:
    model, noun = type(things[0]), things[0].noun
    locked = model._base_manager.select_for_update(of=("self",)).filter(pk__in=[thing.pk for thing in things])
    by_id = {thing.thing_id: thing for thing in locked.order_by("pk")}
    clocks: dict[str, list[Clock]] = {thing_id: [] for thing_id in by_id}
    for row in Clock.objects.filter(noun=noun, thing_id__in=by_id).order_by("started_at", "pk"):
        clocks[row.thing_id].append(row)
    last = journal.last_rows([(noun, thing_id) for thing_id in by_id])
    if any(thing.paused_at is not None for thing in by_id.values()):
        raise ValueError("steps of a paused thing cannot be gathered")
    return Gathering({(noun, key): Life(thing, clocks[key], last[noun, key]) for key, thing in by_id.items()})


def _write_things(lives: Sequence[Life], before: dict[tuple[str, str], dict]) -> None:
    changed = {
        name
        for life in lives
        for name in changed_columns(life.thing, before[life.thing.noun, life.thing.thing_id])
    }
    save_columns([life.thing for life in lives], sorted(changed))


def _write_clocks(lives: Sequence[Life], stopped: Mapping[int, datetime | None]) -> None:
    """Those that were there first: a thing may have only one that runs."""
    rows = [row for life in lives for row in life.clocks]
    save_columns([row for row in rows if row.pk and row.stopped_at != stopped[row.pk]], CLOCK)
    insert_all([row for row in rows if not row.pk])
