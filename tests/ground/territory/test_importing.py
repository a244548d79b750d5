import io
import json
from datetime import date

import pytest
import xlsxwriter
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.ground.territory.ground import CLERK, square
from tongxin.ground.territory import actions, selectors
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.exchange import geojson, workbook
from tongxin.ground.territory.models import Change, Level, Place

HEADER = ["层级编号", "上级", "层级", "名称", "区划代码", "户数"]
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


def exported() -> list[dict]:
    levels = dict(Level.objects.values_list("pk", "code"))
    return [
        {**workbook.cells_of(place, levels[place.level_id]), "outline": place.outline, "sort": place.sort_key}
        for place in Place.objects.order_by("path")
    ]


def as_workbook() -> io.BytesIO:
    return io.BytesIO(workbook.write(Place.objects.order_by("path")))


def as_geojson() -> str:
    return "".join(geojson.write(Place.objects.order_by("path")))


def book(*rows: list, sheet: str = "Sheet1") -> io.BytesIO:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as made:
        page = made.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return io.BytesIO(target.getvalue())


def wipe() -> None:
    Place.objects.all()._raw_delete("default")


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


def test_rows_without_numbers_find_their_place_by_code_name_and_parent(ground):
    rows = [
        ["", "370403002", "社区", "松江社区", "３７０４０３００２０１４", ""],
        ["", "370403002014", "楼栋", "1号楼", "", ""],
        ["", "370403002014", "楼栋", "2号楼", "", "１２"],
        ["", "1.1.1", "片", "第一片", "", ""],
    ]
    assert vars(actions.import_tree(book(HEADER, *rows), by=CLERK)) == {
        "created": 3, "changed": 0, "unchanged": 1, "problems": [], "saved": True,
    }  # fmt: skip
    assert list(
        Place.objects.filter(full_name__startswith="松江").values_list("full_name", "path", "households")
    ) == [
        ("松江社区", "000100010003", None),
        ("松江社区 1号楼", "0001000100030001", None),
        ("松江社区 2号楼", "0001000100030002", 12),
    ]
    again = actions.import_tree(book(HEADER, *rows), by=CLERK)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 4)


def test_typed_cells_and_other_headers_are_understood(ground):
    file = book(
        ["兴仁街道地方表"],
        ["name", "Level", "path", "层级", "code", "since", "until", "户数", "备注"],
        ["松江社区", "", "1.1.7", "Community", 370403002014, "2026年5月3日", 50000, 120.0, "ignored"],
    )
    assert actions.import_tree(file, by=CLERK).created == 1
    place = selectors.place_by_code("370403002014")
    found = (place.path, place.since, place.until, place.households)
    assert found == ("000100010007", date(2026, 5, 3), date(2036, 11, 21), 120)


def test_known_rows_are_changed_and_recorded(ground):
    row = ["1.1.1", "", "社区", "新天安社区", "370403002999", ""]
    assert actions.import_tree(book(HEADER, row), by=CLERK).changed == 1
    assert Place.objects.get(pk=ground["door"].pk).full_name == "新天安社区 3号楼 2单元 301"
    change = Change.objects.get(what="edit")
    assert change.old == {"name": "天安社区", "code": "370403002012"}
    assert change.new == {"name": "新天安社区", "code": "370403002999"}


def test_two_places_may_swap_their_codes(ground):
    rows = [
        ["1.1.1", "", "社区", "天安社区", "370403002013", ""],
        ["1.1.2", "", "社区", "光明社区", "370403002012", ""],
    ]
    assert actions.import_tree(book(HEADER, *rows), by=CLERK).changed == 2
    assert selectors.place_by_code("370403002012") == ground["guangming"]


BAD = [
    (["1.1.x", "", "社区", "一", "", ""], "层级编号: “1.1.x” is not a place number"),
    (["1.9.1", "", "社区", "二", "", ""], "There is no place 1.9 above it"),
    (["", "", "社区", "三", "", ""], "Give the place number"),
    (["1.1.8", "", "城堡", "四", "", ""], "There is no level “城堡”"),
    (["1.1.1.9", "", "街道", "五", "", ""], "A Street can't stand under a Community"),
    (
        ["1.1.9", "", "社区", "六", "370403003003", ""],
        "Another place already has the division code 370403003003",
    ),
    (["1.1.2", "", "街道", "七", "", ""], "光明社区 is a Community here"),
    (["1.1.1.8", "", "片", "八", "", "many"], "户数: “many” is not a whole number"),
    (["", "1.1", "社区", "九", "370403003003", ""], "锦绣园社区 stands elsewhere here"),
    (["1.2.7", "1.1", "社区", "十", "", ""], "contradict each other"),
    (["1.1.6", "", "社区", "", "", ""], "The name is missing"),
]


def test_every_bad_row_is_named_and_nothing_is_saved(ground):
    before = exported()
    good = ["1.1.5", "", "社区", "好社区", "", ""]
    file = book(HEADER, good, *(row for row, _words in BAD))
    with override("en"):
        imported = actions.import_tree(file, by=CLERK)
    assert [problem.row for problem in imported.problems] == list(range(3, 3 + len(BAD)))
    for problem, (_row, words) in zip(imported.problems, BAD, strict=True):
        assert words in str(problem.reason)
    assert (imported.saved, imported.created, exported()) == (False, 0, before)


def test_partial_import_saves_the_good_rows(ground):
    good = [["1.1.5", "", "社区", "好社区", "", ""], ["1.1.5.1", "", "楼栋", "1号楼", "", ""]]
    lost = ["1.9.1.1", "", "楼栋", "孤楼", "", ""]
    imported = actions.import_tree(
        book(HEADER, *good, *(row for row, _w in BAD), lost), by=CLERK, partial=True
    )
    assert (imported.saved, imported.created, len(imported.problems)) == (True, 2, len(BAD) + 1)
    assert selectors.place_by_path("0001000100050001").full_name == "好社区 1号楼"
    assert selectors.inconsistencies() == []


def test_bad_rows_come_back_in_the_same_workbook_with_the_reason(ground):
    good, bad = ["1.1.5", "", "社区", "好社区", "", ""], ["1.1.x", "", "社区", "=坏社区", "", 12]
    file = book(["标题"], HEADER, good, bad)
    with override("zh-hans"):
        imported = actions.import_tree(file, by=CLERK)
    file.seek(0)
    answer = workbook.returned(file, imported.problems)
    table = CalamineWorkbook.from_filelike(io.BytesIO(answer)).get_sheet_by_index(0).to_python()
    assert table[:3] == [
        ["标题", "", "", "", "", "", ""],
        [*HEADER, "错误原因"],
        ["1.1.5", "", "社区", "好社区", "", "", ""],
    ]
    assert table[3][:6] == ["1.1.x", "", "社区", "=坏社区", "", 12.0]
    assert table[3][6] == str(imported.problems[0].reason)
    again = workbook.returned(io.BytesIO(answer), imported.problems)
    assert CalamineWorkbook.from_filelike(io.BytesIO(again)).get_sheet_by_index(0).to_python() == table


def test_the_same_place_twice_in_a_file_is_named(ground):
    rows = [["1.1.1", "", "社区", "甲", "370403002012", ""], ["", "", "社区", "乙", "370403002012", ""]]
    with override("en"):
        imported = actions.import_tree(book(HEADER, *rows), by=CLERK)
    assert [str(problem.reason) for problem in imported.problems] == ["This is the same place as row 2."]


def test_closing_a_parent_by_file_names_the_open_child(ground):
    file = book(["层级编号", "层级", "名称", "停用日期"], ["1.1.1", "社区", "天安社区", "2030-01-01"])
    with override("en"):
        imported = actions.import_tree(file, by=CLERK)
    assert [str(p.reason) for p in imported.problems] == [
        "天安社区 第一片 would stay open although 天安社区 is closed."
    ]
    assert Place.objects.get(pk=ground["tianan"].pk).until is None


def test_geojson_collects_every_bad_outline(ground):
    def feature(path, level, name, geometry):
        return {
            "type": "Feature",
            "properties": {"path": path, "level": level, "name": name},
            "geometry": geometry,
        }

    features = [
        feature("1.1", "street", "兴仁街道", square(117.2, 34.7, 0.2)),
        feature("1.1.1", "community", "天安社区", square(117.2, 34.7, 0.1)),
        feature("1.1.2", "community", "光明社区", square(117.25, 34.7, 0.1)),
        feature("1.1.9", "community", "远社区", square(118, 34.7, 0.1)),
        feature("1.1.8", "community", "破社区", {"type": "Polygon", "coordinates": []}),
        feature("1.1.1.1", "section", "第一片", None),
        {"type": "Feature"},
    ]
    collection = json.dumps({"type": "FeatureCollection", "features": features})
    with override("en"):
        broken = actions.import_geojson(collection, by=CLERK)
    assert [p.row for p in broken.problems] == [3, 4, 5, 7]
    assert [str(p) for p in broken.problems[2:]] == [
        "5 破社区: A polygon has no ring.",
        "7: This feature has no properties.",
    ]
    assert Place.objects.filter(outline__isnull=False).count() == 0
    sound = json.dumps({"type": "FeatureCollection", "features": features[:4]})
    with override("en"):
        refused = actions.import_geojson(sound, by=CLERK)
    assert [problem.row for problem in refused.problems] == [3, 4]
    assert "光明社区（370403002013） overlaps 天安社区（370403002012）" in str(refused.problems[0].reason)
    assert "远社区 reaches" in str(refused.problems[1].reason)
    assert Place.objects.filter(outline__isnull=False).count() == 0
    kept = actions.import_geojson(collection, by=CLERK, partial=True)
    assert (kept.changed, kept.unchanged, [p.row for p in kept.problems]) == (2, 1, [3, 4, 5, 7])
    assert selectors.locate(34.75, 117.22) == ground["tianan"]


@pytest.mark.parametrize(
    ("take", "content", "words"),
    [
        (actions.import_geojson, "{", "not JSON"),
        (actions.import_geojson, "[]", "not a GeoJSON FeatureCollection"),
        (actions.import_tree, io.BytesIO(b"PK\x03\x04 nonsense"), "not a workbook"),
        (actions.import_tree, io.BytesIO(b""), "not a workbook"),
        (actions.import_tree, book(["甲", "乙"], [1, 2]), "No header was found"),
        (actions.import_tree, book(), "No header was found"),
    ],
)
def test_what_is_no_tree_is_refused(db, take, content, words):
    with override("en"), pytest.raises(Refused, match=words):
        take(content, by=CLERK)


def test_import_statements_grow_with_batches_only(ground, django_assert_max_num_queries):
    def file(count, households):
        rows = [[f"1.1.2.{n}", "", "楼栋", f"{n}号楼", "", households] for n in range(1, count + 1)]
        return book(HEADER, *rows)

    for count in (10, 1500):
        with django_assert_max_num_queries(26):
            actions.import_tree(file(count, 1), by=CLERK)
        with django_assert_max_num_queries(26):
            assert actions.import_tree(file(count, count), by=CLERK).changed == count


@pytest.mark.parametrize(
    "row", [["1.2.1", "", "社区", "改名", "", ""], ["1.2.2", "", "社区", "新社区", "", ""]]
)
def test_rows_outside_ones_branch_are_refused(ground, row):
    own = ["1.1.5", "", "社区", "好社区", "", ""]
    before = exported()
    with override("en"):
        imported = actions.import_tree(book(HEADER, own, row), by=CLERK, within=ground["xingren"])
    assert [str(problem) for problem in imported.problems] == [
        f"3 {row[3]}: This place is not below 兴仁街道."
    ]
    assert exported() == before
