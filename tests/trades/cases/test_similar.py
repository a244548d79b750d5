"""Near duplicates: likest first, near before far, closed ones too, and nothing of a neighbour's words for
residents.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from tongxin.trades.cases import actions
from tongxin.trades.cases.similar import for_residents, similar

SAME = "楼下停车位被外来车占用，进不了车库"


def test_the_same_need_is_found_with_the_reason(walk):
    case = walk.report()
    walk.report("路灯不亮")
    found = similar(SAME, walk.cast.a.door)
    assert [each.case for each in found] == [case]
    assert found[0].score > 0.5
    assert found[0].days == 0
    assert str(found[0].because)


def test_closed_ones_count_old_withdrawn_and_foreign_ones_do_not(walk):
    closed = walk.case("closed")
    walk.case("withdrawn")
    walk.report(place=walk.cast.b.door)
    assert [each.case for each in similar(SAME, walk.cast.a.cell)] == [closed]
    assert similar(SAME, walk.cast.a.cell, at=timezone.now() + timedelta(days=90)) == []


def test_nearer_is_likelier_and_a_point_reaches_over_the_border(walk):
    near = walk.report(place=walk.cast.b.cell, point=(34.81, 117.25))
    far = walk.report(place=walk.cast.a.other_cell, point=(34.8135, 117.25))
    found = similar(SAME, walk.cast.a.door, point=(34.81, 117.2501))
    assert [each.case for each in found] == [near, far]
    assert found[0].distance_m == pytest.approx(9, abs=2)


def test_found_distinct_is_not_suggested_again(walk):
    one, other = walk.report(), walk.report("停车位被占用，车进不了库")
    assert [each.case for each in similar(one.text, one.place, than=one)] == [other]
    actions.mark_distinct(other, one, by=walk.desk)
    actions.mark_distinct(one, other, by=walk.desk)
    assert similar(one.text, one.place, than=one) == []


def test_whole_and_the_parts_beside_are_not_called_alike(walk):
    whole = walk.case("accepted")
    part, other = actions.split(whole, by=walk.desk, texts=f"{SAME}\n{SAME}，天天这样")
    assert similar(part.text, part.place, than=part) == []
    assert {each.case for each in similar(part.text, part.place)} == {whole, part, other}


def test_residents_see_neither_door_nor_words_unless_published(walk):
    case = walk.case("accepted")
    shown = for_residents(similar(SAME, walk.cast.a.door))[0]
    assert (shown.title, shown.public_text) == ("停车管理", "")
    assert "301" not in shown.where
    assert "2单元" not in shown.where
    assert "占用" not in str(shown)
    actions.publish(case, by=walk.desk, public_text="地面车位被占，正在协调")
    assert for_residents(similar(SAME, walk.cast.a.door))[0].public_text == "地面车位被占，正在协调"


@pytest.mark.parametrize("text", ["", "车", "   ", "!!!", "\x00'\\"])
def test_too_little_text_finds_nothing(walk, text):
    walk.report()
    assert similar(text, walk.cast.a.door) == []


def test_the_cost_is_constant(walk, django_assert_max_num_queries):
    for n in range(12):
        walk.report(f"{SAME}{n}")
    with django_assert_max_num_queries(4):
        assert len(similar(SAME, walk.cast.a.door)) == 5
