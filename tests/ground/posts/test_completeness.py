import datetime as dt

from tests.cast import SINCE
from tongxin.ground.organizations import actions as organizations
from tongxin.ground.organizations.models import Estate
from tongxin.ground.posts.actions import appoint, relieve
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.posts.completeness import RULES, gaps, share
from tongxin.ground.territory.models import Place

LATER = dt.date(2026, 6, 1)


def missing(rule: str, subject: Place | Estate, on: dt.date = LATER) -> list[str]:
    (gap,) = gaps(RULES[rule], [subject], on)
    return [requirement.code for requirement in gap.missing]


def test_what_nobody_holds_is_named(cast) -> None:
    assert missing("three_ones", cast.a.community) == []
    assert missing("three_ones", cast.a.other_community) == [
        "legal_adviser",
        "mediation_team",
        "police_officer",
    ]
    assert missing("four_posts", cast.a.other_community) == [
        "grid_secretary",
        "grid_worker",
        "property_supervisor",
        "community_police",
    ]


def test_a_post_or_an_organization_meets_the_same_requirement(cast, newcomer_account) -> None:
    appoint(
        role="legal_adviser", account=newcomer_account, place=cast.a.other_community, since=SINCE, by=SYSTEM
    )
    organizations.found_organization(
        kind="mediation_team", name="光明调解队", places=[cast.a.other_community], since=SINCE, by=SYSTEM
    )
    assert missing("three_ones", cast.a.other_community) == ["police_officer"]


def test_a_police_post_without_an_officer_is_not_an_officer(cast) -> None:
    relieve(cast.a.community_police.posts.get(), on=LATER, by=SYSTEM)
    assert missing("three_ones", cast.a.community) == ["police_officer"]
    assert missing("three_ones", cast.a.community, LATER - dt.timedelta(days=1)) == []


def test_who_covers_the_street_does_not_fill_the_post_of_a_community(cast) -> None:
    organizations.found_organization(
        kind="legal_office", name="街道律所", places=[cast.a.street], since=SINCE, by=SYSTEM
    )
    assert "legal_adviser" in missing("three_ones", cast.a.other_community)


def test_each_of_the_five_roles_is_missed_by_name_when_it_leaves(cast) -> None:
    assert missing("five_roles", cast.a.estate) == []
    leaving = {
        "property_manager": cast.a.property_supervisor,
        "owners_committee": cast.a.owners_committee_member,
        "enforcement_officer": cast.a.enforcement_officer,
        "grid_worker": cast.a.grid_worker,
    }
    for account in leaving.values():
        relieve(account.posts.get(), on=LATER, by=SYSTEM)
    assert set(missing("five_roles", cast.a.estate)) == set(leaving)
    assert missing("five_roles", cast.b.estate) == []


def test_the_secretary_stands_for_the_community_in_an_estate(cast) -> None:
    relieve(cast.a.community_worker.posts.get(), on=LATER, by=SYSTEM)
    assert missing("five_roles", cast.a.estate) == []
    relieve(cast.a.community_secretary.posts.get(), on=LATER, by=SYSTEM)
    assert missing("five_roles", cast.a.estate) == ["community_worker"]


def test_a_company_that_left_the_estate_brings_no_manager(cast) -> None:
    organizations.end_property_service(cast.a.estate, on=LATER, by=SYSTEM)
    assert missing("five_roles", cast.a.estate) == ["property_manager"]
    assert missing("four_posts", cast.a.community) == ["property_supervisor"]


def test_the_holders_are_shown_with_what_they_hold(cast) -> None:
    (gap,) = gaps(RULES["three_ones"], [cast.a.community], LATER)
    assert gap.holders["mediation_team"] == [cast.a.mediator.posts.get(), cast.a.mediation_team]
    assert [post.account for post in gap.holders["police_officer"]] == [cast.a.community_police]


def test_the_share_lists_what_it_counts(cast) -> None:
    rate = share(gaps(RULES["three_ones"], [cast.a.community, cast.a.other_community], LATER))
    assert rate.numerator_ids == (cast.a.community.pk,)
    assert rate.missing_ids == (cast.a.other_community.pk,)
    assert share(gaps(RULES["three_ones"], [], LATER)).percent is None


def test_many_subjects_ask_as_many_queries_as_one(cast, django_assert_num_queries) -> None:
    communities = [cast.a.community, cast.a.other_community, cast.b.community, cast.b.other_community]
    for subjects in (communities[:1], communities):
        with django_assert_num_queries(2):
            gaps(RULES["four_posts"], subjects, LATER)
    estates = [cast.a.estate, cast.b.estate]
    for subjects in (estates[:1], estates):
        with django_assert_num_queries(2):
            gaps(RULES["five_roles"], subjects, LATER)
