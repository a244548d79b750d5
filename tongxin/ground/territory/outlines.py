"""Outlines of places: read from GeoJSON and checked against their neighbours. No database here."""

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from tongxin.ground.territory import paths
from tongxin.ground.territory.errors import Refused

METRES_PER_DEGREE = 111_195.0
MOST_POSITIONS = 100_000
AT_POINT = re.compile(r"\[(\S+) (\S+)\]")


class BadOutline(Refused):
    """This GeoJSON is no outline."""


@dataclass(frozen=True)
class Outlined:
    """A place with its outline, as the checks see it; ``new`` when the outline is being proposed."""

    key: int
    path: str
    level: int
    title: str
    shape: BaseGeometry
    new: bool


def read(geojson: object) -> tuple[dict, BaseGeometry]:
    """The outline to store (type and coordinates, in two dimensions) and its geometry.

    Takes a Polygon or MultiPolygon, alone or in a Feature, as text or parsed. Raises BadOutline.
    """
    data = _parsed(geojson)
    kind, coordinates = data.get("type"), data.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list):
        raise BadOutline(
            _("An outline is a GeoJSON Polygon or MultiPolygon, not “%(kind)s”.") % {"kind": kind}
        )
    polygons = [coordinates] if kind == "Polygon" else coordinates
    counter = iter(range(MOST_POSITIONS))
    flat = [[_ring(ring, counter) for ring in _listed(polygon)] for polygon in _listed(polygons)]
    shape = shapely.MultiPolygon([(rings[0], rings[1:]) for rings in flat])
    if kind == "Polygon":
        shape = shape.geoms[0]
    if not shape.is_valid:
        raise BadOutline(_why_invalid(shape))
    return {"type": kind, "coordinates": flat[0] if kind == "Polygon" else flat}, shape


def shape_of(outline: dict) -> BaseGeometry:
    """The geometry of a stored outline."""
    return shapely.geometry.shape(outline)


def neighbour_problems(outlined: Sequence[Outlined], tolerance_m: float) -> Iterator[tuple[int, str]]:
    """Key and sentence for each place that leaves its parent or overlaps a sibling beyond the tolerance.

    Looks only at pairs of which at least one outline is new. The parent is the nearest ancestor
    that has an outline; siblings have the same parent and the same level.
    """
    by_path = {place.path: place for place in outlined}
    for place in outlined:
        above = _nearest_above(place, by_path)
        if above is not None and (place.new or above.new):
            yield from _outside(place, above, tolerance_m)
    families: dict[tuple[str, int], list[Outlined]] = defaultdict(list)
    for place in outlined:
        families[paths.parent_of(place.path), place.level].append(place)
    for family in families.values():
        yield from _overlaps(family, tolerance_m)


def _outside(place: Outlined, above: Outlined, tolerance_m: float) -> Iterator[tuple[int, str]]:
    child, parent = _in_metres([place.shape, above.shape])
    if parent.buffer(tolerance_m + 0.01, quad_segs=16).covers(child):
        return
    corners = shapely.points(shapely.get_coordinates(child.difference(parent)))
    reach = float(shapely.distance(corners, parent).max())
    told = {"place": place.title, "above": above.title, "reach": math.ceil(reach), "most": f"{tolerance_m:g}"}
    if place.new:
        yield place.key, _("%(place)s reaches %(reach)d m outside %(above)s (allowed: %(most)s m).") % told
    else:
        yield (
            above.key,
            _("%(place)s would reach %(reach)d m outside the new outline of %(above)s (allowed: %(most)s m).")
            % told,
        )


def _overlaps(family: Sequence[Outlined], tolerance_m: float) -> Iterator[tuple[int, str]]:
    if len(family) < 2 or not any(place.new for place in family):
        return
    shapes = _in_metres([place.shape for place in family])
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for one, other in sorted((a, b) for a, b in pairs.T.tolist() if a < b):
        if not (family[one].new or family[other].new):
            continue
        common = shapes[one].intersection(shapes[other])
        if common.buffer(-(tolerance_m + 0.01) / 2).is_empty:
            continue
        named, beside = (other, one) if family[other].new else (one, other)
        yield (
            family[named].key,
            _("%(place)s overlaps %(other)s on %(area)s m², more than %(most)s m wide.")
            % {
                "place": family[named].title,
                "other": family[beside].title,
                "area": math.ceil(common.area),
                "most": f"{tolerance_m:g}",
            },
        )


def _why_invalid(shape: BaseGeometry) -> str:
    # GEOS says "Self-intersection[117.29 34.8]"; the first word tells which of its tests failed.
    reason = shapely.is_valid_reason(shape)
    found = AT_POINT.search(reason)
    where = f"{float(found[1]):.6f}, {float(found[2]):.6f}" if found else "?"
    if "ntersection" in reason:
        return _("The outline crosses or touches itself near %(where)s.") % {"where": where}
    if reason.startswith(("Hole", "Nested", "Interior")):
        return _("The rings of the outline don't fit together near %(where)s.") % {"where": where}
    return _("The outline is broken near %(where)s.") % {"where": where}


def _nearest_above(place: Outlined, by_path: dict[str, Outlined]) -> Outlined | None:
    above = paths.ancestors_of(place.path)[-2::-1]
    return next((by_path[path] for path in above if path in by_path), None)


def _in_metres(shapes: Iterable[BaseGeometry]) -> np.ndarray:
    """The shapes on a flat map in metres around their middle; exact enough for a city's extent."""
    shapes = np.array(list(shapes), dtype=object)
    west, south, east, north = shapely.total_bounds(shapes)
    middle = np.array([(west + east) / 2, (south + north) / 2])
    scale = np.array([math.cos(math.radians(middle[1])), 1.0]) * METRES_PER_DEGREE
    return shapely.transform(shapes, lambda xy: (xy - middle) * scale)


def _parsed(geojson: object) -> dict:
    if isinstance(geojson, str | bytes):
        try:
            geojson = json.loads(geojson)
        except (ValueError, RecursionError):
            raise BadOutline(_("This is not JSON.")) from None
    if isinstance(geojson, dict) and geojson.get("type") == "Feature":
        geojson = geojson.get("geometry")
    if not isinstance(geojson, dict) or "type" not in geojson:
        raise BadOutline(_("An outline is a GeoJSON Polygon or MultiPolygon."))
    return geojson


def _listed(value: object) -> list:
    if not isinstance(value, list) or not value:
        raise BadOutline(_("A polygon has no ring."))
    return value


def _ring(ring: object, counter: Iterator[int]) -> list[list[float]]:
    positions = [_position(position) for position in _listed(ring)]
    if any(next(counter, None) is None for _each in positions):
        raise BadOutline(_("The outline has more than %(most)d points.") % {"most": MOST_POSITIONS})
    if positions[0] != positions[-1]:
        raise BadOutline(
            _("A ring is not closed: it begins at %(first)s and ends at %(last)s.")
            % {"first": positions[0], "last": positions[-1]}
        )
    if len(positions) < 4:
        raise BadOutline(_("A ring has fewer than three corners."))
    return positions


def _position(position: object) -> list[float]:
    try:
        lng, lat = (_degrees(number) for number in position[:2])
    except (TypeError, ValueError, OverflowError):
        raise BadOutline(
            _("“%(position)s” is not a longitude and a latitude.") % {"position": str(position)[:60]}
        ) from None
    if not (-180 <= lng <= 180 and -90 <= lat <= 90):
        raise BadOutline(
            _("%(position)s is not on earth: longitude comes first, within ±180, then latitude, within ±90.")
            % {"position": [lng, lat]}
        )
    return [lng, lat]


def _degrees(number: object) -> float:
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise ValueError(number)
    return float(number)
