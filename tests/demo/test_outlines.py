import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from tongxin.demo.outlines import split

ZONE = box(117.24, 34.76, 117.34, 34.84)


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 60), st.integers(0, 1000))
def test_cells_tile_the_outline(n, seed):
    cells = split(ZONE, n, seed)
    assert len(cells) == n
    assert all(cell.is_valid and cell.geom_type == "Polygon" for cell in cells)
    assert abs(sum(cell.area for cell in cells) - ZONE.area) < 1e-12
    assert shapely.union_all(cells, grid_size=1e-9).symmetric_difference(ZONE).area < 1e-9
    sizes = [cell.area for cell in cells]
    assert max(sizes) < 1.01 * min(sizes)
    assert all(cell.convex_hull.area < cell.area * 1.000001 for cell in cells)


def test_the_same_seed_cuts_the_same_cells():
    assert split(ZONE, 17, 520) == split(ZONE, 17, 520) != split(ZONE, 17, 521)


def test_the_demo_zone_cuts_into_240_cells_that_do_not_overlap():
    cells = [cell for part in split(ZONE, 7, 1) for cell in split(part, 34, 2)]
    pairs = shapely.STRtree(cells).query(cells, predicate="intersects").T.tolist()
    assert max(cells[a].intersection(cells[b]).area for a, b in pairs if a < b) < 1e-14


@pytest.mark.parametrize(
    ("outline", "n"), [(ZONE, 0), (Polygon([(0, 0), (4, 0), (4, 4), (2, 1), (0, 4)]), 3)]
)
def test_what_cannot_be_cut_is_refused(outline, n):
    with pytest.raises(ValueError, match="cut into"):
        split(outline, n, 1)
