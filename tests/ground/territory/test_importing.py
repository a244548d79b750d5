"""Rows find their place, and are written in batches."""

import io
from datetime import date

import pytest
from django.utils.translation import override

from tests.ground.territory.files import HEADER, book
from tests.ground.territory.ground import CLERK
from tongxin.ground.territory import actions, selectors
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.models import Change, Place


def test_rows_without_numbers_find_their_place_by_code_name_and_parent(ground):
    rows = [
        ["", "370403002", "社区", "松江社区", "３７０４０３００２０１４", ""],
        ["", "370403002014", "楼栋", "1号楼", "", ""],
        ["", "370403002014", "楼栋", "2号楼", "", "１２"],
        ["", "1.1.1", "片", "第一片", "", ""],
    ]
    assert vars(actions.import_tree(book(HEADER, *rows), by=CLERK)) == {
        "created": 3, "changed": 0, "unchanged": 1, "problems": [], "saved": True, "unread": [],
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


@pytest.mark.parametrize(
    ("take", "content", "words"),
    [
        (actions.import_geojson, "{", "not JSON"),
        (actions.import_geojson, "[]", "not a GeoJSON FeatureCollection"),
        (actions.import_tree, io.BytesIO(b"PK\x03\x04 nonsense"), "not a workbook"),
        (actions.import_tree, io.BytesIO(b""), "not a workbook"),
        (actions.import_tree, book(["甲", "乙"], [1, 2]), "No header was found"),
        (actions.import_tree, book(), "No header was found"),
        (actions.import_tree, book(["层级", "名称", "户数", "户数"]), "The column 户数 is there twice"),
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
