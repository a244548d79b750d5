"""Questions about the territory. Nothing here writes."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tongxin.ground.statements import Given, composed
from tongxin.ground.territory import paths
from tongxin.ground.territory.codes import LENGTH, normalise
from tongxin.ground.territory.locating import Keeper, Map
from tongxin.ground.territory.models import Level, OutlineState, Place, PlaceCode

EVER = date.min  # as ``on=``: closed places and future ones too
COMMUNITY = "community"


def valid(on: date | Given | None = None, prefix: str = "") -> Q:
    """Places that are there on a day, today unless told; ``prefix`` leads to the place ("place__")."""
    if on == EVER:
        return Q()
    day = on or timezone.localdate()
    return Q(**{f"{prefix}since__lte": day}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    )


def places(on: date | Given | None = None) -> QuerySet[Place]:
    """All places in tree order, without their outlines, with their level."""
    return Place.objects.filter(valid(on)).defer("outline").select_related("level")


def roots(on: date | None = None) -> QuerySet[Place]:
    """The places nothing stands above."""
    return places(on).filter(parent=None)


def children(place: Place | None, on: date | None = None) -> QuerySet[Place]:
    """The places directly under ``place``, in their order; those of None are the roots."""
    return places(on).filter(parent=place)


def ancestors(place: Place) -> QuerySet[Place]:
    """The places above, root first, without the place itself."""
    return places(EVER).filter(path__in=paths.ancestors_of(place.path)[:-1])


def descendants(place: Place, level: str | None = None, on: date | None = None) -> QuerySet[Place]:
    """Everything below ``place``, without itself, in tree order; of one level (its code) if told."""
    found = places(on).filter(paths.below("path", place.path)).exclude(pk=place.pk)
    return found.filter(level__code=level) if level else found


def place_by_code(code: str) -> Place | None:
    """The place with this division code, closed or not."""
    return places(EVER).filter(code=code).first()


def place_by_path(path: str) -> Place | None:
    """The place at this path, closed or not."""
    return places(EVER).filter(path=path).first()


def community_path_of(place: Place) -> str:
    """The path of the community the place lies in; its own path where there is no community above it."""
    above = _communities_among().rows(paths=paths.ancestors_of(place.path))
    return above[0][0] if above else place.path


@composed
def _communities_among() -> QuerySet[Place]:
    return Place.objects.filter(path__one_of=Given("paths"), level__code=COMMUNITY).values_list("path")


def counts_by_level(root: Place | None = None, on: date | None = None) -> dict[str, int]:
    """How many places of each level there are, by its code; see ``levels_with_places``."""
    return {level.code: level.places for level in levels_with_places(root, on)}


def levels_with_places(root: Place | None = None, on: date | None = None) -> QuerySet[Level]:
    """The levels of which there are places (``places``), below and including ``root`` or in all, widest
    first.
    """
    within = paths.below("place__path", root.path) if root else Q()
    counted = Level.objects.annotate(places=Count("place", filter=within & valid(on, "place__")))
    return counted.filter(places__gt=0).order_by("rank")


def levels() -> QuerySet[Level]:
    """Every level, widest first, each with ``open_places``: how many places of it are there today."""
    return Level.objects.annotate(open_places=Count("place", filter=valid(prefix="place__"))).order_by("rank")


def tolerance_metres() -> float:
    """By how many metres an outline may leave its parent or overlap a sibling."""
    return OutlineState.objects.filter(pk=1).values_list("tolerance_metres", flat=True).first() or 0.0


def version() -> int:
    """A number that changes whenever places on the map do; one row by primary key."""
    return OutlineState.objects.filter(pk=1).values_list("version", flat=True).first() or 0


def locate(lat: float, lng: float) -> Place | None:
    """The deepest place whose outline holds this WGS-84 point, or None."""
    place_id = locate_many(np.array([[lat, lng]]))[0]
    return places(EVER).filter(pk=place_id).first() if place_id else None


def locate_many(points: np.ndarray) -> list[int | None]:
    """The ids of the places that hold N × 2 WGS-84 points (latitude, longitude), in their order.

    A point in no outline, or no number, is None. One query in all, while the map stays the same.
    Raises ValueError for an array of another shape.
    """
    points = np.asarray(points, dtype=float)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"points are an array of N × 2, not of {points.shape}")
    return [place_id or None for place_id in current_map().locate(points).tolist()]


def current_map() -> Map:
    """The map of today in its present version, from memory when nothing has changed."""
    return _maps.get((version(), timezone.localdate()), _read_map)


def _read_map() -> Map:
    rows = Place.objects.filter(valid(), outline__isnull=False).order_by("path")
    return Map(rows.values_list("level__rank", "pk", "outline").iterator(chunk_size=500))


_maps = Keeper()


def search(text: str, within: Place | None = None, on: date | None = None) -> QuerySet[Place]:
    """Places called like this: every word in the full name, or the pinyin initials (tasq), or the code.

    Wider places first, then tree order. The caller slices.
    """
    words = text.split()
    if not words:
        return Place.objects.none()
    called = Q()
    for word in words:
        called &= Q(full_name__icontains=word)
    compact = "".join(words)
    if compact.isascii() and compact.isalnum():
        called |= Q(initials__startswith=compact.lower())
    if compact.isascii() and compact.isdigit():
        called |= Q(code__startswith=compact)
    found = places(on).filter(called)
    if within is not None:
        found = found.filter(paths.below("path", within.path))
    return found.order_by("level__rank", "path")


def resolve_place_code(text: str) -> PlaceCode | None:
    """The code someone scanned or typed, with its place; None when unknown, revoked or its place closed."""
    code = normalise(text)
    if len(code) != LENGTH:
        return None
    good = PlaceCode.objects.filter(valid(prefix="place__"), code=code, revoked_at=None)
    return good.select_related("place__level").defer("place__outline").first()


def codes_within(place: Place, levels: Sequence[str] = ()) -> QuerySet[PlaceCode]:
    """Good codes of a place and everything below it, in tree order; of some levels only if told."""
    found = PlaceCode.objects.filter(
        paths.below("place__path", place.path), valid(prefix="place__"), revoked_at=None
    )
    if levels:
        found = found.filter(place__level__code__in=levels)
    return found.select_related("place__level").defer("place__outline").order_by("place__path", "pk")


INCONSISTENCIES = """
select p.full_name, p.path, 'path' from territory_place p left join territory_place a on a.id = p.parent_id
 where p.path is distinct from concat(a.path, right(p.path, 4)) or (a.id is null and length(p.path) <> 4)
union all
select p.full_name, p.path, 'level' from territory_place p join territory_place a on a.id = p.parent_id
  join territory_level pl on pl.id = p.level_id join territory_level al on al.id = a.level_id
 where al.rank >= pl.rank
union all
select p.full_name, p.path, 'until' from territory_place p join territory_place a on a.id = p.parent_id
 where a.until is not null and coalesce(p.until, 'infinity') > greatest(a.until, p.since)
order by 2, 3
"""


def inconsistencies() -> list[str]:
    """What no action of ours leaves behind, a sentence each: for ``tongxin doctor``. One query."""
    words = {
        "path": _("%(place)s (%(path)s): the stored path does not follow from its parent."),
        "level": _("%(place)s (%(path)s): its level does not belong below that of its parent."),
        "until": _("%(place)s (%(path)s): it is open although its parent is closed."),
    }
    with connection.cursor() as cursor:
        cursor.execute(INCONSISTENCIES)
        return [words[kind] % {"place": name, "path": paths.to_steps(path)} for name, path, kind in cursor]
