from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from tests.ground.territory.ground import CLERK, ROWS
from tongxin.ground.territory import actions, selectors
from tongxin.ground.territory.errors import Refused, RefusedRows
from tongxin.ground.territory.models import Change, Place


def test_planted_places_carry_path_number_and_full_name(ground):
    rows = list(Place.objects.values_list("name", "path", "number", "full_name"))
    assert rows == [
        ("高新区", "0001", 1, "高新区"),
        ("兴仁街道", "00010001", 1, "兴仁街道"),
        ("天安社区", "000100010001", 1, "天安社区"),
        ("第一片", "0001000100010001", 1, "天安社区 第一片"),
        ("1组", "00010001000100010001", 1, "天安社区 第一片 1组"),
        ("1邻", "000100010001000100010001", 1, "天安社区 第一片 1组 1邻"),
        ("3号楼", "0001000100010001000100010001", 1, "天安社区 3号楼"),
        ("2单元", "00010001000100010001000100010001", 1, "天安社区 3号楼 2单元"),
        ("301", "000100010001000100010001000100010001", 1, "天安社区 3号楼 2单元 301"),
        ("光明社区", "000100010002", 2, "光明社区"),
        ("兴城街道", "00010002", 2, "兴城街道"),
        ("锦绣园社区", "000100020001", 1, "锦绣园社区"),
    ]


def test_planting_many_takes_no_more_queries(ground, django_assert_num_queries):
    def doors(count):
        return [{"level": "door", "name": str(n), "parent": ground["stairwell"]} for n in range(count)]

    for count in (1, 500):
        with django_assert_num_queries(10):
            actions.plant(doors(count), by=CLERK)


def test_plant_names_every_bad_row_and_saves_none(ground):
    before = Place.objects.count()
    rows = [
        {"level": "building", "name": "好楼", "parent": ground["cell"]},
        {"level": "castle", "name": "城堡", "parent": ground["cell"]},
        {"level": "street", "name": "倒挂", "parent": ground["tianan"]},
        {"level": "building", "name": "", "parent": ground["cell"]},
        {"level": "building", "name": "重号", "parent": ground["cell"], "number": 1},
        {"level": "community", "name": "重码", "parent": ground["xingren"], "code": "370403002012"},
        {"level": "community", "name": "坏码", "parent": ground["xingren"], "code": "37０4"},
        {"level": "stairwell", "name": "孤儿", "parent": "no such key"},
        {"level": "door", "name": "半点", "parent": ground["building"], "point_lat": 34.8},
        {
            "level": "door",
            "name": "换位",
            "parent": ground["building"],
            "point_lat": 117.2,
            "point_lng": 34.8,
        },
        {
            "level": "door",
            "name": "倒流",
            "parent": ground["building"],
            "since": date(2026, 2, 1),
            "until": date(2026, 1, 1),
        },
    ]
    with override("en"), pytest.raises(RefusedRows) as refused:
        actions.plant(rows, by=CLERK)
    assert [(p.row, p.about) for p in refused.value.problems] == [
        (2, "城堡"), (3, "倒挂"), (4, ""), (5, "重号"), (6, "重码"), (7, "坏码"), (8, "孤儿"), (9, "半点"),
        (10, "换位"), (11, "倒流"),
    ]  # fmt: skip
    assert str(refused.value.problems[1].reason) == "A Street can't stand under a Community."
    assert Place.objects.count() == before


def test_add_place_becomes_last_child_and_is_recorded(ground):
    place = actions.add_place(level="building", name="5号楼", parent=ground["cell"], by=CLERK)
    assert place.path == ground["cell"].path + "0002"
    assert Change.objects.values_list("what", "place_id", "place_path", "by_key", "by_name").first() == (
        "add",
        place.pk,
        place.path,
        "account:1",
        "社区干部",
    )


def test_levels_may_be_skipped(ground):
    door = actions.add_place(level="door", name="值班室", parent=ground["tianan"], by=CLERK)
    assert door.full_name == "天安社区 值班室"


def test_add_place_under_a_closed_place_is_refused(ground):
    actions.close(ground["guangming"], on=date(2030, 1, 1), by=CLERK)
    with override("en"), pytest.raises(Refused, match="光明社区 is closed from 2030-01-01 on"):
        actions.add_place(level="building", name="1号楼", parent=ground["guangming"], by=CLERK)


def test_add_place_knows_the_parent_by_identity_not_by_a_stale_path(ground):
    stale = Place.objects.get(pk=ground["section"].pk)
    actions.move(ground["section"], to=ground["guangming"], by=CLERK)
    place = actions.add_place(level="group", name="2组", parent=stale, by=CLERK)
    assert place.full_name == "光明社区 第一片 2组"


@pytest.mark.parametrize(
    "broken",
    [
        {"code": "12A4"},
        {"path": "000"},
        {"path": "000a"},
        {"until": date(1999, 1, 1)},
        {"name": ""},
        {"point_lat": 1.0},
    ],
)
def test_database_refuses_a_broken_place(ground, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(pk=ground["door"].pk).update(**broken)


@pytest.mark.parametrize(
    "statement", ["update territory_change set what = ''", "delete from territory_change"]
)
def test_record_of_changes_is_append_only(ground, statement):
    with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_counts_by_level_of_all_and_of_a_branch(ground):
    everything = {row["level"] for row in ROWS}
    assert set(selectors.counts_by_level()) == everything
    assert selectors.counts_by_level()["community"] == 3
    assert selectors.counts_by_level(ground["xingcheng"]) == {"street": 1, "community": 1}
