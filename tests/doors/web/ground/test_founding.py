"""Organisations and estates from their beginning to their end, by the desk's pages."""

import datetime as dt

import pytest
from django.urls import reverse

from tongxin.ground.organizations.actions import cover
from tongxin.ground.organizations.models import Estate, Organization
from tongxin.ground.organizations.rates import rates
from tongxin.ground.posts.actors import SYSTEM

DAY = "2026-06-01"


@pytest.fixture
def desk(cast, client):
    client.force_login(cast.a.street_desk)
    client.cookies["django_language"] = "en"
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"organizations:{name}", args=args)


def test_a_unit_is_founded_covers_more_and_less_and_ends(cast, desk) -> None:
    said = {"kind": "department", "name": "城管办", "since": DAY, "places": "天安社区"}
    answer = desk.post(at("found"), said)
    made = Organization.objects.get(name="城管办")
    assert answer.url == at("organization", made.pk)
    assert [row.place for row in made.coverages.all()] == [cast.a.community]
    number = "{}.{}.{}".format(*(int(cast.a.other_community.path[i : i + 4], 36) for i in (0, 4, 8)))
    assert (
        desk.post(at("cover", made.pk), {"places": f"{number}\n\n 光明社区 ", "since": DAY}).status_code
        == 302
    )
    both = {cast.a.community, cast.a.other_community}
    assert {row.place for row in made.coverages.filter(until=None)} == both
    assert desk.post(at("uncover", made.pk), {"places": [cast.a.community.pk], "on": DAY}).status_code == 302
    assert [row.place for row in made.coverages.filter(until=None)] == [cast.a.other_community]
    assert desk.post(at("end", made.pk), {"on": "2026-07-01"}).status_code == 302
    made.refresh_from_db()
    assert made.until == dt.date(2026, 7, 1)


def test_what_is_wrong_with_a_founding_is_told_at_its_field(cast, desk) -> None:
    said = {"kind": "department", "name": "城管办", "since": DAY, "places": "天安社区乙\n1组\n社区"}
    form = desk.post(at("found"), said).context["form"]
    assert form.errors == {
        "places": [
            "There is no place “天安社区乙” in your area.",
            "“社区” could be 天安社区 or 光明社区; write more of its name, or its number.",
        ]
    }
    assert form["places"].value() == said["places"]
    nowhere = desk.post(at("found"), said | {"places": ""})
    assert (nowhere.status_code, list(nowhere.context["form"].errors)) == (422, ["places"])
    wrong = {"kind": "grid_branch", "places": "1组", "parent": cast.a.squad.pk}
    assert desk.post(at("found"), said | wrong).context["form"].errors["parent"] == [
        "Grid party branch stands under: Community party committee."
    ]
    assert not Organization.objects.filter(name="城管办").exists()


def test_a_unit_at_work_next_door_too_is_not_ended_from_here(cast, desk) -> None:
    cover(cast.a.squad, [cast.b.community], by=SYSTEM)
    page = desk.get(at("end", cast.a.squad.pk))
    assert page.status_code == 403
    assert "outside your area as well" in page.content.decode()


def test_a_company_that_still_serves_an_estate_does_not_end(cast, desk) -> None:
    page = desk.post(at("end", cast.a.property_company.pk), {"on": DAY})
    assert page.status_code == 422
    assert page.context["form"].non_field_errors() == ["一区 still has it; end that first."]


def test_an_estate_is_registered_with_all_its_facts_and_counts_in_the_rates(cast, desk) -> None:
    said = {"community": cast.a.community.pk, "name": "二区", "households": "120", "since": DAY}
    answer = desk.post(at("register"), said | {"residential": "on", "eligible_for_owners_committee": "on"})
    made = Estate.objects.get(name="二区")
    assert answer.url == at("estate", made.pk)
    facts = {
        "service": {"mode": "market", "company": cast.a.property_company.pk, "since": DAY},
        "committee": {"kind": "owners_committee", "formed_on": DAY},
        "party": {"organization": cast.a.property_company.pk, "how": "shared", "since": DAY},
        "members": {"has_members": "no", "since": DAY},
        "adviser": {"since": DAY},
    }
    for what, fact in facts.items():
        expected = 422 if what == "adviser" else 302  # the cast's adviser is posted to this company already
        assert desk.post(at("record", made.pk, what), fact).status_code == expected
    found = rates(dt.date(2026, 6, 2), within=[cast.a.community.path])
    assert [rate.percent for rate in found.values()] == [100, 100, 0, 100]
    page = desk.get(at("estate", made.pk))
    assert [each["what"] for each in page.context["ends"]] == ["service", "committee", "party", "adviser"]


def test_facts_end_and_an_estate_ends_with_what_is_open(cast, desk) -> None:
    estate = cast.a.estate
    assert desk.post(at("end_fact", estate.pk, "committee"), {"on": DAY}).status_code == 302
    assert estate.committee_facts.get().ended_on == dt.date(2026, 6, 1)
    again = desk.post(at("end_fact", estate.pk, "committee"), {"on": DAY})
    assert again.context["form"].non_field_errors() == ["This estate has no committee."]
    early = desk.post(at("end_fact", estate.pk, "service"), {"on": "2020-01-01"})
    assert early.context["form"].non_field_errors() == ["The end can't be before the beginning."]
    assert desk.get(at("end_fact", estate.pk, "luck")).status_code == 404
    assert desk.post(at("close_estate", estate.pk), {"on": "2026-07-01"}).status_code == 302
    assert estate.service_facts.get().until == dt.date(2026, 7, 1)
    assert not desk.get(at("estate", estate.pk)).context["may_edit"]
    without = desk.post(at("record", estate.pk, "members"), {"has_members": "yes", "since": DAY})
    assert without.context["form"].non_field_errors() == [
        "No company serves this estate; record its property service first."
    ]


def test_an_estate_is_corrected_and_its_buildings_come_and_go(cast, desk) -> None:
    estate = cast.a.estate
    said = {"name": "一区（新）", "households": "80", "residential": "on"}
    assert desk.post(at("correct_estate", estate.pk), said).status_code == 302
    estate.refresh_from_db()
    assert (estate.name, estate.households, estate.eligible_for_owners_committee) == ("一区（新）", 80, False)
    left = desk.post(at("leave_estate", estate.pk), {"places": [cast.a.building.pk], "on": DAY})
    assert (left.status_code, estate.estate_places.get().until) == (302, dt.date(2026, 6, 1))
    joined = desk.post(at("join_estate", estate.pk), {"places": "3号楼", "since": "2026-06-02"})
    assert (joined.status_code, estate.estate_places.filter(until=None).get().place) == (302, cast.a.building)


def test_an_estate_and_a_founding_next_door_are_not_there(cast, desk) -> None:
    for name in ("correct_estate", "close_estate", "join_estate", "leave_estate"):
        assert desk.get(at(name, cast.b.estate.pk)).status_code == 404
    said = {"community": cast.b.community.pk, "name": "二区", "households": "1", "since": DAY}
    assert list(desk.post(at("register"), said).context["form"].errors) == ["community"]
    for name in ("cover", "uncover", "end"):
        assert desk.get(at(name, cast.b.squad.pk)).status_code == 404


def test_who_only_reads_is_told_whom_to_ask(cast, client) -> None:
    client.force_login(cast.a.community_worker)
    assert client.get(at("found")).status_code == 403
    assert client.get(at("register")).status_code == 403
    assert client.get(at("close_estate", cast.a.estate.pk)).status_code == 403
