"""What a map is given to draw: no place without a shape, no finer than can be seen, borders that meet."""

import math

import pytest
import shapely

from tests.ground.territory.ground import square
from tongxin.ground.territory import atlas
from tongxin.ground.territory.models import Place


def place(pk: int, outline: dict | None = None, level: int = 1, **facts: object) -> Place:
    return Place(pk=pk, name=f"{pk}邻", level_id=level, outline=outline, **facts)


def wavy(west: float, east: float, points: int = 4000) -> dict:
    """Two neighbours share the wavy line at 117.5, drawn far finer than any screen shows."""

    def border(x: float) -> list[list[float]]:
        if x != 117.5:
            return [[x, 34.0], [x, 35.0]]
        return [[x + 0.01 * math.sin(20 * n / points), 34 + n / points] for n in range(points + 1)]

    ring = [*border(west)[::-1], *border(east)]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def test_frame_places_and_points_come_in_order_and_the_shapeless_are_left_out() -> None:
    shown = [place(1, square(117, 34, 1)), place(2, square(117, 34, 0.5), level=2), place(3, level=2)]
    shown.append(place(4, level=3, point_lat=34.12345678, point_lng=117.2))
    found = atlas.features(shown, own=[1])
    assert [(each["id"], each["geometry"]["type"]) for each in found] == [
        (1, "Polygon"), (2, "Polygon"), (4, "Point"),
    ]  # fmt: skip
    assert [each["properties"] for each in found] == [
        {"name": "1邻", "own": True}, {"name": "2邻"}, {"name": "4邻"},
    ]  # fmt: skip
    assert found[2]["geometry"]["coordinates"] == [117.2, 34.123457]


def test_a_fine_border_is_thinned_and_neighbours_still_meet() -> None:
    shapes = [
        shapely.geometry.shape(each["geometry"])
        for each in atlas.features([place(1, wavy(117, 117.5)), place(2, wavy(117.5, 118))])
    ]
    assert max(len(shapely.get_coordinates(shape)) for shape in shapes) < 300
    assert shapes[0].intersection(shapes[1]).area == 0
    assert shapely.union_all(shapes).area == pytest.approx(1, abs=2e-4)


@pytest.mark.parametrize(("size", "digits"), [(0.05, 6), (0.5, 5)])
def test_coordinates_are_no_finer_than_the_map(size: float, digits: int) -> None:
    (found,) = atlas.features([place(1, square(117.123456789, 34.123456789, size))])
    written = {repr(value) for point in found["geometry"]["coordinates"][0] for value in point}
    assert max(len(value.partition(".")[2]) for value in written) == digits


def test_islands_stay_islands() -> None:
    rings = [square(117, 34, 0.1)["coordinates"], square(118, 34, 0.1)["coordinates"]]
    (found,) = atlas.features([place(1, {"type": "MultiPolygon", "coordinates": rings})])
    assert (found["geometry"]["type"], len(found["geometry"]["coordinates"])) == ("MultiPolygon", 2)


def test_nothing_to_draw_is_nothing() -> None:
    assert atlas.features([place(1)]) == []
