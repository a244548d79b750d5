import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from tests.ground.people.people import id_number
from tongxin.ground.people import plausible


@pytest.mark.parametrize(
    "phone",
    [
        "13812341234",
        "+86 199 1234 1234",
        "0632-8691234",
        "010 87654321",
        "8691234",
        "400-123-4567",
        "+4930123456",
    ],
)
def test_phone_numbers_that_can_be(phone):
    assert plausible.phone(phone) is None


@pytest.mark.parametrize(
    "phone", ["1381234123", "138123412345", "12812341234", "abc", "110-", "1", "+0123", "００"]
)
def test_phone_numbers_that_can_not_be(phone):
    assert plausible.phone(phone)


@pytest.mark.parametrize("born", ["19350615", "19551231", "19821231", "19900101", "20200229"])
def test_an_id_number_of_any_age_is_taken(born):
    """A county's code may be younger than the person: numbers were given out from 1984 on."""
    assert plausible.id_number(id_number(7, born=born)) is None
    assert plausible.born(id_number(7, born=born)) == int(born[:4])


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("3704031990010100", "An ID number has 18 characters. This one has 16."),
        ("37040319900101A02X", "An ID number has 17 digits, then a digit or the letter X."),
        (
            id_number(7, born="19900230"),
            "The date of birth in this ID number doesn't exist. Please compare it.",
        ),
        (id_number(7, born="20991231"), "The date of birth in this ID number lies in the future."),
        (id_number(7)[:-1] + "?", "An ID number has 17 digits, then a digit or the letter X."),
    ],
)
def test_what_is_wrong_with_an_id_number_is_said(number, said, settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel("2026-11-22", tick=False):
        assert str(plausible.id_number(number)) == said


@given(place=st.integers(0, 17), shift=st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place, shift):
    digits = list(id_number(7))
    old = 10 if digits[place] == "X" else int(digits[place])
    new = (old + shift) % 10
    if new == old:
        return
    digits[place] = str(new)
    assert plausible.id_number("".join(digits))


@pytest.mark.parametrize("name", ["王芳", "买买提·艾力", "John Smith", "欧阳小芳", "𠮷野"])
def test_names_that_can_be(name):
    assert plausible.name(name) is None


@pytest.mark.parametrize("name", ["13812341234", "王芳1", "·", "王\x00芳", "王" * 61])
def test_names_that_can_not_be(name):
    assert plausible.name(name)


def test_each_field_has_its_own_sentence():
    wrong = {"name": "王芳", "phone": "1", "id_number": "1", "address": "x" * 201, "health": ""}
    assert set(plausible.problems(wrong)) == {"phone", "id_number", "address"}
    assert plausible.problems({"phone": "", "name": ""}) == {}
