"""The figures that exist so far, computed when asked, each open into the list behind it."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise

from tongxin.ground.organizations.models import Estate, Organization
from tongxin.ground.territory.models import Place
from tongxin.insight.indicators import cases, orders, organizations, territory
from tongxin.insight.indicators.figure import Figure, Period, Value, together
from tongxin.trades.cases.models import Case
from tongxin.trades.orders.models import (
    Engagement,
    MemberRegistration,
    Need,
    Order,
    ServiceKind,
    UnitRegistration,
    Volunteer,
)

FIGURES: tuple[Figure, ...] = tuple(
    sorted(
        [*territory.FIGURES, *organizations.FIGURES, *cases.FIGURES, *orders.FIGURES],
        key=lambda each: int(each.row[1:]),
    )
)
NOUNS = {
    "place": Place,
    "estate": Estate,
    "organization": Organization,
    "case": Case,
    "member": MemberRegistration,
    "need": Need,
    "order": Order,
    "part": Engagement,
    "service": ServiceKind,
    "unit": UnitRegistration,
    "volunteer": Volunteer,
}
WINDOW = dt.timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with its value, as it is shown."""

    figure: Figure
    value: Value


def period_to(until: dt.date | None = None) -> Period:
    """The three months up to and including a day (today)."""
    until = until or timezone.localdate()
    return Period(until - WINDOW, until)


def rows(period: Period) -> list[Row]:
    """Every figure of the period, in the order of the mission."""
    with together():
        return [Row(figure, figure.compute(period)) for figure in FIGURES]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The figures of one mission row by kind: their names, and for each kind its numbers with those names."""

    row: str
    names: list[str | Promise]
    lines: list[tuple[str, list[tuple[str | Promise, int]]]]


def by_kind(shown: list[Row]) -> list[Breakdown]:
    """The mission rows that are counted by kind, out of the rows shown."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in shown:
        if row.value.parts:
            found[row.figure.row].append(row)
    return [_broken_down(row, group) for row, group in found.items()]


def _broken_down(row: str, group: list[Row]) -> Breakdown:
    names = [each.figure.label for each in group]
    kinds = zip(*(each.value.parts for each in group), strict=True)
    lines = [(parts[0].label, [*zip(names, (part.number for part in parts), strict=True)]) for parts in kinds]
    return Breakdown(row, names, lines)


def as_json(period: Period) -> dict[str, dict[str, float | int | dict[str, int] | None]]:
    """``{"M1": {"areas": 4, …}}``; a share carries its two counts beside it as ``…_counted`` and ``…_of``.

    What is counted by kind follows as ``…_by_kind``: ``{"errands": 3, "(wish)": 1}``, by codes of the menu,
    only those that occur, and wishes, for which the menu had nothing.
    """
    out: dict[str, dict] = defaultdict(dict)
    for row in rows(period):
        values, key = out[row.figure.row], row.figure.key
        values[key] = row.value.number
        if row.value.denominator is not None:
            values[f"{key}_counted"] = row.value.numerator
            values[f"{key}_of"] = row.value.denominator
        if row.value.parts:
            values[f"{key}_by_kind"] = {part.key: part.number for part in row.value.parts}
    return dict(out)


def find(row: str, key: str) -> Figure | None:
    return next((each for each in FIGURES if (each.row, each.key) == (row, key)), None)


def listed(noun: str, ids: tuple[int, ...]):
    """The things behind a figure, in their own order."""
    return NOUNS[noun].objects.filter(pk__in=ids)
