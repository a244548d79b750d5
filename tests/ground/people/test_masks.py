import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxin.ground.people import masks

any_text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
han = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


@pytest.mark.parametrize(
    ("name", "mask"),
    [
        ("王", "*"),
        ("王芳", "王*"),
        ("王小芳", "王*芳"),
        ("王李小芳", "王**芳"),
        ("欧阳修", "欧阳*"),
        ("欧阳小芳", "欧阳**"),
        ("买买提·艾力", "买**·**"),
        ("John Smith", "J*** S****"),
        ("J. R. Smith", "*. *. S****"),
        ("Madonna", "M******"),
        (" 王芳 ", "王*"),
        ("", ""),
    ],
)
def test_a_name_is_masked(name, mask):
    assert masks.name(name) == mask


@given(name=st.text(han, min_size=1, max_size=8))
def test_a_chinese_name_always_hides_something_and_keeps_its_length(name):
    mask = masks.name(name)
    assert "*" in mask
    assert len(mask) == max(len(name), 1)
    assert all(shown in {"*", real} for shown, real in zip(mask, name, strict=True))


@given(name=any_text)
def test_no_name_with_a_letter_is_shown_whole(name):
    if any(letter.isalpha() for letter in name):
        assert masks.name(name) != name.strip()
        assert "*" in masks.name(name)


@pytest.mark.parametrize(
    ("phone", "mask"),
    [
        ("13812341234", "138****1234"),
        ("+86 138 1234 1234", "138****1234"),
        ("0632-8691234", "063****1234"),
        ("8691234", "*****34"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_a_phone_is_masked(phone, mask):
    assert masks.phone(phone) == mask


@given(digits=st.from_regex(r"\A[0-9]{1,16}\Z"))
def test_a_phone_hides_at_least_four_digits_or_half(digits):
    mask = masks.phone(digits)
    assert len(mask) == len(digits)
    assert mask.count("*") >= min(4, (len(digits) + 1) // 2)


def test_an_id_number_is_masked():
    assert masks.id_number("37040319900101002x") == "370403********002X"
    assert masks.id_number("370403900101002") == "370403*****1002"
    assert masks.id_number("123") == "***"


@given(number=st.from_regex(r"\A[0-9]{17}[0-9X]\Z"))
def test_an_id_number_never_shows_the_birthday(number):
    assert masks.id_number(number)[6:14] == "********"
