import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from tongxin.ground.territory import paths

steps = st.lists(st.integers(1, paths.MOST_CHILDREN), min_size=1, max_size=12)


def build(numbers: list[int]) -> str:
    path = ""
    for number in numbers:
        path = paths.join(path, number)
    return path


@given(steps)
def test_path_reads_back_as_its_steps(numbers):
    path = build(numbers)
    assert [paths.number_of(p) for p in paths.ancestors_of(path)] == numbers
    assert paths.depth(path) == len(numbers)
    assert paths.from_steps(paths.to_steps(path)) == path
    assert paths.parent_of(path) == build(numbers[:-1])


@given(steps, steps)
def test_path_order_is_tree_order_and_range_is_prefix(one, other):
    a, b = build(one), build(other)
    assert (a < b) == (one < other)
    assert (a <= b < a + paths.AFTER_ALL) == (other[: len(one)] == one) == paths.is_within(b, a)


def test_below_is_one_range():
    assert paths.below("place__path", "0001") == Q(place__path__gte="0001", place__path__lt="0001~")


@pytest.mark.parametrize("broken", ["", "1", "00010", "000a", "0001~", "    "])
def test_below_refuses_a_broken_path(broken):
    with pytest.raises(ValueError, match="not a place path"):
        paths.below("path", broken)


def test_nothing_is_within_no_place():
    assert not paths.is_within("0001", "")
    assert not paths.is_within("", "")
    assert not paths.is_within("", "0001")


@pytest.mark.parametrize("number", [0, -1, paths.MOST_CHILDREN + 1])
def test_segment_refuses_numbers_out_of_range(number):
    with pytest.raises(ValueError, match="numbered from 1"):
        paths.segment(number)


@pytest.mark.parametrize("steps", ["", "1.", "1..2", "a", "1.-2", "１", "0", "1.0"])
def test_from_steps_refuses_what_is_no_run_of_numbers(steps):
    with pytest.raises(ValueError, match=r"numbers|numbered"):
        paths.from_steps(steps)
