"""Steps that are gathered: what they need is read once for many things, what they change is kept in memory.

``actions.gathered`` opens and writes it; ``actions.taking`` and ``clocks`` ask here whether it is open.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from tongxin.engine.flows.models import Clock, Flowing, Journal

Value = TypeVar("Value")


@dataclass
class Life:
    """One thing as it stands by now, all its clocks, oldest first, and its journal from ``last`` on."""

    thing: Flowing
    clocks: list[Clock]
    last: Journal
    rows: list[Journal] = field(default_factory=list)

    def copy(self) -> Flowing:
        """The thing to be changed by a step that may still be refused."""
        fresh = object.__new__(type(self.thing))
        fresh.__dict__.update(self.thing.__dict__)
        fresh._state = copy(self.thing._state)
        fresh._state.fields_cache = dict(self.thing._state.fields_cache)
        return fresh

    def stop_clock(self, now: datetime) -> None:
        """Stop the running clock, if any; one stopped after its due moment was late."""
        for row in self.clocks:
            if row.stopped_at is None:
                row.stopped_at = now
                if row.late_at is None and row.due_at < now:
                    row.late_at = row.due_at

    def add(self, row: Journal) -> Journal:
        self.rows.append(row)
        self.last = row
        return row


@dataclass
class Gathering:
    """The lives by noun and thing; what was read for all of them."""

    lives: dict[tuple[str, str], Life] = field(default_factory=dict)
    read: dict[Hashable, Any] = field(default_factory=dict)


OPEN: ContextVar[Gathering | None] = ContextVar("gathering", default=None)


@contextmanager
def in_one_go() -> Iterator[None]:
    """Inside a transaction that is kept or taken back as a whole: promises, calendar and other lists that
    nobody changes meanwhile are read once, and steps need no savepoint of their own. For loading a zone.
    """
    token = OPEN.set(Gathering())
    try:
        yield
    finally:
        OPEN.reset(token)


def is_in_one_go() -> bool:
    """Whether a step that fails ends everything around it."""
    return OPEN.get() is not None


def life_of(thing: Flowing) -> Life | None:
    """The thing's life, where its steps are being gathered."""
    gathering = OPEN.get()
    return gathering.lives.get((thing.noun, thing.thing_id)) if gathering else None


def once(key: Hashable, read: Callable[[], Value]) -> Value:
    """What ``read`` returns; while steps are gathered, read for the first of them only."""
    gathering = OPEN.get()
    if gathering is None:
        return read()
    if key not in gathering.read:
        gathering.read[key] = read()
    return gathering.read[key]


def for_all(thing: Flowing, key: Hashable, read: Callable[[list[Any]], Value]) -> Value:
    """What ``read`` returns for the key of ``thing``; where its steps are gathered, for those of all, once."""
    gathering = OPEN.get()
    if gathering is None or life_of(thing) is None:
        return read([thing.pk])
    return once(key, lambda: read([life.thing.pk for life in gathering.lives.values()]))
