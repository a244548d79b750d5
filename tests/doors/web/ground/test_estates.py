import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tongxin.ground.organizations import actions
from tongxin.ground.organizations.models import OwnersCommitteeFact
from tongxin.ground.posts.actions import relieve
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.posts.answering import who_answers


@pytest.fixture
def desk(cast, client):
    client.force_login(cast.a.street_desk)
    client.cookies["django_language"] = "en"
    return client


def test_an_estate_names_the_role_that_is_missing(cast, desk) -> None:
    relieve(cast.a.enforcement_officer.posts.get(), on=dt.date(2026, 6, 1), by=SYSTEM)
    page = desk.get(reverse("organizations:estate", args=[cast.a.estate.pk]))
    roles = {row["title"]: row["holders"] for row in page.context["roles"]}
    assert roles["enforcement officer"] == []
    assert roles["property manager"] == ["明珠物业 · Property supervisor"]
    assert page.content.decode().count("missing") == 1


def test_a_committee_is_recorded_over_the_one_before_and_both_are_kept(cast, desk) -> None:
    address = reverse("organizations:record", args=[cast.a.estate.pk, "committee"])
    answer = desk.post(address, {"kind": "interim_property_committee", "formed_on": "2026-06-01"})
    assert answer.url == reverse("organizations:estate", args=[cast.a.estate.pk])
    facts = OwnersCommitteeFact.objects.filter(estate=cast.a.estate).order_by("formed_on")
    assert [(fact.kind, fact.ended_on) for fact in facts] == [
        ("owners_committee", dt.date(2026, 6, 1)),
        ("interim_property_committee", None),
    ]


def test_a_service_without_company_is_told_above_the_form(cast, desk) -> None:
    address = reverse("organizations:record", args=[cast.a.estate.pk, "service"])
    page = desk.post(address, {"mode": "market", "since": "2026-06-01"})
    assert page.context["form"].non_field_errors() == [
        "Name the company; only a self-managed estate has none."
    ]


def test_party_coverage_is_recorded_for_a_body_of_this_estate_only(cast, desk) -> None:
    address = reverse("organizations:record", args=[cast.a.estate.pk, "party"])
    sent = {"organization": cast.b.owners_committee.pk, "how": "shared", "since": "2026-06-01"}
    assert "organization" in desk.post(address, sent).context["form"].errors
    sent["organization"] = cast.a.owners_committee.pk
    assert desk.post(address, sent).status_code == 302
    assert cast.a.owners_committee.party_coverage_facts.get().how == "shared"


def test_every_rate_opens_into_what_it_counts_and_what_it_lacks(cast, desk) -> None:
    second = actions.register_estate(name="二区", community=cast.a.community, by=SYSTEM)
    page = desk.get(reverse("organizations:rates"))
    assert [(each["rate"].numerator, each["rate"].denominator) for each in page.context["rates"]] == [
        (1, 2),
        (1, 2),
        (0, 1),
        (1, 1),
    ]
    opened = desk.get(page.context["rates"][0]["href"])
    assert [things for _title, things in opened.context["lists"]] == [[cast.a.estate], [second]]
    for each in page.context["rates"]:
        assert desk.get(each["href"]).status_code == 200
    assert desk.get(reverse("organizations:rate", args=["luck"])).status_code == 404


def test_the_rates_of_another_day_are_those_of_that_day(cast, desk) -> None:
    page = desk.get(reverse("organizations:rates"), {"on": "2025-12-31"})
    assert [each["rate"].percent for each in page.context["rates"]] == [None] * 4
    assert desk.get(reverse("organizations:rates"), {"on": "2026-99-99"}).status_code == 200


def test_communities_stand_with_what_they_lack(cast, desk) -> None:
    page = desk.get(reverse("organizations:completeness"), {"rule": "three_ones"})
    standing = {row["gap"].place: len(row["gap"].missing) for row in page.context["rows"]}
    assert standing == {cast.a.community: 0, cast.a.other_community: 3}
    estates = desk.get(reverse("organizations:completeness"), {"rule": "five_roles"})
    assert [row["gap"].estate for row in estates.context["rows"]] == [cast.a.estate]


def test_who_answers_for_a_door_names_offices_and_no_person(cast) -> None:
    page = render_to_string("web/posts/who_answers.html", {"answers": who_answers(cast.a.door)})
    for said in ("社区党委", "明珠物业", "业委会", "警务室", "天安社区 3号楼", 'href="tel:0632-1234567"'):
        assert said in page
    assert cast.a.building_steward.username not in page
