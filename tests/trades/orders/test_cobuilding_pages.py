"""Units report in, needs are named, pairings proposed and answered; the letter; the unit's own page."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.trades.orders.sharing import Shared
from tests.trades.orders.walking import Walk
from tongxin.doors.web.wording import full_day
from tongxin.ground.organizations.actions import found_organizations
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.actions import plant
from tongxin.trades.orders import actions
from tongxin.trades.orders.models import Need, Pairing, Resource, UnitRegistration
from tongxin.trades.orders.notices import link
from tongxin.trades.orders.pairing_links import token_for
from tongxin.trades.orders.selectors.cobuilding import proposals

pytestmark = pytest.mark.django_db


def browser(account=None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if account is not None:
        client.force_login(account)
    return client


@pytest.fixture
def desk(cast: Cast) -> Client:
    return browser(cast.a.community_worker)


@pytest.fixture
def shared(walk: Walk) -> Shared:
    return Shared(walk)


def test_unit_reports_in_offers_something_and_is_listed(desk, cast):
    sent = {"community": cast.a.community.pk, "unit": cast.a.squad.pk, "since": "2026-11-01"}
    answer = desk.post(reverse("orders:register_unit"), sent)
    registration = UnitRegistration.objects.get()
    assert answer.url == reverse("orders:unit", args=[registration.pk])
    page = reverse("orders:unit", args=[registration.pk])
    assert desk.post(page, {"means": "car", "title": "皮卡", "times": "2"}).status_code == 302
    refused = desk.post(page, {"means": "car", "title": "面包车", "times": "0"}).context["form"]
    assert dict(refused.errors) == {"times": ["Please choose between 1 and 366."]}
    assert (Resource.objects.get().title, Resource.objects.get().times) == ("皮卡", 2)
    assert "皮卡" in desk.get(reverse("orders:units")).content.decode()


def test_unit_of_another_district_is_refused_with_a_sentence_and_nothing_is_lost(desk, cast):
    far = plant([{"key": "x", "level": "zone", "name": "别处", "since": dt.date(2020, 1, 1)}], by=SYSTEM)[0]
    row = {"kind": "department", "name": "外区单位", "places": [far], "since": dt.date(2020, 1, 1)}
    unit = found_organizations([row], by=SYSTEM)[0]
    sent = {"community": cast.a.community.pk, "unit": unit.pk, "since": "2026-11-01"}
    answer = desk.post(reverse("orders:register_unit"), sent)
    assert answer.status_code == 422
    assert "This unit belongs to another district." in answer.content.decode()
    assert answer.context["form"]["unit"].value() == str(unit.pk)
    assert UnitRegistration.objects.count() == 0


def test_second_registration_is_refused_at_the_field(desk, shared, cast):
    sent = {"community": cast.a.community.pk, "unit": cast.a.housing.pk, "since": "2026-11-01"}
    answer = desk.post(reverse("orders:register_unit"), sent)
    assert answer.context["form"].errors == {"unit": ["This unit is registered with this community already."]}


def test_report_of_a_unit_ends_once_and_it_is_neither_listed_nor_proposed(desk, shared):
    need, report = shared.need(), shared.registration
    assert shared.resource() in [each.resource for each in proposals(need)]
    page, today = reverse("orders:end_unit", args=[report.pk]), timezone.localdate()
    later, before = today + dt.timedelta(days=1), report.since - dt.timedelta(days=1)
    assert desk.post(page, {"on": later}).context["form"].errors == {
        "on": ["Please choose today or an earlier day."]
    }
    assert desk.post(page, {"on": before}).context["form"].errors == {
        "on": ["The end can't be before the beginning."]
    }
    assert desk.post(page, {"on": today}).url == reverse("orders:unit", args=[report.pk])
    again = desk.post(page, {"on": report.since})
    assert again.context["form"].errors == {"on": ["This report has ended already."]}
    report.refresh_from_db()
    assert (report.until, report.ended_by != "", proposals(need)) == (today, True, [])
    assert list(desk.get(reverse("orders:units")).context["registrations"]) == []
    offered = desk.post(
        reverse("orders:unit", args=[report.pk]), {"means": "room", "title": "会议室", "times": 1}
    )
    assert offered.context["form"].errors == {"title": ["This report has ended already."]}
    assert "The report ended on" in desk.get(reverse("orders:unit", args=[report.pk])).content.decode()


def test_report_of_a_member_ends_and_they_may_report_again(desk, walk):
    volunteer, today = walk.volunteer(member=True), timezone.localdate()
    page = reverse("orders:end_member", args=[volunteer.number])
    assert desk.get(page).status_code == 404
    report = actions.register_member(volunteer, by=walk.desk, since=today)
    shown = reverse("orders:volunteer", args=[volunteer.number])
    assert page in desk.get(shown).content.decode()
    assert desk.post(page, {"on": today}).url == shown
    report.refresh_from_db()
    assert report.until == today
    assert page not in desk.get(shown).content.decode()
    assert actions.register_member(volunteer, by=walk.desk, since=today).until is None


def test_need_proposes_units_with_reasons_and_a_button_asks_one(desk, shared, cast):
    resource = shared.resource()
    day = timezone.localdate() + dt.timedelta(days=20)
    sent = {"community": cast.a.community.pk, "means": "room", "title": "开会的会议室", "by_day": day}
    answer = desk.post(reverse("orders:name_need"), sent)
    need = Need.objects.get()
    page = reverse("orders:need", args=[need.pk])
    assert answer.url == page
    shown = desk.get(page).content.decode()
    assert "The unit has reported to this very community." in shown
    asked = desk.post(page, {"resource": resource.pk})
    pairing = Pairing.objects.get()
    assert (asked.url, pairing.state) == (reverse("orders:pairing", args=[pairing.pk]), "proposed")
    again = desk.post(page, {"resource": resource.pk})
    assert again.status_code == 409
    assert Pairing.objects.count() == 1


def test_need_is_dropped_with_a_reason_and_no_unit_is_asked_any_more(desk, shared):
    need, resource = shared.need(by_day=timezone.localdate() + dt.timedelta(days=20)), shared.resource()
    page, drop = (reverse(f"orders:{name}", args=[need.pk]) for name in ("need", "drop_need"))
    assert drop in desk.get(page).content.decode()
    empty = desk.post(drop, {"reason": " "})
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["reason"])
    assert desk.post(drop, {"reason": "议事会改到街道开"}).url == page
    shown = desk.get(page).content.decode()
    assert "议事会改到街道开" in shown and drop not in shown and resource.title not in shown
    assert desk.get(reverse("orders:needs")).context["rows"] == []
    assert desk.post(page, {"resource": resource.pk}).status_code == 409
    again = desk.post(drop, {"reason": "两次"})
    assert again.context["form"].errors["reason"] == ["This need is met already, or has been dropped."]


def test_project_counts_no_need_that_was_dropped(desk, shared, walk):
    project = actions.begin_project(shared.community, by=walk.desk, title="冬季送暖")
    day = timezone.localdate()
    kept, gone = (shared.need(title, project=project, by_day=day) for title in ("被子", "棉衣"))
    actions.drop_need(gone, by=walk.desk, reason="已有人送来")
    page = desk.get(reverse("orders:needs")).context
    assert [row["need"] for row in page["rows"]] == [kept]
    assert [(row["met"], row["needs"]) for row in page["projects"]] == [(0, 1)]


def test_past_day_keeps_what_was_typed(desk, cast):
    sent = {"community": cast.a.community.pk, "means": "room", "title": "会议室", "by_day": "2020-01-01"}
    answer = desk.post(reverse("orders:name_need"), sent)
    assert answer.status_code == 422
    assert answer.context["form"]["title"].value() == "会议室"
    assert Need.objects.count() == 0


def test_unit_agrees_and_delivers_by_its_link_without_an_account(shared, desk):
    pairing = shared.pairing("proposed")
    unit = browser()
    page = link(pairing, "the:unit")
    assert unit.get(page).status_code == 200
    assert unit.post(f"{page}/agree_pairing", {"note": "可以"}).status_code == 302
    held = timezone.localtime() - dt.timedelta(hours=2)
    sent = {"note": "开了议事会", "held_at": f"{held:%Y-%m-%dT%H:%M}", "minutes": "90", "reached": "32"}
    assert unit.post(f"{page}/deliver", sent).status_code == 302
    pairing.refresh_from_db()
    assert (pairing.state, pairing.reached) == ("delivered", 32)
    assert unit.get(f"{page}/thank").status_code == 403
    thank = reverse("orders:pairing_step", args=[pairing.pk, "thank"])
    begun = desk.get(thank).context["tried"].form["letter"].value()
    assert (
        begun == f"Thank you for “{pairing.resource.title}”. It was a help to the residents, and we know it."
    )


def test_link_of_one_pairing_opens_no_other_and_a_broken_one_says_so_kindly(shared):
    one = shared.pairing("declined")
    assert browser().get(reverse("orders:linked_pairing", args=[token_for(one)])).status_code == 404
    broken = browser().get(reverse("orders:linked_pairing", args=["x" * 40]))
    assert broken.status_code == 404
    assert "Please ask the community" in broken.content.decode()


def test_letter_is_printed_for_the_unit_and_the_desk(desk, shared, cast):
    pairing = shared.pairing("thanked")
    for client in (desk, browser(cast.a.unit_staff)):
        shown = client.get(reverse("orders:letter", args=[pairing.pk])).content.decode()
        assert "感谢贵单位提供会议室。" in shown
        assert f"<br>{full_day(pairing.closed_at)}</p>" in shown
    by_link = browser().get(reverse("orders:linked_letter", args=[token_for(pairing)]))
    assert "感谢贵单位提供会议室。" in by_link.content.decode()


def test_letter_that_is_not_written_yet_is_not_there(desk, shared):
    pairing = shared.pairing("agreed")
    assert desk.get(reverse("orders:letter", args=[pairing.pk])).status_code == 404


def test_unit_sees_its_own_and_its_year_and_nobody_elses(shared, cast):
    pairing = shared.pairing("thanked")
    staff = browser(cast.a.unit_staff)
    asked = staff.get(reverse("orders:asked_of_us")).context["glances"]
    assert [each.thing.pk for each in asked] == [pairing.pk]
    year = reverse("web:unit_year", args=[cast.a.housing.pk])
    shown = staff.get(year, {"year": str(pairing.held_on.year)}).context
    assert (shown["counted"].delivered, shown["counted"].reached) == ((pairing.pk,), 32)
    stranger = browser(cast.b.unit_staff)
    assert stranger.get(reverse("orders:pairing", args=[pairing.pk])).status_code == 404
    assert stranger.get(year).status_code == 403
    assert browser(cast.b.community_worker).get(year).status_code == 404


@pytest.mark.parametrize("name", ["pairings", "needs", "units"])
def test_lists_cost_the_same_however_many(desk, shared, name, django_assert_max_num_queries):
    for number in range(3):
        shared.resource(f"会议室{number}")
        shared.need(f"会议室 {number}")
    shared.pairing("thanked")
    with django_assert_max_num_queries(12):
        assert desk.get(reverse(f"orders:{name}")).status_code == 200
