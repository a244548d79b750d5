"""The desk's list: open orders of one's area, due first, by the page; closed ones newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from tongxin.engine.flows.paging import PAGE, Page, by_due, mark_of
from tongxin.engine.tickets import numbers
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope_q
from tongxin.ground.territory.paths import below
from tongxin.trades.orders.flow import ORDER
from tongxin.trades.orders.models import Order
from tongxin.trades.orders.models.order import OPEN_STATES


@dataclass(frozen=True)
class Filters:
    """What narrows the list; what is left out does not. ``number`` is a number as it was typed, ``kind`` the
    code of a service, "-" for wishes; ``path`` a place's, with what is below. ``mine``: a post of the actor
    has the turn.
    """

    states: tuple[str, ...] = ()
    open_only: bool = True
    late: bool = False
    mine: bool = False
    number: str = ""
    kind: str = ""
    path: str = ""


def states_of(actor: Actor) -> tuple[str, ...]:
    """The states in which one of the actor's roles has the turn."""
    return tuple(
        state.name
        for state in ORDER.states
        if state.turn is not None and actor.roles.intersection(getattr(state.turn, "roles", ()))
    )


def narrowed(actor: Actor, filters: Filters, now: datetime | None = None) -> QuerySet[Order]:
    """The orders the actor may read that fit, in no order. A number finds its order whatever its state."""
    found = Order.objects.filter(scope_q(actor, "order.read"))
    if filters.number:
        return found.filter(number=numbers.parse(filters.number, numbers.ORDERS) or "")
    states = set(OPEN_STATES) if filters.open_only or filters.late or filters.mine else None
    if filters.states:
        states = set(filters.states) & (states or set(filters.states))
    if filters.mine:
        states = (states or set()) & set(states_of(actor))
    if states is not None:
        found = found.filter(state__in=sorted(states))
    if filters.late:
        found = found.filter(due_at__lt=now or timezone.now(), paused_at__isnull=True)
    if filters.kind:
        found = found.filter(Q(kind=None) if filters.kind == "-" else Q(kind__code=filters.kind))
    return found.filter(below("place_path", filters.path)) if filters.path else found


def desk_list(actor: Actor, filters: Filters, *, after: str = "", size: int = PAGE) -> Page[Order]:
    """A page of the list. One query, rarely two."""
    found = narrowed(actor, filters).select_related("kind", "place")
    if filters.open_only or filters.late or filters.mine:
        return by_due(found, after, size)
    mark = mark_of(after)
    if mark is not None and mark[0] is not None:
        at, pk = mark
        found = found.filter(Q(ordered_at__lt=at) | Q(ordered_at=at, pk__lt=pk), ordered_at__lte=at)
    rows = list(found.order_by("-ordered_at", "-pk")[: size + 1])
    more = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{more.ordered_at.isoformat()}_{more.pk}" if more else "")
