"""Long lists by the page: a page starts after the last row of the one before (keyset); nothing counts the rest."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from tongxin.ground.statements import Counts

PAGE = 50
MOST_COUNTED = 100
NO_DUE = "-"
LONGEST_KEY = 19


class Timed(Protocol):
    """A thing, or as much of one as a list shows."""

    pk: int
    due_at: datetime | None


Row = TypeVar("Row", bound=Timed)
Read = Callable[[QuerySet], list[Row]]


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows, and the mark after which the next one starts; empty on the last."""

    rows: list[Row]
    after: str


def by_due(found: QuerySet, after: str, size: int, read: Read = list) -> Page[Row]:
    """Rows with a due moment in its order, then the others (in the index, too, those come last).

    After a mark the others need a second query, where the first runs out. The first page does without a
    word on ``due_at``: to the planner, open and due would be two rare things, not one. ``read`` makes the rows
    of a query that is cut and ordered, where they are not to be its models.
    """
    mark = mark_of(after)
    if mark is None:
        rows = read(found.order_by("due_at", "pk")[: size + 1])
    else:
        rows = read(_timed_after(found, *mark, size)) if mark[0] is not None else []
        if len(rows) <= size:
            timeless = found.filter(due_at__isnull=True)
            if mark[0] is None:
                timeless = timeless.filter(pk__gt=mark[1])
            rows += read(timeless.order_by("pk")[: size + 1 - len(rows)])
    return cut(rows, size)


def cut(rows: list[Row], size: int) -> Page[Row]:
    """A page of rows in due order, of which one more was read to see whether there are more."""
    more = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], _after(more))


def counted(groups: Mapping[str, QuerySet]) -> dict[str, int]:
    """How many rows each of the named lists has, counted up to a hundred. One query."""
    return Counts(up_to_a_hundred(groups.items())).asked()


def up_to_a_hundred(groups: Iterable[tuple[str, QuerySet]]) -> list[tuple[str, QuerySet]]:
    """The named lists, cut where counting ends."""
    return [(name, rows.order_by()[:MOST_COUNTED]) for name, rows in groups]


def bounded(number: int) -> str:
    """A count that stopped at a hundred, as it is shown: "99+"."""
    return f"{MOST_COUNTED - 1}+" if number >= MOST_COUNTED else str(number)


def _timed_after(found: QuerySet, at: datetime, pk: int, size: int) -> QuerySet:
    later = found.filter(Q(due_at__gt=at) | Q(due_at=at, pk__gt=pk), due_at__gte=at)
    return later.order_by("due_at", "pk")[: size + 1]


def _after(row: Timed | None) -> str:
    if row is None:
        return ""
    return f"{row.due_at.isoformat() if row.due_at else NO_DUE}_{row.pk}"


def mark_of(after: str) -> tuple[datetime | None, int] | None:
    """The moment and key in a mark; None for no mark or a broken one, which starts from the beginning."""
    moment, _bar, pk = after.rpartition("_")
    if not (pk.isascii() and pk.isdigit() and len(pk) < LONGEST_KEY):
        return None
    if moment == NO_DUE:
        return None, int(pk)
    try:
        at = parse_datetime(moment)
    except ValueError:
        return None
    return (at, int(pk)) if at is not None and at.tzinfo is not None else None
