"""What goes out as a file comes in as the same tree."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ground.territory.files import as_geojson, as_workbook, exported, wipe
from tests.ground.territory.ground import CLERK, square
from tongxin.ground.territory import actions, selectors
from tongxin.ground.territory.models import Change

LEVELS = [
    "zone",
    "street",
    "community",
    "section",
    "group",
    "neighbour_cell",
    "building",
    "stairwell",
    "door",
]


@pytest.fixture
def mapped(ground):
    actions.set_outline(ground["xingren"], square(117.2, 34.7, 0.2), by=CLERK)
    actions.set_outline(ground["tianan"], square(117.2, 34.7, 0.1), by=CLERK)
    actions.edit(ground["door"], by=CLERK, point_lat=34.7123456789, point_lng=117.2, ordinal="=1+1")
    actions.rename(ground["cell"], name="=cmd|'/c calc'!A1", by=CLERK)
    actions.close(ground["guangming"], on=date(2030, 1, 1), by=CLERK)
    return ground


def test_workbook_round_trip_is_identical(mapped):
    file, before = as_workbook(), exported()
    wipe()
    imported = actions.import_tree(file, by=CLERK)
    assert (imported.created, imported.changed, imported.unchanged, imported.problems) == (12, 0, 0, [])
    assert exported() == before
    assert selectors.inconsistencies() == []


def test_geojson_round_trip_is_identical(mapped):
    file, before = as_geojson(), exported()
    wipe()
    assert actions.import_geojson(file, by=CLERK).created == 12
    assert exported() == before


def test_importing_twice_changes_nothing_and_says_so(mapped):
    files = as_workbook(), as_geojson()
    before, changes, version = exported(), Change.objects.count(), selectors.version()
    for take, file in zip((actions.import_tree, actions.import_geojson), files, strict=True):
        imported = take(file, by=CLERK)
        assert (imported.created, imported.changed, imported.unchanged) == (0, 0, 12)
    assert (exported(), Change.objects.count(), selectors.version()) == (before, changes, version)


@st.composite
def forests(draw):
    """Rows for ``plant``: any shape, any printable names, levels skipped as they come."""
    name = st.text(st.characters(categories=["L", "N", "P", "S"]) | st.just(" "), min_size=1, max_size=12)
    name = name.filter(str.strip)
    rows = []
    for number in range(draw(st.integers(1, 12))):
        above = draw(st.none() | st.sampled_from(rows)) if rows else None
        deepest = LEVELS.index(above["level"]) + 1 if above else 0
        if deepest == len(LEVELS):
            continue
        point = draw(st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)))
        since = draw(st.dates(date(1850, 1, 1), date(2100, 1, 1)))
        rows.append(
            {
                "key": f"row {number}",
                "parent": above and above["key"],
                "level": draw(st.sampled_from(LEVELS[deepest:])),
                "name": draw(name),
                "ordinal": draw(st.just("") | name),
                "code": draw(st.none() | st.just(f"37{number:04}")),
                "households": draw(st.none() | st.integers(0, 9999)),
                "point_lat": point and point[0],
                "point_lng": point and point[1],
                "since": since,
            }
        )
    return rows


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=forests())
def test_any_tree_makes_the_round_trip(db, rows):
    wipe()
    actions.plant(rows, by=CLERK)
    before, files = exported(), (as_workbook(), as_geojson())
    for take, file in zip((actions.import_tree, actions.import_geojson), files, strict=True):
        wipe()
        imported = take(file, by=CLERK)
        assert (imported.created, imported.problems) == (len(rows), [])
        assert exported() == before
