"""What a list of cases can be narrowed by, and the database's way of finding words."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.postgres.search import SearchQuery
from django.db.models import CharField, DateTimeField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from tongxin.engine.flows.selectors import taken_by
from tongxin.engine.tickets import numbers
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope_q
from tongxin.ground.statements import Given
from tongxin.ground.territory.paths import below
from tongxin.trades.cases import tokens
from tongxin.trades.cases.flow import CASE
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.models.case import OPEN_STATES

SOON = timedelta(days=7)
NOW = Given("now", DateTimeField())

# The open states by whose turn they are: by the first token of the turn in the table.
TURNS: dict[str, tuple[str, ...]] = {
    token: tuple(s.name for s in CASE.states if s.turn is not None and s.turn.tokens[0] == token)
    for token in (s.turn.tokens[0] for s in CASE.states if s.turn is not None)
}


class Pairs(SearchQuery):
    """A ``tsquery`` taken as it is written, without any language's stemming or stop words."""

    template = "%(expressions)s::tsquery"

    def __init__(self, query: str | Given) -> None:
        super().__init__(query, search_type="raw")


@dataclass(frozen=True)
class Filters:
    """How a list is narrowed; everything left out does not narrow it.

    ``path`` is a place's path, ``category`` a category's path: both include what is below. ``late``: past
    its due moment and not paused. ``due_soon``: due within seven days, late ones included. ``mine``: states
    in which a post of the actor has the turn. ``due_day``: falls due on that day and is not late yet.
    ``touched``: the actor has taken a step of it.
    ``proposed``: leaving it out of the rates is proposed and not decided. ``since`` and ``until`` bound when
    it was reported, ``until`` excluded.
    """

    q: str = ""
    states: tuple[str, ...] = ()
    open_only: bool = False
    path: str = ""
    category: str = ""
    urgency: str = ""
    channel: str = ""
    late: bool = False
    due_soon: bool = False
    due_day: date | None = None
    mine: bool = False
    touched: bool = False
    excluded: bool | None = None
    proposed: bool = False
    since: datetime | None = None
    until: datetime | None = None


def narrowed(actor: Actor, filters: Filters, now: datetime | Given | None = None) -> QuerySet[Case]:
    """The cases the actor may read that fit the filters, in no order; ``now`` may be left open (``NOW``)."""
    now = now or timezone.now()
    found = Case.objects.filter(scope_q(actor, "case.read"))
    states = _states(actor, filters)
    if states is not None:
        found = found.filter(state__in=states)
    if filters.late:
        found = found.filter(due_at__lt=now, paused_at__isnull=True)
    if filters.due_soon:
        found = found.filter(due_at__lt=now + SOON, paused_at__isnull=True)
    if filters.due_day is not None:
        begins, ends = bounds(filters.due_day)
        found = found.filter(Q(due_at__gte=begins), due_at__gte=now, due_at__lt=ends, paused_at__isnull=True)
    if filters.touched:
        found = found.filter(_touched_by(actor))
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
        if len(word) > tokens.EXACT:
            # Not LIKE: the planner would take it for as rare again as the pairs, which it is not.
            found &= Q(GreaterThan(StrIndex("haystack", Value(word)), 0))
    return found


def states_of(actor: Actor) -> list[str]:
    """The states in which one of the actor's roles has the turn."""
    return [
        state.name
        for state in CASE.states
        if state.turn is not None and actor.roles.intersection(getattr(state.turn, "roles", ()))
    ]


def bounds(day: date) -> tuple[datetime, datetime]:
    """The moments at which a day begins and ends in the office's zone."""
    begins = timezone.make_aware(datetime.combine(day, time.min))
    return begins, timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _touched_by(actor: Actor) -> Exists:
    rows = taken_by(actor, Case.flow.noun).filter(thing_id=Cast(OuterRef("pk"), CharField()))
    return Exists(rows)


def _states(actor: Actor, filters: Filters) -> list[str] | None:
    """The states that fit all filters, None for any. One list: two would look too rare to the planner."""
    wanted = [set(filters.states)] if filters.states else []
    if filters.open_only or filters.late or filters.mine or filters.due_soon:
        wanted.append(set(OPEN_STATES))
    if filters.mine:
        wanted.append(set(states_of(actor)))
    return sorted(set.intersection(*wanted)) if wanted else None


def _exactly(found: QuerySet[Case], filters: Filters) -> QuerySet[Case]:
    if filters.urgency:
        found = found.filter(urgency=filters.urgency)
    if filters.channel:
        found = found.filter(channel=filters.channel)
    if filters.excluded is not None:
        state = Q(exclusion_state="excluded")
        found = found.filter(state if filters.excluded else ~state)
    if filters.proposed:
        found = found.filter(exclusion_state="proposed")
    if filters.since:
        found = found.filter(reported_at__gte=filters.since)
    if filters.until:
        found = found.filter(reported_at__lt=filters.until)
    return found
