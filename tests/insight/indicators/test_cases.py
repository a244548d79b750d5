from tests.trades.cases.walking import Walk
from tongxin.insight.indicators.selectors import as_json, period_to


def test_whistles_are_counted_by_case_and_by_unit(cast):
    walk = Walk(cast)
    answered, whistled, _reported = [walk.case(state) for state in ("answered", "whistled", "reported")]
    units = [case.summonses.count() for case in (answered, whistled)]

    figures = as_json(period_to())["M5"]

    assert (figures["reported"], figures["whistled"]) == (3, 2)
    assert (figures["signed_in_counted"], figures["signed_in_of"]) == (units[0], sum(units))
