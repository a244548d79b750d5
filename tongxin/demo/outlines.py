"""Invented outlines for the demo zone: a shape cut into cells that tile it."""

import math
import random
from itertools import pairwise

from shapely import affinity
from shapely.geometry import Polygon, box


def split(polygon: Polygon, n: int, seed: int) -> list[Polygon]:
    """Cut a convex outline (longitude, latitude) into ``n`` convex cells of like size that tile it.

    The same arguments give the same cells, in the same order. Each cut halves the work across the
    longer side, a little aslant, so that the cells look like blocks rather than graph paper.
    Raises ValueError for n < 1 or an outline that is not convex.
    """
    if n < 1:
        raise ValueError(f"can't cut into {n} cells")
    if polygon.convex_hull.area - polygon.area > polygon.area * 1e-6:
        raise ValueError("only a convex outline can be cut into convex cells")
    return _split(polygon, n, random.Random(seed))  # noqa: S311 - not a secret


def _split(polygon: Polygon, n: int, chance: random.Random) -> list[Polygon]:
    if n == 1:
        return [polygon]
    first = n // 2
    angle = _long_side(polygon) + chance.uniform(-8, 8)
    one, other = _cut(polygon, angle, first / n)
    return _split(one, first, chance) + _split(other, n - first, chance)


def _long_side(polygon: Polygon) -> float:
    """The direction of the longer side in degrees, on a map where a degree is as long both ways."""
    true = affinity.scale(polygon, xfact=math.cos(math.radians(polygon.centroid.y)), origin=(0, 0))
    corners = list(true.minimum_rotated_rectangle.exterior.coords)
    sides = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(corners)]
    dx, dy = max(sides, key=lambda side: math.hypot(*side))
    return math.degrees(math.atan2(dy, dx))


def _cut(polygon: Polygon, angle: float, share: float) -> tuple[Polygon, Polygon]:
    """The parts left and right of a line across ``angle``, the first with this share of the area."""
    middle = polygon.centroid
    level = affinity.rotate(polygon, -angle, origin=middle)
    west, south, east, north = level.bounds
    low, high = west, east
    for _ in range(60):
        at = (low + high) / 2
        if level.intersection(box(west - 1, south - 1, at, north + 1)).area < share * level.area:
            low = at
        else:
            high = at
    parts = box(west - 1, south - 1, high, north + 1), box(high, south - 1, east + 1, north + 1)
    one, other = (polygon.intersection(affinity.rotate(part, angle, origin=middle)) for part in parts)
    return one, other
