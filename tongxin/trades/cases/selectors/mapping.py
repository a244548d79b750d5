"""Open cases on a map: counted by place, or each at its point. One grouped query, whatever the number."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Coalesce, Substr
from django.utils import timezone

from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope, scope_q
from tongxin.ground.statements import composed
from tongxin.ground.territory import selectors as territory
from tongxin.ground.territory.models import Level, Place
from tongxin.ground.territory.picking import area_q
from tongxin.trades.cases.selectors.matching import NOW, Filters, narrowed

ENOUGH = 4  # places a level has, so that a map of it tells more than its sum
MOST_PLACES = 2000
MOST_POINTS = 4000


@dataclass(frozen=True)
class Counted:
    """The open cases in a place and everything below it, and how many of them are late; ``place`` None for
    those that lie in no place of the level.
    """

    place: Place | None
    open: int
    late: int


def mapped_levels(actor: Actor) -> list[Level]:
    """The levels of which places with an outline lie in the actor's area, widest first, with ``places``."""
    inside = area_q(scope(actor, "case.read"), "place__path")
    drawn = inside & territory.valid(prefix="place__") & Q(place__outline__isnull=False)
    levels = Level.objects.annotate(places=Count("place", filter=drawn))
    return list(levels.filter(places__range=(1, MOST_PLACES)).order_by("rank"))


def usual_level(levels: Sequence[Level]) -> Level | None:
    """The widest level of which there are a few, else the finest."""
    return next((each for each in levels if each.places >= ENOUGH), levels[-1] if levels else None)


def counted(actor: Actor, filters: Filters, level: Level, now: datetime | None = None) -> list[Counted]:
    """The places of a level that have open cases fitting the filters, those with late ones first.

    Two queries: the places, and the cases grouped by the beginning of their path.
    """
    inside = territory.places().filter(scope_q(actor, "case.read", "path"), level=level)
    places = sorted(inside[:MOST_PLACES], key=lambda each: each.path)
    paths = [each.path for each in places]
    width = max((len(path) for path in paths), default=0) or 1
    groups = _groups(actor, replace(filters, open_only=True), width).rows(now=now or timezone.now())
    sums: dict[int, tuple[int, int]] = {}
    for beginning, is_open, is_late in groups:
        at = _holding(paths, beginning)
        before = sums.get(at, (0, 0))
        sums[at] = before[0] + is_open, before[1] + is_late
    found = [Counted(places[at] if at >= 0 else None, *sums[at]) for at in sums]
    return sorted(found, key=lambda each: (each.place is None, -each.late, -each.open))


@composed
def _groups(actor: Actor, filters: Filters, width: int) -> QuerySet:
    late = Count("pk", filter=Q(due_at__lt=NOW, paused_at__isnull=True))
    found = narrowed(actor, filters, NOW).order_by().values(beginning=Substr("place_path", 1, width))
    return found.annotate(open=Count("pk"), late=late).values_list("beginning", "open", "late")


def _holding(paths: Sequence[str], beginning: str) -> int:
    """Which of the sorted paths, none below another, is above this one; -1 for none."""
    at = bisect_right(paths, beginning) - 1
    return at if at >= 0 and beginning.startswith(paths[at]) else -1


def points(
    actor: Actor, filters: Filters, now: datetime | None = None
) -> list[tuple[str, float, float, bool]]:
    """Number, latitude, longitude and whether it is late, of open cases that fit, the next one due first.

    Where a case has no pin, the point of its place; without either it is on no map. At most 4,000.
    """
    return _points(actor, replace(filters, open_only=True)).rows(now=now or timezone.now())


@composed
def _points(actor: Actor, filters: Filters) -> QuerySet:
    on_map = Q(point_lat__isnull=False) | Q(place__in=Place.objects.filter(point_lat__isnull=False))
    late = Q(due_at__isnull=False, due_at__lt=NOW, paused_at__isnull=True)
    found = narrowed(actor, filters, NOW).filter(on_map).order_by("due_at", "pk")
    return found.values_list(
        "number",
        Coalesce("point_lat", "place__point_lat"),
        Coalesce("point_lng", "place__point_lng"),
        ExpressionWrapper(late, BooleanField()),
    )[:MOST_POINTS]
