from collections.abc import Mapping
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from tongxin.ground.territory import outlines, paths
from tongxin.ground.territory.actions.record import few_tops, fresh, hold_tree, map_changed, note
from tongxin.ground.territory.by import By
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.models import OutlineState, Place
from tongxin.ground.territory.selectors import valid


def set_outline(place: Place, geojson: object, *, by: By) -> Place:
    """Give a place its outline (GeoJSON Polygon or MultiPolygon in WGS-84), or take it away with None.

    Without a point of its own the place gets one inside the outline. Raises Refused with every
    reason: not a valid polygon, outside the parent, overlapping a sibling, or leaving out a child.
    """
    with transaction.atomic():
        hold_tree()
        place = fresh(place)
        old = place.outline
        if geojson is None:
            place.outline = None
        else:
            place.outline, shape = outlines.read(geojson)
            if reasons := [reason for _key, reason in outline_problems({place.pk: shape})]:
                raise Refused("\n".join(reasons))
            give_point(place, shape)
        if place.outline == old:
            return place
        place.save(update_fields=["outline", "point_lat", "point_lng"])
        map_changed()
        note("outline", by=by, place=place, old={"outline": old}, new={"outline": place.outline})
    return place


def set_tolerance(metres: float, *, by: By) -> None:
    """By how many metres an outline may leave its parent or overlap a sibling. Raises Refused."""
    if not 0 <= metres <= 1000:
        raise Refused(_("The tolerance must be between 0 and 1,000 metres."))
    with transaction.atomic():
        state = hold_tree()
        old, state.tolerance_metres = state.tolerance_metres, metres
        state.save(update_fields=["tolerance_metres"])
        note("tolerance", by=by, old={"metres": old}, new={"metres": metres})


def outline_problems(proposed: Mapping[int, BaseGeometry]) -> list[tuple[int, str]]:
    """What stands against these outlines, as (id of the place, sentence). Three queries.

    ``proposed`` are geometries by id of existing places; each is looked at with its ancestors,
    siblings and descendants, in their proposed or present outlines.
    """
    around = _around(proposed)
    tolerance = OutlineState.objects.values_list("tolerance_metres", flat=True).get(pk=1)
    outlined = [
        outlines.Outlined(
            key=place.pk,
            path=place.path,
            level=place.level_id,
            title=f"{place.full_name}（{place.code}）" if place.code else place.full_name,
            shape=proposed[place.pk] if place.pk in proposed else outlines.shape_of(place.outline),
            new=place.pk in proposed,
        )
        for place in around
    ]
    return list(outlines.neighbour_problems(outlined, tolerance))


def give_point(place: Place, shape: BaseGeometry) -> None:
    """A point inside the outline, for a place that has none of its own."""
    if place.point_lat is None:
        inside = shape.representative_point()
        place.point_lat, place.point_lng = round(inside.y, 7), round(inside.x, 7)


def _around(proposed: Mapping[int, BaseGeometry]) -> list[Place]:
    stands = list(Place.objects.filter(pk__in=proposed).values_list("path", "parent_id"))
    if not stands:
        return []
    tops = few_tops(path for path, _parent in stands)
    wanted = reduce(or_, (paths.below("path", path) for path in tops))
    wanted |= Q(path__in={step for path in tops for step in paths.ancestors_of(path)})
    wanted |= Q(parent_id__in={parent for _path, parent in stands if parent})
    if any(parent is None for _path, parent in stands):
        wanted |= Q(parent__isnull=True)
    seen = Q(pk__in=proposed) | Q(outline__isnull=False) & valid()
    return list(Place.objects.filter(wanted).filter(seen).order_by("path"))
