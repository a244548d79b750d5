"""Lists by the page: the queue, due first; what a search finds, newest first; a unit's summonses.

A page is one query with its places and categories, whatever the number of cases: it starts after the last
row of the page before (keyset), and nothing counts the rest. ``counts`` is one more query and stops
counting at a hundred.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.models import Case, Summons
from tongxin.trades.cases.models.summons import PENDING_SUMMONS
from tongxin.trades.cases.selectors.matching import Filters, narrowed

PAGE = 50
MOST_COUNTED = 100
NO_DUE = "-"
LONGEST_KEY = 19
Row = TypeVar("Row", Case, Summons)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows, and the mark after which the next one starts; empty on the last."""

    rows: list[Row]
    after: str


def queue(actor: Actor, filters: Filters | None = None, *, after: str = "", size: int = PAGE) -> Page[Case]:
    """Open cases the actor may read, due first, those without a due moment last."""
    found = narrowed(actor, replace(filters or Filters(), open_only=True))
    return _by_due(_lean(found), after, size)


def search(
    q: str, actor: Actor, filters: Filters | None = None, *, after: str = "", size: int = PAGE
) -> Page[Case]:
    """All cases the actor may read that carry the words or the number, newest first."""
    found = _lean(narrowed(actor, replace(filters or Filters(), q=q)))
    mark = _mark(after)
    if mark is not None:
        at, pk = mark
        found = found.filter(Q(reported_at__lt=at) | Q(reported_at=at, pk__lt=pk), reported_at__lte=at)
    rows = list(found.order_by("-reported_at", "-pk")[: size + 1])
    more = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{more.reported_at.isoformat()}_{more.pk}" if more else "")


def summons_queue(actor: Actor, *, after: str = "", size: int = PAGE) -> Page[Summons]:
    """The open summonses of the actor's units, due first. A unit sees these cases and no others."""
    found = Summons.objects.filter(PENDING_SUMMONS, organization_id__in=actor.organization_ids)
    found = found.select_related("organization", "case__place", "case__category", "ground", "proposed")
    return _by_due(found.defer("case__search", "case__haystack"), after, size)


def counts(actor: Actor, groups: Mapping[str, Filters]) -> dict[str, int]:
    """How many cases fit each of the filters, counted up to a hundred (shown as "99+"). One query."""
    found = dict.fromkeys(groups, 0)
    parts, params = [], []
    for name, filters in groups.items():
        try:
            sql, values = (
                narrowed(actor, filters).order_by().values("pk")[:MOST_COUNTED].query.sql_with_params()
            )
        except EmptyResultSet:
            continue
        parts.append(f"select %s, count(*) from ({sql}) counted")  # noqa: S608 (compiled by Django)
        params += [name, *values]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" union all ".join(parts), params)
            found.update(cursor.fetchall())
    return found


def _lean(found: QuerySet[Case]) -> QuerySet[Case]:
    return found.select_related("place", "category").defer("search", "haystack")


def _by_due(found: QuerySet[Row], after: str, size: int) -> Page[Row]:
    """Rows with a due moment in its order, then the others (in the index, too, those come last).

    After a mark the others need a second query, where the first runs out. The first page does without a
    word on ``due_at``: to the planner, open and due would be two rare things, not one.
    """
    mark = _mark(after)
    if mark is None:
        rows = list(found.order_by("due_at", "pk")[: size + 1])
    else:
        rows = _timed_after(found, *mark, size) if mark[0] is not None else []
        if len(rows) <= size:
            timeless = found.filter(due_at__isnull=True)
            if mark[0] is None:
                timeless = timeless.filter(pk__gt=mark[1])
            rows += timeless.order_by("pk")[: size + 1 - len(rows)]
    more = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], _after(more))


def _timed_after(found: QuerySet[Row], at: datetime, pk: int, size: int) -> list[Row]:
    later = found.filter(Q(due_at__gt=at) | Q(due_at=at, pk__gt=pk), due_at__gte=at)
    return list(later.order_by("due_at", "pk")[: size + 1])


def _after(row: Case | Summons | None) -> str:
    if row is None:
        return ""
    return f"{row.due_at.isoformat() if row.due_at else NO_DUE}_{row.pk}"


def _mark(after: str) -> tuple[datetime | None, int] | None:
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
