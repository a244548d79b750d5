import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from tests.ground.organizations.conftest import FOUNDED
from tests.ground.territory.ground import CLERK
from tongxin.ground.organizations import actions, selectors
from tongxin.ground.organizations.models import OwnersCommitteeFact, PropertyServiceFact

LATER = dt.date(2026, 6, 1)


def test_the_estate_of_a_door_is_that_of_its_building(ground, estate) -> None:
    assert selectors.estate_of(ground["door"]) == estate
    assert selectors.estate_of(ground["cell"]) is None
    assert selectors.estate_of(ground["door"], FOUNDED - dt.timedelta(days=1)) is None


def test_estates_of_many_places_ask_two_queries(ground, estate, django_assert_num_queries) -> None:
    ids = [ground[key].pk for key in ("door", "stairwell", "building", "cell", "jinxiu")]
    with django_assert_num_queries(2):
        found = selectors.estates_of(ids)
    assert found == dict.fromkeys(ids[:3], estate)


def test_a_place_belongs_to_one_estate_at_a_time(ground, estate) -> None:
    with pytest.raises(ValidationError) as raised:
        actions.register_estate(
            name="天安二区", community=ground["tianan"], places=[ground["building"]], by=CLERK
        )
    assert raised.value.messages == ["This place already belongs to an estate in that time."]
    actions.leave_estate(estate, [ground["building"]], on=LATER, by=CLERK)
    second = actions.register_estate(
        name="天安二区", community=ground["tianan"], places=[ground["building"]], since=LATER, by=CLERK
    )
    assert selectors.estate_of(ground["door"], LATER) == second
    assert selectors.estate_of(ground["door"], FOUNDED) == estate


def test_a_place_of_another_community_is_refused(ground) -> None:
    with pytest.raises(ValidationError) as raised:
        actions.register_estate(
            name="锦绣一区", community=ground["jinxiu"], places=[ground["building"]], by=CLERK
        )
    assert raised.value.messages == ["天安社区 3号楼 does not lie in 锦绣园社区."]


def test_a_new_service_ends_the_one_before_and_keeps_it(estate, company) -> None:
    first = actions.record_property_service(
        estate=estate, company=company, mode="market", since=FOUNDED, by=CLERK
    )
    second = actions.record_property_service(estate=estate, mode="self_managed", since=LATER, by=CLERK)
    first.refresh_from_db()
    assert (first.until, second.until) == (LATER, None)
    assert selectors.facts_of(estate).services == [second, first]


def test_a_service_recorded_into_the_past_of_another_is_refused(estate, company) -> None:
    actions.record_property_service(estate=estate, company=company, mode="market", since=LATER, by=CLERK)
    with pytest.raises(ValidationError) as raised:
        actions.record_property_service(
            estate=estate, company=company, mode="market", since=FOUNDED, by=CLERK
        )
    assert raised.value.messages == ["This estate already has a property service in that time; end it first."]
    assert PropertyServiceFact.objects.count() == 1


def test_only_a_self_managed_estate_has_no_company(estate) -> None:
    with pytest.raises(ValidationError) as raised:
        actions.record_property_service(estate=estate, mode="market", by=CLERK)
    assert raised.value.messages == ["Name the company; only a self-managed estate has none."]


def test_a_squad_is_no_property_company(estate) -> None:
    squad = actions.found_organization(kind="enforcement_squad", name="执法中队", by=CLERK)
    with pytest.raises(ValidationError) as raised:
        actions.record_property_service(estate=estate, company=squad, mode="market", by=CLERK)
    assert raised.value.messages == ["This organization is no property company."]


def test_a_committee_ends(estate, committee) -> None:
    actions.record_committee(estate=estate, organization=committee, formed_on=FOUNDED, by=CLERK)
    actions.end_committee(estate, on=LATER, by=CLERK)
    assert OwnersCommitteeFact.objects.get().ended_on == LATER
    with pytest.raises(ValidationError) as raised:
        actions.end_committee(estate, on=LATER, by=CLERK)
    assert raised.value.messages == ["This estate has no committee."]


def test_closing_an_estate_ends_what_is_open_about_it(ground, estate, company, committee) -> None:
    actions.record_property_service(estate=estate, company=company, mode="market", since=FOUNDED, by=CLERK)
    actions.record_committee(estate=estate, organization=committee, formed_on=FOUNDED, by=CLERK)
    actions.close_estate(estate, on=LATER, by=CLERK)
    assert selectors.estate_of(ground["door"], LATER) is None
    assert PropertyServiceFact.objects.get().until == LATER
    assert OwnersCommitteeFact.objects.get().ended_on == LATER


def test_what_was_to_begin_after_an_estate_ended_never_does(ground, estate, company) -> None:
    after = LATER + dt.timedelta(days=7)
    actions.record_property_service(estate=estate, company=company, mode="market", since=after, by=CLERK)
    actions.close_estate(estate, on=LATER, by=CLERK)
    fact = PropertyServiceFact.objects.get()
    assert (fact.since, fact.until) == (after, after)


def test_nothing_begins_with_an_estate_that_has_ended(ground, estate, company) -> None:
    actions.close_estate(estate, on=LATER, by=CLERK)
    for begin in (
        lambda: actions.join_estate(estate, [ground["building"]], since=LATER, by=CLERK),
        lambda: actions.record_property_service(
            estate=estate, company=company, mode="market", since=LATER, by=CLERK
        ),
        lambda: actions.record_committee(estate=estate, formed_on=LATER, by=CLERK),
    ):
        with pytest.raises(ValidationError) as raised:
            begin()
        assert raised.value.messages == ["天安一区 was closed before that day."]


def test_serving_finds_the_nearest_first_and_the_company_through_the_estate(
    ground, estate, company, django_assert_num_queries
) -> None:
    actions.record_property_service(estate=estate, company=company, mode="market", since=FOUNDED, by=CLERK)
    wide = actions.found_organization(
        kind="mediation_team", name="街道调解队", places=[ground["xingren"]], by=CLERK
    )
    near = actions.found_organization(
        kind="mediation_team", name="天安调解队", places=[ground["tianan"]], by=CLERK
    )
    assert selectors.serving(ground["door"], "mediation_team") == [near, wide]
    assert selectors.serving(ground["guangming"], "mediation_team") == [wide]
    assert selectors.serving(ground["jinxiu"], "mediation_team") == []
    assert selectors.serving(ground["door"], "property_company") == [company]
    places = [ground["door"], ground["guangming"], ground["jinxiu"]]
    with django_assert_num_queries(4):
        found = selectors.serving_many(places, ["property_company", "mediation_team"])
    assert found[ground["guangming"].pk, "property_company"] == []
    assert found[ground["door"].pk, "mediation_team"] == [near, wide]


def test_a_closed_organization_serves_no_more(ground) -> None:
    team = actions.found_organization(
        kind="mediation_team", name="天安调解队", places=[ground["tianan"]], since=FOUNDED, by=CLERK
    )
    actions.close_organization(team, on=LATER, by=CLERK)
    assert selectors.serving(ground["door"], "mediation_team", LATER) == []
    assert selectors.serving(ground["door"], "mediation_team", FOUNDED) == [team]
