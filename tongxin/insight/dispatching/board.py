"""The plan of a week as a dispatcher reads it: for each order who is proposed, why, and who else could."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tongxin.ground.posts.actors import Actor
from tongxin.insight.dispatching.reading import Week, read_week
from tongxin.insight.planning.matching import alternatives, if_declined, plan
from tongxin.insight.planning.terms import Change, Line, Plan
from tongxin.trades.orders.models import Order, Volunteer


@dataclass(frozen=True)
class Choice:
    """A volunteer for an order: proposed, or one of the others; ``load`` is what they would have then."""

    volunteer: Volunteer
    line: Line
    load: int
    has_hours: bool


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
    """A week's plan. ``rows`` by slot; ``short`` are orders that found too few in their wanted times."""

    week: Week
    made: Plan
    rows: tuple[Row, ...]
    short: tuple[Order, ...] = field(default=())


@dataclass(frozen=True)
class Consequence:
    """What changes when somebody declines: (order, who had it, who would have it now) each."""

    moved: tuple[tuple[Order, Volunteer, Volunteer | None], ...]


def board(actor: Actor, monday: dt.date, now: dt.datetime | None = None) -> Board:
    """The proposed plan of everything the actor may dispatch in the week."""
    week = read_week(actor, monday, now)
    made = plan(week.jobs, week.hands)
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
    return Board(week, made, tuple(rows), tuple(week.orders[key] for key in made.short))


def with_others(found: Board, rows: Iterable[Row]) -> list[Row]:
    """The same rows with who else could do each, the best first."""
    jobs = {job.key: job for job in found.week.jobs}
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
    week = found.week
    return {
        choice.volunteer.pk: _consequence(week, if_declined(choice.line, week.jobs, week.hands, found.made))
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
    return Choice(volunteer, line, loads[line.hand] + extra, bool(volunteer.hours.all()))
