"""What a list of cases can be narrowed by, and the database's way of finding words."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.utils import timezone

from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope_q
from tongxin.ground.territory.paths import below
from tongxin.trades.cases import numbers, tokens
from tongxin.trades.cases.flow import CASE
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.models.case import OPEN_CASE


class Pairs(SearchQuery):
    """A ``tsquery`` taken as it is written, without any language's stemming or stop words."""

    template = "%(expressions)s::tsquery"

    def __init__(self, query: str) -> None:
        super().__init__(query, search_type="raw")


@dataclass(frozen=True)
class Filters:
    """How a list is narrowed; everything left out does not narrow it.

    ``path`` is a place's path, ``category`` a category's path: both include what is below. ``late``: past
    its due moment and not paused. ``mine``: states in which a post of the actor has the turn. ``since`` and
    ``until`` bound when it was reported, ``until`` excluded.
    """

    q: str = ""
    states: tuple[str, ...] = ()
    open_only: bool = False
    path: str = ""
    category: str = ""
    urgency: str = ""
    channel: str = ""
    late: bool = False
    mine: bool = False
    excluded: bool | None = None
    since: datetime | None = None
    until: datetime | None = None


def narrowed(actor: Actor, filters: Filters, now: datetime | None = None) -> QuerySet[Case]:
    """The cases the actor may read that fit the filters, in no order."""
    now = now or timezone.now()
    found = Case.objects.filter(scope_q(actor, "case.read"))
    if filters.open_only or filters.late or filters.mine:
        found = found.filter(OPEN_CASE)
    if filters.states:
        found = found.filter(state__in=filters.states)
    if filters.mine:
        found = found.filter(state__in=states_of(actor))
    if filters.late:
        found = found.filter(due_at__lt=now, paused_at__isnull=True)
    if filters.path:
        found = found.filter(below("place_path", filters.path))
    if filters.category:
        found = found.filter(below("category_path", filters.category))
    return _exactly(found, filters).filter(words(filters.q))


def words(query: str) -> Q:
    """Cases that carry every word of the query somewhere, or have the number typed. Nothing typed: all."""
    number = numbers.parse(query)
    if number is not None:
        return Q(number=number)
    sought = tokens.sought(query)
    if not sought:
        return Q() if not query.strip() else Q(pk__in=[])
    found = Q(search=Pairs(tokens.tsquery(sought)))
    for word in sought:
        found &= Q(haystack__contains=word)
    return found


def states_of(actor: Actor) -> list[str]:
    """The states in which one of the actor's roles has the turn."""
    return [
        state.name
        for state in CASE.states
        if state.turn is not None and actor.roles.intersection(getattr(state.turn, "roles", ()))
    ]


def _exactly(found: QuerySet[Case], filters: Filters) -> QuerySet[Case]:
    if filters.urgency:
        found = found.filter(urgency=filters.urgency)
    if filters.channel:
        found = found.filter(channel=filters.channel)
    if filters.excluded is not None:
        state = Q(exclusion_state="excluded")
        found = found.filter(state if filters.excluded else ~state)
    if filters.since:
        found = found.filter(reported_at__gte=filters.since)
    if filters.until:
        found = found.filter(reported_at__lt=filters.until)
    return found
