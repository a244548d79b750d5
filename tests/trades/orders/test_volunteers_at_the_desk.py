"""Joining, and the desk's side of it: who is there, admitting, cards, reports of members, papers."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from tests.trades.orders.walking import NOW, Walk
from tongxin.ground.people.models import Consent, Person
from tongxin.trades.orders import actions, notices, ways_in
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.models import Volunteer

LIST = "/desk/volunteers"


@pytest.fixture
def walk(cast):
    with time_machine.travel(NOW, tick=False):
        yield Walk(cast)


@pytest.fixture
def offer(walk):
    """What somebody fills in who offers to help."""
    return {
        "name": "赵帮忙",
        "phone": "13700001111",
        "born": "1960",
        "home-place": str(walk.cast.a.building.pk),
        "skills": ["hair"],
        "hours": ["6 08:00 12:00"],
        "most_open": "3",
        "agreed": "on",
    }


def test_who_offers_help_waits_for_a_call_and_gets_no_way_in(walk, client, offer):
    answer = client.post("/volunteer/join", offer)
    assert (answer.status_code, answer.url) == (302, "/volunteer/joined")
    found = Volunteer.objects.get()
    assert (found.state, found.skills, found.place_path) == ("joined", ["hair"], walk.cast.a.community.path)
    assert (found.person.name_mask, found.person.born) == ("赵*忙", 1960)
    assert Consent.objects.get(person=found.person, kind="volunteer").channel == "web"
    page = client.get(answer.url).content.decode()
    assert [secret for secret in (found.number, str(found), ways_in.code_of(found)) if secret in page] == []


def test_a_stranger_does_not_learn_who_is_registered(walk, client, offer):
    answers = [client.post("/volunteer/join", offer) for _each in range(2)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/volunteer/joined")] * 2
    assert Volunteer.objects.count() == 1


def test_who_left_joins_again_on_the_web_and_the_desk_hears_of_it(walk, client, offer):
    client.post("/volunteer/join", offer)
    before = Volunteer.objects.get()
    actions.leave(before, by=walk.desk)
    client.post("/volunteer/join", offer)
    assert [each.state for each in before.person.volunteering.order_by("pk")] == ["left", "joined"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": "12"}, "phone"),
        ({"born": "62"}, "born"),
        ({"born": "2012"}, "guardian"),
        ({"born": "2021", "guardian": "on"}, "__all__"),
        ({"home-place": ""}, "home"),
        ({"agreed": ""}, "agreed"),
        ({"skills": ["flying"]}, "skills"),
        ({"own_day": "6", "own_since": "11:00", "own_until": "13:00"}, "own_day"),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field_and_nothing_is_kept(walk, client, offer, more, field):
    before = Person.objects.count()
    page = client.post("/volunteer/join", offer | more)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert page.context["form"]["hours"].value() == ["6 08:00 12:00"]
    assert (Volunteer.objects.count(), Person.objects.count()) == (0, before)


def test_a_place_above_the_communities_is_no_home(walk, client, offer):
    page = client.post("/volunteer/join", offer | {"home-place": str(walk.cast.a.street.pk)})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["home"])


def test_under_eighteen_joins_when_a_guardian_agrees(walk, client, offer):
    client.post("/volunteer/join", offer | {"born": "2012", "guardian": "on"})
    assert Volunteer.objects.get().guardian is True


def test_who_is_turned_down_agrees_to_nothing_any_more(walk):
    volunteer = walk.joined()
    actions.turn_down(volunteer, by=walk.desk, reason="电话联系不上", now=NOW)
    assert Consent.objects.get(person=volunteer.person).withdrawn_at is not None


def test_the_desk_sees_the_volunteers_of_its_area_and_no_others(walk, client):
    here, there = walk.volunteer(), walk.volunteer(home=walk.cast.b.door)
    client.force_login(walk.cast.a.community_worker)
    listed = [row["volunteer"] for row in client.get(LIST).context["rows"]]
    assert listed == [here]
    assert client.get(f"{LIST}/{here.number}").status_code == 200
    assert client.get(f"{LIST}/{there.number}").status_code == 404
    client.force_login(walk.cast.a.unit_staff)
    assert client.get(LIST).status_code == 403


def test_the_list_is_narrowed_by_state_skill_membership_and_number(walk, client):
    lawyer = walk.volunteer("law", skills=["law"], member=True)
    unproved, barber, waits = walk.volunteer(skills=["law"]), walk.volunteer(skills=["hair"]), walk.joined()
    client.force_login(walk.cast.a.community_worker)

    def listed(**query):
        return [row["volunteer"] for row in client.get(LIST, query).context["rows"]]

    assert listed() == [waits, barber, unproved, lawyer]
    assert (listed(state="joined"), listed(skill="law"), listed(skill="hair")) == (
        [waits],
        [lawyer],
        [barber],
    )
    assert (listed(member="on"), listed(number=str(barber)), listed(number="1")) == ([lawyer], [barber], [])
    assert listed(skill="flying", after="x") == listed()


def test_the_list_asks_no_more_for_many(walk, client, django_assert_max_num_queries):
    for _each in range(6):
        walk.volunteer(skills=["hair"])
    client.force_login(walk.cast.a.community_worker)
    client.get(LIST)
    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_who_is_admitted_gets_a_card_that_is_shown_once_and_leads_in(walk, client):
    volunteer = walk.joined()
    client.force_login(walk.cast.a.community_worker)
    step = f"{LIST}/{volunteer.number}/admit"
    sent = {"client_key": "k" * 16}
    card = client.post(step, sent)
    assert card.status_code == 200
    code = card.context["code"]
    assert client.post(step, sent).url == f"{LIST}/{volunteer.number}"
    client.logout()
    assert client.post("/volunteer/in", {"number": volunteer.number, "code": code}).url == "/volunteer"


def test_a_new_card_makes_the_old_one_worthless_and_is_in_the_journal(walk, client):
    volunteer = walk.volunteer()
    before = ways_in.code_of(volunteer)
    client.force_login(walk.cast.a.community_worker)
    card = client.post(f"{LIST}/{volunteer.number}/renew")
    volunteer.refresh_from_db()
    assert card.context["code"].replace(" ", "") == ways_in.code_of(volunteer) != before
    assert ways_in.by_code(volunteer.number, before) is None
    assert volunteer.version == 3


def test_the_desk_attests_a_skill_and_takes_it_away(walk, client):
    volunteer = walk.volunteer(skills=["law"])
    client.force_login(walk.cast.a.community_worker)
    base = f"{LIST}/{volunteer.number}"
    past = {"skill": "law", "until": "2026-01-01T00:00", "document": "律师证"}
    kept = client.post(f"{base}/attest", past)
    assert (kept.status_code, list(kept.context["tried"].form.errors)) == (422, ["until"])
    assert client.post(f"{base}/attest", past | {"until": "2028-01-01T00:00"}).url == base
    assert [proof.until for _skill, proof in client.get(base).context["skills"]] == [dt.date(2028, 1, 1)]
    assert client.post(f"{base}/take_away", {"skill": "law", "reason": "证件注销"}).url == base
    assert [proof for _skill, proof in client.get(base).context["skills"]] == [None]


def test_the_desk_writes_down_a_person_who_came_by(walk, client, offer):
    client.force_login(walk.cast.a.community_worker)
    made = client.post(f"{LIST}/new", offer)
    found = Volunteer.objects.get()
    assert made.url == f"{LIST}/{found.number}"
    assert Consent.objects.get(person=found.person).channel == "paper"
    again = client.post(f"{LIST}/new", offer)
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["__all__"])
    elsewhere = offer | {"phone": "13700002222", "home-place": str(walk.cast.b.building.pk)}
    assert list(client.post(f"{LIST}/new", elsewhere).context["form"].errors) == ["home"]


def test_an_organisation_of_the_area_joins_and_its_staff_speak_for_it(walk, client):
    unit = walk.cast.a.housing
    client.force_login(walk.cast.a.street_desk)
    given = {"organization": unit.pk, "home-place": walk.cast.a.community.pk, "most_open": "3"}
    client.post(f"{LIST}/new/organization", given)
    found = Volunteer.objects.get()
    assert (found.organization, found.state) == (unit, "joined")
    client.force_login(walk.cast.a.unit_staff)
    assert client.get("/volunteer").context["volunteer"] == found


def test_a_member_reports_once_with_the_unit_they_come_from(walk, client):
    volunteer = walk.volunteer(member=True)
    street = walk.cast.actor(walk.cast.a.street_desk)
    actions.register_unit(walk.cast.a.housing, walk.cast.a.community, by=street)
    client.force_login(walk.cast.a.community_worker)
    page = f"{LIST}/{volunteer.number}/member"
    given = {"unit": str(walk.cast.a.housing.pk), "since": "2026-11-23"}
    assert client.post(page, given).url == f"{LIST}/{volunteer.number}"
    assert volunteer.registrations.get().unit == walk.cast.a.housing
    again = client.post(page, given)
    assert again.status_code == 422
    assert client.post(page, given | {"unit": "999999"}).status_code == 422


def test_a_certificate_is_withdrawn_with_a_reason(walk, client):
    volunteer = walk.volunteer()
    walk.done_by(volunteer)
    with time_machine.travel(NOW + dt.timedelta(days=9), tick=False):
        period = {"since": dt.date(2026, 11, 1), "until": dt.date(2026, 12, 31)}
        paper = actions.certify(volunteer, by=volunteer_actor(volunteer), **period)
    client.force_login(walk.cast.a.community_worker)
    page = reverse("orders:withdraw_paper", args=[volunteer.number, paper.code])
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "时间重复"}).status_code == 302
    paper.refresh_from_db()
    assert (paper.withdrawn_because, client.get(page).status_code) == ("时间重复", 404)


def test_messages_lead_each_to_their_own_page(walk):
    volunteer = walk.volunteer()
    assert notices.link(volunteer, "here:community_worker") == f"{LIST}/{volunteer.number}"
    opened = notices.link(volunteer, "the:self").rpartition("/")[2]
    assert ways_in.by_token(opened) == volunteer
