"""A row or outline that is not right is named with its reason; what is right waits, unless asked."""

import io
import json

import pytest
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from tests.ground.territory.files import HEADER, book, exported
from tests.ground.territory.ground import CLERK, square
from tongxin.ground.territory import actions, selectors
from tongxin.ground.territory.exchange import workbook
from tongxin.ground.territory.models import Place

BAD = [
    (["1.1.x", "", "社区", "一", "", ""], "层级编号: “1.1.x” is not a place number"),
    (["1.9.1", "", "社区", "二", "", ""], "There is no place 1.9 above it"),
    (["", "", "社区", "三", "", ""], "Give the place number"),
    (["1.1.8", "", "城堡", "四", "", ""], "There is no level “城堡”"),
    (["1.1.8", "", "", "四甲", "", ""], "The level is missing. Of merged cells only the first"),
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
