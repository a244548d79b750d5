"""The plan of a week as a dispatcher reads it: for each order who is proposed, why, and who else could."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tongxin.ground.posts.actors import Actor
from tongxin.insight.dispatching.moving import Objection, Pin, asked_for, pinned, sift
from tongxin.insight.dispatching.reading import Week, read_week, usual_slots
from tongxin.insight.planning.matching import alternatives, if_declined, plan
from tongxin.insight.planning.terms import Change, Job, Line, Plan
from tongxin.trades.orders.models import Order, Volunteer


@dataclass(frozen=True)
class Choice:
    """A volunteer for an order: proposed, or one of the others; ``load`` is what they would have then.

    ``is_usual``: whether the slot lies in their usual hours; None for who has named none.
    """

    volunteer: Volunteer
    line: Line
    load: int
    is_usual: bool | None


@dataclass(frozen=True)
class Row:
    """One order of the board: its slot, who is proposed for it, who else could; ``places`` to be filled."""

    order: Order
    slot: int
    proposed: tuple[Choice, ...]
    others: tuple[Choice, ...] = ()
    places: int = 1

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self.proposed + self.others


@dataclass(frozen=True)
class Board:
    """A week's plan. ``rows`` by slot; ``short`` are orders that found too few in their wanted times.

    ``jobs`` are those of the week with the ``pins`` in force, ``lost`` are pins that can't be any more.
    """

    week: Week
    jobs: tuple[Job, ...]
    made: Plan
    rows: tuple[Row, ...]
    short: tuple[Order, ...] = field(default=())
    pins: tuple[Pin, ...] = field(default=())
    lost: tuple[Objection, ...] = field(default=())


@dataclass(frozen=True)
class Consequence:
    """What changes when somebody declines: (order, who had it, who would have it now) each."""

    moved: tuple[tuple[Order, Volunteer, Volunteer | None], ...]


def board(
    actor: Actor, monday: dt.date, now: dt.datetime | None = None, *, pins: Iterable[Pin] = ()
) -> Board:
    """The proposed plan of everything the actor may dispatch in the week, around what was put by hand."""
    week = read_week(actor, monday, now)
    kept, lost = sift(week, pins)
    week = replace(week, hands=asked_for(week, kept))
    jobs = pinned(week, kept)
    made = plan(jobs, week.hands)
    by_order: dict[int, list[Line]] = {}
    for line in made.lines:
        by_order.setdefault(line.job, []).append(line)
    places = {job.key: job.persons for job in week.jobs}
    loads = made.loads(week.hands)
    rows = [
        Row(
            week.orders[key],
            lines[0].slot,
            tuple(_choice(week, line, loads, extra=0) for line in lines),
            places=places[key],
        )
        for key, lines in by_order.items()
    ]
    rows.sort(key=lambda row: (row.slot, row.order.pk))
    short = tuple(week.orders[key] for key in made.short)
    return Board(week, jobs, made, tuple(rows), short, kept, lost)


def with_others(found: Board, rows: Sequence[Row], *, then: bool = False) -> list[Row]:
    """The same rows with who else could do each, the best first; ``then``: at the same time only."""
    jobs = {job.key: job for job in found.week.jobs}
    if then:
        jobs |= {row.order.pk: replace(jobs[row.order.pk], slots=frozenset({row.slot})) for row in rows}
    loads = found.made.loads(found.week.hands)
    return [
        Row(
            row.order,
            row.slot,
            row.proposed,
            tuple(
                _choice(found.week, line, loads, extra=1)
                for line in alternatives(jobs[row.order.pk], found.week.hands, found.made)
            ),
            row.places,
        )
        for row in rows
    ]


def consequences(found: Board, row: Row) -> Mapping[int, Consequence]:
    """By volunteer proposed for an order, what the plan would be if they said no."""
    week, free = found.week, {job.key: job for job in found.week.jobs}
    jobs = [free[job.key] if job.key == row.order.pk else job for job in found.jobs]
    return {
        choice.volunteer.pk: _consequence(week, if_declined(choice.line, jobs, week.hands, found.made))
        for choice in row.proposed
    }


def _consequence(week: Week, change: Change) -> Consequence:
    return Consequence(
        tuple(
            (week.orders[old.job], week.volunteers[old.hand], week.volunteers[new.hand] if new else None)
            for old, new in change.moved
        )
    )


def _choice(week: Week, line: Line, loads: Mapping[int, int], *, extra: int) -> Choice:
    volunteer = week.volunteers[line.hand]
    usual = usual_slots(volunteer)
    return Choice(volunteer, line, loads[line.hand] + extra, line.slot in usual if usual else None)
