"""Where the places of a week lie: each at its own point, or at that of the nearest place above with one."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tongxin.ground.territory import selectors as territory
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import ancestors_of
from tongxin.trades.orders.fitting import EARTH

Point = tuple[float, float]


@dataclass(frozen=True)
class Whereabouts:
    """``points`` are latitude and longitude by path, of places whose point can be told; ``middle`` is theirs
    in common; ``frame`` the one place that all of the week lies in, None where there are several.
    """

    points: Mapping[str, Point] = field(default_factory=dict)
    middle: Point = (0.0, 0.0)
    frame: Place | None = None

    def metres(self, path: str) -> Point:
        """Metres east and north of the middle; a place without a point counts as lying there."""
        (lat, lng), (middle_lat, middle_lng) = self.points.get(path, self.middle), self.middle
        east = math.radians(lng - middle_lng) * math.cos(math.radians(middle_lat)) * EARTH
        return east, math.radians(lat - middle_lat) * EARTH


def whereabouts(listed: Iterable[Place], tops: Sequence[str]) -> Whereabouts:
    """Of the ``listed`` places; ``tops`` are the paths below which all of the week lies. One query."""
    known = {each.path: _point(each) for each in listed}
    lacking = [path for path, point in known.items() if point is None]
    asked = {above for path in lacking for above in ancestors_of(path)} | set(tops[:1])
    above = {each.path: each for each in territory.places(territory.EVER).filter(path__in=asked)}
    for path in lacking:
        nearer = (_point(above[each]) for each in reversed(ancestors_of(path)) if each in above)
        known[path] = next((point for point in nearer if point), None)
    points = {path: point for path, point in known.items() if point}
    return Whereabouts(points, _middle(list(points.values())), above.get(tops[0]) if len(tops) == 1 else None)


def _point(place: Place) -> Point | None:
    return None if place.point_lat is None else (place.point_lat, place.point_lng)


def _middle(points: Sequence[Point]) -> Point:
    number = len(points) or 1
    return sum(lat for lat, _lng in points) / number, sum(lng for _lat, lng in points) / number
