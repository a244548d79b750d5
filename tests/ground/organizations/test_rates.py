import datetime as dt

import pytest

from tests.ground.territory.ground import CLERK
from tongxin.ground.organizations import actions
from tongxin.ground.organizations.models import Estate
from tongxin.ground.organizations.rates import FORMULAS, Rate, rates

BEGAN = dt.date(2026, 1, 1)
NOW = dt.date(2026, 6, 1)


@pytest.fixture
def estates(ground) -> list[Estate]:
    """Four estates: two in 天安, one in 锦绣园, and one in 光明 that is neither residential nor eligible."""
    homes = {"天安一区": "tianan", "天安二区": "tianan", "锦绣一区": "jinxiu"}
    rows = [{"name": name, "community": ground[key], "since": BEGAN} for name, key in homes.items()]
    offices = {"name": "商务楼", "community": ground["guangming"], "since": BEGAN}
    return actions.register_estates(
        [*rows, offices | {"residential": False, "eligible_for_owners_committee": False}], by=CLERK
    )


def company(name: str, *, has_members: bool) -> object:
    return actions.found_organization(
        kind="property_company", name=name, has_members=has_members, since=BEGAN, by=CLERK
    )


def test_nothing_to_divide_by_is_no_rate(db) -> None:
    found = rates(NOW)
    assert found.keys() == FORMULAS.keys()
    assert [rate.percent for rate in found.values()] == [None] * 4


def test_committees_count_over_the_estates_that_may_form_one(estates) -> None:
    actions.record_committees(
        [
            {"estate": estates[0], "formed_on": BEGAN},
            {"estate": estates[1], "formed_on": BEGAN, "kind": "interim_property_committee"},
        ],
        by=CLERK,
    )
    rate = rates(NOW)["owners_committee_formation"]
    assert set(rate.numerator_ids) == {estates[0].pk, estates[1].pk}
    assert set(rate.denominator_ids) == {estate.pk for estate in estates[:3]}
    assert rate.missing_ids == (estates[2].pk,)
    assert rate.percent == pytest.approx(66.667, abs=0.001)


def test_a_committee_that_ended_counts_on_the_days_it_was_there(estates) -> None:
    actions.record_committee(estate=estates[0], formed_on=BEGAN, by=CLERK)
    actions.end_committee(estates[0], on=NOW, by=CLERK)
    assert rates(NOW)["owners_committee_formation"].numerator == 0
    assert rates(NOW - dt.timedelta(days=1))["owners_committee_formation"].numerator == 1


def test_property_service_counts_professional_modes_over_residential_estates(estates) -> None:
    serving = company("明珠物业", has_members=True)
    for estate, mode in zip(estates[:3], ("market", "public_benefit", "self_managed"), strict=True):
        chosen = None if mode == "self_managed" else serving
        actions.record_property_service(estate=estate, company=chosen, mode=mode, since=BEGAN, by=CLERK)
    assert rates(NOW)["property_service_coverage"].numerator_ids == (estates[0].pk,)
    wider = rates(NOW, modes=("market", "public_benefit"))["property_service_coverage"]
    assert (wider.numerator, wider.denominator) == (2, 3)


def test_party_coverage_counts_over_the_committees_formed(estates) -> None:
    committee = actions.found_organization(kind="owners_committee", name="业委会", since=BEGAN, by=CLERK)
    actions.record_committee(estate=estates[0], organization=committee, formed_on=BEGAN, by=CLERK)
    actions.record_committee(estate=estates[1], formed_on=BEGAN, by=CLERK)
    actions.record_party_coverage(organization=committee, how="shared", since=BEGAN, by=CLERK)
    rate = rates(NOW)["owners_committee_party_coverage"]
    assert (rate.numerator_ids, rate.denominator) == ((estates[0].pk,), 2)
    actions.end_party_coverage(committee, on=NOW, by=CLERK)
    assert rates(NOW)["owners_committee_party_coverage"].numerator == 0


def test_advisers_count_over_companies_without_members(db) -> None:
    company("有党员的物业", has_members=True)
    alone, advised = (company(name, has_members=False) for name in ("甲物业", "乙物业"))
    actions.post_adviser(company=advised, since=BEGAN, by=CLERK)
    rate = rates(NOW)["adviser_posting"]
    assert (rate.numerator_ids, rate.missing_ids) == ((advised.pk,), (alone.pk,))
    actions.record_members(company=alone, has_members=True, since=NOW, by=CLERK)
    assert rates(NOW)["adviser_posting"].percent == 100
    actions.withdraw_adviser(advised, on=NOW, by=CLERK)
    assert rates(NOW)["adviser_posting"].percent == 0


def test_rates_of_an_area_count_what_lies_there(ground, estates) -> None:
    here, there = (company(name, has_members=False) for name in ("甲物业", "乙物业"))
    for estate, serving in ((estates[0], here), (estates[2], there)):
        actions.record_property_service(estate=estate, company=serving, mode="market", since=BEGAN, by=CLERK)
    found = rates(NOW, within=[ground["xingren"].path])
    assert set(found["property_service_coverage"].denominator_ids) == {estates[0].pk, estates[1].pk}
    assert found["adviser_posting"].denominator_ids == (here.pk,)
    assert rates(NOW, within=[""]) == rates(NOW)
    assert rates(NOW, within=[]) == dict.fromkeys(FORMULAS, Rate((), ()))


def test_rates_ask_one_query(estates, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        rates(NOW)
