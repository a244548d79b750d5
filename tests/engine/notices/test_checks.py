from types import SimpleNamespace

import pytest

from tests.engine.notices.parcels import notices as wording_of_parcels
from tongxin.engine.notices.checks import check_texts, errors_of

KNOWN = {"parcel.alarm", "parcel.late"}


def wording(**parts) -> SimpleNamespace:
    return SimpleNamespace(__name__="trade.notices", **parts)


def test_good_wording_passes():
    assert list(errors_of(wording_of_parcels, KNOWN)) == []
    assert list(errors_of(wording(), KNOWN)) == []


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({"TEXTS": {"parcel.alarn": ("a", "b")}}, "notices.E001"),
        ({"TEXTS": {"parcel.alarn the:unit": ("a", "b")}}, "notices.E001"),
        ({"URGENT": {"parcel.alarn"}}, "notices.E001"),
        ({"TEXTS": {"parcel.late": ("{number}", "{note}")}}, "notices.E002"),
        ({"TEXTS": {"parcel.late": ("{thing.reporter}", "")}}, "notices.E002"),
        ({"TEXTS": {"parcel.late": ("{}", "")}}, "notices.E002"),
    ],
)
def test_wrong_wording_is_named(parts, error):
    assert [each.id for each in errors_of(wording(**parts), KNOWN)] == [error]


@pytest.mark.django_db
def test_every_registered_trade_is_worded_right(parcels):
    assert check_texts(None) == []
