import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxin.engine.tickets import numbers

counts = st.integers(min_value=1, max_value=numbers.CAPACITY)


@given(counts, counts)
def test_numbers_of_different_cases_differ(one, other):
    assert (numbers.number_for(one) == numbers.number_for(other)) == (one == other)


@given(counts)
def test_number_as_it_is_read_out_is_the_number(count):
    number = numbers.number_for(count)
    assert numbers.is_number(number)
    assert numbers.parse(numbers.grouped(number)) == number


@given(counts, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_caught(count, place, shift):
    number = numbers.number_for(count)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not numbers.is_number(wrong)


@given(counts, st.integers(0, 7))
def test_swapped_neighbours_are_caught(count, place):
    number = numbers.number_for(count)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert numbers.is_number(swapped) == (swapped == number)


@given(st.text(max_size=30))
def test_anything_typed_is_a_number_or_none(typed):
    parsed = numbers.parse(typed)
    assert parsed is None or numbers.is_number(parsed)


def test_full_width_digits_and_dashes_are_understood():
    number = numbers.number_for(7)
    wide = "".join(chr(ord("０") + int(d)) for d in number)
    assert numbers.parse(f"{wide[:3]}－{wide[3:6]} {wide[6:]}") == number


@pytest.mark.parametrize("count", [0, -1, numbers.CAPACITY + 1])
def test_no_number_beyond_the_capacity(count):
    with pytest.raises(OverflowError):
        numbers.number_for(count)


@given(counts, st.sampled_from([numbers.CASES, numbers.ORDERS, numbers.VOLUNTEERS]))
def test_a_number_belongs_to_one_series_only(count, series):
    number = numbers.number_for(count, series)
    fitting = [each for each in range(10) if numbers.is_number(number, each)]
    assert fitting == [series]
    assert numbers.parse(numbers.grouped(number), series) == number
