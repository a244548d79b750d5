from datetime import date

import pytest
from django.utils.translation import override

from tests.ground.territory.ground import CLERK
from tongxin.ground.territory import actions, selectors
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.models import Change, Place


def test_rename_renames_everything_below(ground):
    actions.rename(ground["tianan"], name="新天安社区", by=CLERK)
    names = Place.objects.filter(pk__in=[ground["door"].pk, ground["group"].pk]).values_list(
        "full_name", flat=True
    )
    assert list(names) == ["新天安社区 第一片 1组", "新天安社区 3号楼 2单元 301"]
    assert Place.objects.get(pk=ground["tianan"].pk).initials == "xtasq"


def test_rename_query_count_does_not_grow_with_the_branch(ground, django_assert_num_queries):
    for name, doors in (("甲社区", 0), ("乙社区", 300)):
        actions.plant(
            [{"level": "door", "name": str(n), "parent": ground["stairwell"]} for n in range(doors)], by=CLERK
        )
        with django_assert_num_queries(12):
            actions.rename(ground["tianan"], name=name, by=CLERK)


def test_edit_records_old_and_new(ground):
    actions.edit(ground["door"], by=CLERK, households=2, name="301")
    change = Change.objects.first()
    assert (change.what, change.old, change.new) == ("edit", {"households": 1}, {"households": 2})


def test_edit_with_the_same_values_changes_nothing(ground):
    before = Change.objects.count()
    actions.edit(ground["door"], by=CLERK, households=1)
    assert Change.objects.count() == before


def test_edit_refuses_a_code_in_use(ground):
    with override("en"), pytest.raises(Refused, match="天安社区 already has the division code 370403002012"):
        actions.edit(ground["guangming"], by=CLERK, code="370403002012")


def test_edit_refuses_fields_that_are_not_plain(ground):
    with pytest.raises(TypeError, match="path"):
        actions.edit(ground["door"], by=CLERK, path="0001")


def test_close_refuses_while_children_are_open(ground):
    with (
        override("en"),
        pytest.raises(Refused, match="2 places below are still open, for example 天安社区 3号楼 2单元"),
    ):
        actions.close(ground["building"], on=date(2030, 1, 1), by=CLERK)


def test_close_with_children_ends_the_branch_on_that_day(ground):
    day = date(2030, 1, 1)
    assert actions.close(ground["building"], on=day, by=CLERK, with_children=True) == 3
    assert [p.name for p in selectors.descendants(ground["cell"], on=date(2029, 12, 31))] == [
        "3号楼",
        "2单元",
        "301",
    ]
    assert [p.name for p in selectors.descendants(ground["cell"], on=day)] == []
    assert [p.name for p in selectors.descendants(ground["cell"], on=selectors.EVER)] == [
        "3号楼",
        "2单元",
        "301",
    ]


def test_close_keeps_earlier_endings_below(ground):
    actions.close(ground["door"], on=date(2029, 1, 1), by=CLERK)
    actions.close(ground["building"], on=date(2030, 1, 1), by=CLERK, with_children=True)
    assert Place.objects.get(pk=ground["door"].pk).until == date(2029, 1, 1)


def test_close_twice_is_refused(ground):
    actions.close(ground["door"], on=date(2029, 1, 1), by=CLERK)
    with override("en"), pytest.raises(Refused, match="already closed"):
        actions.close(ground["door"], on=date(2029, 1, 1), by=CLERK)


def test_reopen_needs_an_open_parent(ground):
    actions.close(ground["building"], on=date(2030, 1, 1), by=CLERK, with_children=True)
    with override("en"), pytest.raises(Refused, match="nothing open can stand under it"):
        actions.reopen(ground["door"], by=CLERK)
    actions.reopen(ground["building"], by=CLERK)
    actions.reopen(ground["stairwell"], by=CLERK)
    assert actions.reopen(ground["door"], by=CLERK).until is None


def test_search_by_words_initials_and_code(ground):
    def found(text, **kwargs):
        return [place.full_name for place in selectors.search(text, **kwargs)]

    assert found("天安 3号楼") == ["天安社区 3号楼", "天安社区 3号楼 2单元", "天安社区 3号楼 2单元 301"]
    assert found("jxy") == ["锦绣园社区"]
    assert found("3704030020") == ["天安社区", "光明社区"]
    assert found("社区", within=ground["xingcheng"]) == ["锦绣园社区"]
    assert found("  ") == []
