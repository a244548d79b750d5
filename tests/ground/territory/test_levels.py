import pytest
from django.utils.translation import override

from tests.ground.territory.ground import CLERK
from tongxin.ground.territory import actions
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.models import Level


def test_standard_levels_from_zone_to_door(db):
    assert list(Level.objects.values_list("code", "name")) == [
        ("zone", "功能区"), ("street", "街道"), ("community", "社区"), ("section", "片"), ("group", "组"),
        ("neighbour_cell", "邻"), ("building", "楼栋"), ("stairwell", "单元"), ("door", "户"),
    ]  # fmt: skip


def test_added_level_takes_its_place_between_others(ground):
    level = actions.add_level(code="lane", name="里弄", name_en="Lane", rank=35, by=CLERK)
    lane = actions.add_place(level=level.code, name="和平里", parent=ground["tianan"], by=CLERK)
    assert lane.full_name == "天安社区 和平里"
    with override("en"), pytest.raises(Refused, match="A Community can't stand under a Lane"):
        actions.add_place(level="community", name="里", parent=lane, by=CLERK)


def test_renamed_level_speaks_both_languages(db):
    level = actions.rename_level(Level.objects.get(code="section"), name="网格", name_en="Grid", by=CLERK)
    with override("en"):
        assert level.title == "Grid"
    with override("zh-hans"):
        assert level.title == "网格"


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "street"},
        {"rank": 20},
        {"name": "街道"},
        {"name_en": "Street"},
        {"name": " "},
        {"code": "a b"},
    ],
)
def test_level_that_would_be_mixed_up_is_refused(db, wrong):
    with pytest.raises(Refused):
        actions.add_level(
            **{"code": "lane", "name": "里弄", "name_en": "Lane", "rank": 35, **wrong}, by=CLERK
        )


def test_retired_level_takes_no_new_places(ground):
    level = Level.objects.get(code="section")
    with override("en"), pytest.raises(Refused, match="still open places"):
        actions.retire_level(level, by=CLERK)
    lane = actions.add_level(code="lane", name="里弄", name_en="Lane", rank=35, by=CLERK)
    actions.retire_level(lane, by=CLERK)
    with override("en"), pytest.raises(Refused, match="There is no level “lane”"):
        actions.add_place(level="lane", name="和平里", parent=ground["tianan"], by=CLERK)
