"""Lists by the page: the queue, due first; what a search finds, newest first; a unit's summonses.

A page is one query with its places and categories, whatever the number of cases: it starts after the last
row of the page before (keyset), and nothing counts the rest. ``counts`` is one more query and stops
counting at a hundred.
"""

from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Q, QuerySet

from tongxin.engine.flows.paging import PAGE, Page, by_due, counted, mark_of
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.models import Case, Summons
from tongxin.trades.cases.models.summons import PENDING_SUMMONS
from tongxin.trades.cases.selectors.matching import Filters, narrowed


def queue(actor: Actor, filters: Filters | None = None, *, after: str = "", size: int = PAGE) -> Page[Case]:
    """Open cases the actor may read, due first, those without a due moment last."""
    found = narrowed(actor, replace(filters or Filters(), open_only=True))
    return by_due(_lean(found), after, size)


def search(
    q: str, actor: Actor, filters: Filters | None = None, *, after: str = "", size: int = PAGE
) -> Page[Case]:
    """All cases the actor may read that carry the words or the number, newest first."""
    found = _lean(narrowed(actor, replace(filters or Filters(), q=q)))
    mark = mark_of(after)
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
    return by_due(found.defer("case__search", "case__haystack"), after, size)


def counts(actor: Actor, groups: Mapping[str, Filters]) -> dict[str, int]:
    """How many cases fit each of the filters, counted up to a hundred (shown as "99+"). One query."""
    return counted({name: narrowed(actor, filters) for name, filters in groups.items()})


def _lean(found: QuerySet[Case]) -> QuerySet[Case]:
    return found.select_related("place", "category").defer("search", "haystack")
