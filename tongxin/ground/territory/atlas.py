"""Outlines as a map draws them: no finer than can be seen, rounded, light to send. No database here."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import numpy as np
import shapely

from tongxin.ground.territory.models import Place
from tongxin.ground.territory.outlines import shape_of

SEEN = 4000  # what a wide screen tells apart along one side, with a margin for zooming in
FINE, COARSE = 6, 5  # decimals of a degree: 0.1 m and 1 m
FINE_WITHIN = 0.1  # degrees: a community or less


def features(places: Sequence[Place], own: Iterable[int] = ()) -> list[dict]:
    """GeoJSON features, in the order given, of the places that have an outline or at least a point.

    The id is that of the place, ``name`` its name; ``own`` marks the places that are shown as the frame of
    the others. Outlines of one level that meet still meet after thinning. Coordinates are WGS-84.
    """
    frame = set(own)
    drawn = [place for place in places if place.outline]
    shapes = dict(zip((place.pk for place in drawn), _thinned(drawn), strict=True))
    found = []
    for place in places:
        shape = shapes.get(place.pk) or _point(place)
        if shape is not None:
            told = {"name": place.name} | ({"own": True} if place.pk in frame else {})
            found.append({"type": "Feature", "id": place.pk, "properties": told, "geometry": shape})
    return found


def _thinned(places: list[Place]) -> Iterable[dict]:
    """The outlines, thinned by their common extent, level by level so that neighbours keep one border."""
    if not places:
        return []
    shapes = np.array([shape_of(place.outline) for place in places], dtype=object)
    west, south, east, north = shapely.total_bounds(shapes)
    extent = max(east - west, north - south)
    order = sorted(range(len(places)), key=lambda n: places[n].level_id)
    for _level, group in groupby(order, key=lambda n: places[n].level_id):
        members = list(group)
        shapes[members] = shapely.coverage_simplify(shapes[members], extent / SEEN)
    digits = FINE if extent < FINE_WITHIN else COARSE
    return [_rounded(shape, digits) for shape in shapes]


def _rounded(shape: shapely.Geometry, digits: int) -> dict:
    polygons = [
        [
            np.round(shapely.get_coordinates(ring), digits).tolist()
            for ring in [part.exterior, *part.interiors]
        ]
        for part in shapely.get_parts(shape)
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _point(place: Place) -> dict | None:
    if place.point_lat is None:
        return None
    return {"type": "Point", "coordinates": [round(place.point_lng, FINE), round(place.point_lat, FINE)]}
