"""What falls due in the week to come, and whose turn each of it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope_q
from tongxin.ground.territory.models import Place
from tongxin.trades.cases.flow import CASE
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.models.case import OPEN_STATES
from tongxin.trades.cases.selectors.matching import bounds

DAYS = 7


@dataclass
class Share:
    """One community's cases that wait for the same somebody (``turn``, a key of ``TURNS``; ``whose`` in
    words): how many are late, and how many fall due each day.
    """

    community: Place
    turn: str
    whose: object
    late: int = 0
    by_day: dict[date, int] = field(default_factory=dict)


def days_from(now: datetime) -> list[date]:
    """Today and the six days after it, in the office's zone."""
    today = timezone.localdate(now)
    return [today + timedelta(days=n) for n in range(DAYS)]


def coming(actor: Actor, now: datetime | None = None) -> list[Share]:
    """What the actor may read and is late or due within these days, by community and whose turn it is.

    A clock that stands still is not counted. Two queries.
    """
    now = now or timezone.now()
    ends = bounds(days_from(now)[-1])[1]
    late = ExpressionWrapper(Q(due_at__lt=now), output_field=BooleanField())
    found = Case.objects.filter(
        scope_q(actor, "case.read"), state__in=OPEN_STATES, due_at__lt=ends, paused_at__isnull=True
    )
    rows = (
        found.annotate(late=late, day=TruncDate("due_at"))
        .values_list("community_path", "state", "late", "day")
        .annotate(n=Count("pk"))
        .order_by("community_path")
    )
    return _shares(list(rows))


def _shares(rows: Iterable[tuple[str, str, bool, date, int]]) -> list[Share]:
    places = {place.path: place for place in Place.objects.filter(path__in={row[0] for row in rows})}
    found: dict[tuple[str, str], Share] = {}
    for path, state, late, day, n in rows:
        turn = CASE.state(state).turn
        key = path, turn.tokens[0]
        share = found.setdefault(key, Share(places[path], turn.tokens[0], turn.words))
        if late:
            share.late += n
        else:
            share.by_day[day] = share.by_day.get(day, 0) + n
    return list(found.values())
