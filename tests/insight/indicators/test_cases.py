import datetime as dt

from django.utils import timezone

from tests.trades.cases.walking import Walk
from tongxin.insight.indicators.selectors import as_json, period_to
from tongxin.trades.cases import actions


def test_whistles_are_counted_by_case_and_by_unit(cast):
    walk = Walk(cast)
    answered, whistled, _reported = [walk.case(state) for state in ("answered", "whistled", "reported")]
    units = [case.summonses.count() for case in (answered, whistled)]

    figures = as_json(period_to())["M5"]

    assert (figures["reported"], figures["whistled"]) == (3, 2)
    assert (figures["signed_in_counted"], figures["signed_in_of"]) == (units[0], sum(units))


def test_a_unit_that_signs_in_later_had_not_yet(cast):
    walk, day = Walk(cast), dt.timedelta(days=1)
    summons = walk.summons("issued")
    actions.sign_in(summons, by=walk.property, now=timezone.now() + day)

    days = [timezone.localdate(), timezone.localdate() + day]
    assert [as_json(period_to(each))["M5"]["signed_in_counted"] for each in days] == [0, 1]
