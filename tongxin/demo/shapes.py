"""Which outline each place of the demo zone has: streets about where the real ones are, the rest invented."""

from dataclasses import dataclass

from shapely.geometry import Polygon, box, mapping

from tongxin.demo.outlines import split
from tongxin.demo.zone import Row

# west, south, east, north in degrees (WGS-84)
ZONE_BOX = (117.252, 34.772, 117.488, 34.858)
STREET_BOXES = {
    "370403002": (117.252, 34.772, 117.332, 34.858),
    "370403003": (117.332, 34.772, 117.400, 34.858),
    "370403004": (117.400, 34.772, 117.488, 34.858),
}
# The built-up part of each street, where its communities lie.
TOWN_BOXES = {
    "370403002": (117.286, 34.797, 117.318, 34.823),
    "370403003": (117.345, 34.802, 117.363, 34.820),
}
OUTLINED = {"community", "section", "group", "neighbour_cell"}


@dataclass(frozen=True)
class Shapes:
    """The polygons of outlined places and the points of buildings and stairwells, by key."""

    polygons: dict[str, Polygon]
    points: dict[str, tuple[float, float]]

    def outline(self, key: str) -> dict | None:
        """The GeoJSON polygon of a place, None for a building and what is below it."""
        return mapping(self.polygons[key]) if key in self.polygons else None

    def point(self, key: str) -> dict[str, float]:
        """``point_lat`` and ``point_lng`` of a place, empty where none is known."""
        if key not in self.points:
            return {}
        lat, lng = self.points[key]
        return {"point_lat": lat, "point_lng": lng}


def shapes(rows: list[Row], seed: int) -> Shapes:
    """Polygons for every place down to the cell, points for buildings and stairwells."""
    children: dict[str | None, list[Row]] = {}
    for row in rows:
        children.setdefault(row.parent, []).append(row)
    polygons = {"zone": box(*ZONE_BOX)} | {code: box(*edges) for code, edges in STREET_BOXES.items()}
    for street, town in TOWN_BOXES.items():
        _cut(box(*town), children[street], children, polygons, seed)
    points: dict[str, tuple[float, float]] = {}
    for row in rows:
        if row.level == "building":
            _place_stairwells(row, polygons[row.parent], children[row.key], points)
    return Shapes(polygons, points)


def _cut(
    whole: Polygon, siblings: list[Row], children: dict, polygons: dict[str, Polygon], seed: int
) -> None:
    for row, part in zip(siblings, split(whole, len(siblings), seed), strict=True):
        polygons[row.key] = part
        below = [child for child in children.get(row.key, []) if child.level in OUTLINED]
        if below:
            _cut(part, below, children, polygons, seed + 1)


def _place_stairwells(building: Row, cell: Polygon, stairwells: list[Row], points: dict) -> None:
    """The building in the middle of its cell, its stairwells in a row some ten metres apart."""
    middle = cell.centroid
    points[building.key] = (round(middle.y, 6), round(middle.x, 6))
    for number, stairwell in enumerate(stairwells):
        aside = (number - (len(stairwells) - 1) / 2) * 0.00012
        points[stairwell.key] = (round(middle.y, 6), round(middle.x + aside, 6))
