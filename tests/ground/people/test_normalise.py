import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxin.ground.people import normalise

any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
mobiles = st.from_regex(r"\A1[3-9][0-9]{9}\Z")


@pytest.mark.parametrize("prefix", ["", "+86", "86", "0086", "+86 ", "＋８６"])
@pytest.mark.parametrize("gap", ["", " ", "-", "　"])
@given(mobile=mobiles)
def test_a_mobile_number_has_one_spelling(prefix, gap, mobile):
    typed = prefix + gap.join([mobile[:3], mobile[3:7], mobile[7:]])
    assert normalise.phone(typed) == mobile
    assert normalise.phone(typed.translate({ord("0") + d: ord("０") + d for d in range(10)})) == mobile


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0632-869 1234", "06328691234"),
        ("（0632）8691234", "06328691234"),
        ("+86 632 8691234", "06328691234"),
        ("+86 0632 8691234", "06328691234"),
        ("+49 30 1234567", "+49301234567"),
        ("8691234", "8691234"),
        ("", ""),
    ],
)
def test_other_numbers_have_one_spelling(typed, stored):
    assert normalise.phone(typed) == stored


@pytest.mark.parametrize("normaliser", normalise.NORMALISERS.values())
@pytest.mark.parametrize("around", ["\u202d{}\u202c", "\ufeff{}", "{}\u200b", "\u2068{}\u2069"])
def test_signs_nobody_sees_make_no_other_value(normaliser, around):
    assert normaliser(around.format("13800000000")) == "13800000000"


@pytest.mark.parametrize("normaliser", normalise.NORMALISERS.values())
@given(text=any_text)
def test_normalising_twice_is_normalising_once(normaliser, text):
    assert normaliser(normaliser(text)) == normaliser(text)


def test_an_id_number_ends_in_a_capital():
    assert normalise.id_number(" ３７０４０３ 19900101 002x ") == "37040319900101002X"


@pytest.mark.parametrize(
    "typed", ["买买提·艾力", "买买提•艾力", "买买提・艾力", "买买提 ·艾力", "买买提．艾力"]
)
def test_middle_dots_are_one(typed):
    assert normalise.name(typed) == "买买提·艾力"


def test_latin_names_ignore_case_and_spaces():
    assert normalise.name("John  SMITH") == normalise.name("john smith") == "johnsmith"
