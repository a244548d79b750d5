"""What a figure is: a formula with a version, and the lists behind its numerator and denominator."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from django.utils.functional import Promise

Read = TypeVar("Read")
_read: ContextVar[dict | None] = ContextVar("figures", default=None)


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a figure is of one kind: ``key`` names the kind for machines, ``label`` for readers."""

    key: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Value:
    """A counted figure: how many things of ``noun``; with ``of``, the share of those.

    Both are ids, so that a figure costs no names until somebody opens it. ``amount`` and ``whole`` stand in
    for their lengths where the lists are too long to carry. ``parts`` is what is counted, by kind; the
    figures of one mission row that have parts have the same kinds, in the same order.
    """

    noun: str
    counted: tuple[int, ...] = ()
    of: tuple[int, ...] | None = None
    amount: float | None = None
    whole: int | None = None
    parts: tuple[Part, ...] = ()

    @property
    def numerator(self) -> float:
        return len(self.counted) if self.amount is None else self.amount

    @property
    def denominator(self) -> int | None:
        """What is divided by; None for a plain count."""
        return self.whole if self.of is None else len(self.of)

    @property
    def number(self) -> float | int | None:
        """The figure itself: a count, or a percentage with one decimal; None at 0/0."""
        if self.denominator is None:
            return self.numerator
        return round(100 * self.numerator / self.denominator, 1) if self.denominator else None


@dataclass(frozen=True, slots=True)
class Period:
    """The days a figure speaks of: facts as of ``until``, events from ``since`` to ``until`` inclusive.

    What was taken back afterwards is not counted, also of an earlier day: a case that is taken up again was
    not closed.
    """

    since: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a mission row.

    ``row`` "M1", ``key`` "areas"; ``formula`` says in words what is counted, ``version`` since when so.
    """

    row: str
    key: str
    label: str | Promise
    formula: str | Promise
    compute: Callable[[Period], Value]
    version: int = 1


@contextmanager
def together() -> Iterator[None]:
    """Inside, what several figures are made of is read for the first of them and kept for the others."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def shared(read: Callable[..., Read]) -> Callable[..., Read]:
    """A reading that several figures are made of; by itself, one figure reads it afresh."""

    @wraps(read)
    def once(*asked: object) -> Read:
        kept = _read.get()
        if kept is None:
            return read(*asked)
        if (read, asked) not in kept:
            kept[read, asked] = read(*asked)
        return kept[read, asked]

    return once
