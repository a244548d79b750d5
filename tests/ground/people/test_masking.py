import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxin.ground.people import masking

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("电梯坏了，请打13812345678联系", "电梯坏了，请打138****78联系"),
        ("打 138-1234-5678", "打 138****78"),
        ("打138 1234 5678。", "打138****78。"),
        ("电话１３８１２３４５６７８", "电话138****78"),
        ("+86 13812345678", "861****78"),
        ("座机0632-5881234，谢谢", "座机0632****34，谢谢"),
        ("座机(0632)5881234", "座机0632****34"),
        ("身份证37040319491231002X", "身份证370403****2X"),
        ("3号楼2单元1102室，已等了20261122天", "3号楼2单元1102室，已等了20261122天"),
        ("工单号352014887", "工单号352014887"),
        ("", ""),
    ],
)
def test_numbers_that_find_a_person_lose_their_middle(written, shown):
    assert masking.masked(written) == shown


@given(
    st.text(alphabet="电梯坏了请来，。 楼", max_size=20),
    MOBILES,
    st.text(alphabet="电梯坏了请来，。 楼", max_size=20),
)
def test_a_mobile_number_never_passes_whole(before, mobile, after):
    shown = masking.masked(before + mobile + after)
    assert mobile not in shown
    assert masking.carries_contact(before + mobile + after)


@given(st.text(max_size=200))
def test_masking_never_fails_and_masking_twice_changes_nothing(text):
    once = masking.masked(text)
    assert masking.masked(once) == once


@given(st.text(alphabet=st.characters(exclude_categories=["Nd"]), max_size=200))
def test_text_without_digits_is_left_alone(text):
    assert masking.masked(text) == text


def test_valid_identity_numbers_are_told_from_other_long_numbers():
    assert masking.identity_numbers("我 11010519491231002X，单号 110105194912310021") == [
        "11010519491231002X"
    ]
