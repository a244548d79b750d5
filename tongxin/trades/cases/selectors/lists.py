"""Lists by the page: the queue, due first; what a search finds, newest first; a unit's summonses.

A page is one query with its places and categories, whatever the number of cases: it starts after the last
row of the page before (keyset), and nothing counts the rest. ``counts`` is one more query and stops
counting at a hundred.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from tongxin.engine.flows.paging import PAGE, Page, by_due, cut, mark_of, up_to_a_hundred
from tongxin.engine.tickets import numbers
from tongxin.ground.posts.actors import Actor
from tongxin.ground.statements import Given, composed
from tongxin.trades.cases.flow import CASE
from tongxin.trades.cases.models import Case, Summons
from tongxin.trades.cases.models.catalogue import titled
from tongxin.trades.cases.models.summons import PENDING_SUMMONS
from tongxin.trades.cases.selectors.matching import NOW, Filters, narrowed


class Line(NamedTuple):
    """A case as a list shows it: only that is read, and no row becomes a model. ``place`` is its own name,
    ``where`` the place with all above it; the names of the category are None without one.
    """

    pk: int
    number: str
    state: str
    urgency: str
    text: str
    reported_at: datetime
    due_at: datetime | None
    paused_at: datetime | None
    closed_at: datetime | None
    place: str
    where: str
    category_name: str | None
    category_name_en: str | None

    flow = CASE

    def __str__(self) -> str:
        return numbers.grouped(self.number)

    @property
    def category(self) -> str:
        """In the language of the reader; "" without one."""
        return titled(self.category_name or "", self.category_name_en or "")


COLUMNS = (*Line._fields[:-4], "place__name", "place__full_name", "category__name", "category__name_en")


def queue(actor: Actor, filters: Filters | None = None, *, after: str = "", size: int = PAGE) -> Page[Line]:
    """Open cases the actor may read, due first, those without a due moment last."""
    filters = replace(filters or Filters(), open_only=True)
    if mark_of(after) is None:
        rows = _first_due(actor, filters, size).rows(now=timezone.now())
        return cut([Line._make(row) for row in rows], size)
    return by_due(narrowed(actor, filters), after, size, lambda found: _lines(_shown(found, filters)))


def search(
    q: str, actor: Actor, filters: Filters | None = None, *, after: str = "", size: int = PAGE
) -> Page[Line]:
    """All cases the actor may read that carry the words or the number, newest first."""
    at, pk = mark_of(after) or (None, None)
    newest = _newest(actor, replace(filters or Filters(), q=q), size, at is not None)
    rows = [Line._make(row) for row in newest.rows(now=timezone.now(), at=at, pk=pk)]
    more = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{more.reported_at.isoformat()}_{more.pk}" if more else "")


def summons_queue(actor: Actor, *, after: str = "", size: int = PAGE) -> Page[Summons]:
    """The open summonses of the actor's units, due first. A unit sees these cases and no others."""
    found = Summons.objects.filter(PENDING_SUMMONS, organization_id__in=actor.organization_ids)
    found = found.select_related("organization", "case__place", "case__category", "ground", "proposed")
    return by_due(found.defer("case__search", "case__haystack"), after, size)


def counts(actor: Actor, groups: Mapping[str, Filters]) -> dict[str, int]:
    """How many cases fit each of the filters, counted up to a hundred (shown as "99+"). One query."""
    return _counts(actor, tuple(groups.items())).asked(now=timezone.now())


@composed
def _first_due(actor: Actor, filters: Filters, size: int) -> QuerySet:
    return _shown(narrowed(actor, filters, NOW).order_by("due_at", "pk")[: size + 1], filters)


@composed
def _newest(actor: Actor, filters: Filters, size: int, onwards: bool) -> QuerySet:
    found = narrowed(actor, filters, NOW)
    if onwards:
        at, pk = Given("at"), Given("pk")
        found = found.filter(Q(reported_at__lt=at) | Q(reported_at=at, pk__lt=pk), reported_at__lte=at)
    return found.order_by("-reported_at", "-pk")[: size + 1].values_list(*COLUMNS)


@composed
def _counts(actor: Actor, groups: tuple[tuple[str, Filters], ...]) -> list[tuple[str, QuerySet]]:
    return up_to_a_hundred((name, narrowed(actor, filters, NOW)) for name, filters in groups)


def _lines(shown: QuerySet) -> list[Line]:
    return [Line._make(row) for row in shown]


def _shown(found: QuerySet[Case], filters: Filters) -> QuerySet:
    """The columns of a list. Late and nearly late cases are more than the database takes them for, and it
    would read and join all of them before it sorts: their keys are found first.
    """
    if filters.late or filters.due_soon:
        found = Case.objects.filter(pk__in=found.values("pk")).order_by(*found.query.order_by)
    return found.values_list(*COLUMNS)
