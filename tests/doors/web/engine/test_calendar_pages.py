"""Desk pages of the working calendar and of promises."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tongxin.engine.flows.models import CalendarDay, Promise, WorkingHours
from tongxin.trades.cases.models import Category

DAY = dt.date(2027, 2, 8)


@pytest.fixture
def admin(cast, client):
    client.force_login(cast.a.system_admin)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def desk(cast, client):
    client.force_login(cast.a.street_desk)
    client.cookies["django_language"] = "en"
    return client


def day_answers(**changes):
    return {"date": DAY.isoformat(), "working": "no", "name": "春节", "source": "通知", **changes}


def test_the_year_shows_what_differs_and_what_is_missing(admin):
    page = admin.get(reverse("flows:calendar"), {"year": "2026"})
    assert page.status_code == 200
    assert page.context["gaps"] == [timezone.localdate().year + 1]
    assert {day.date for day in page.context["known"]} == set(
        CalendarDay.objects.filter(date__year=2026).values_list("date", flat=True)
    )
    assert b'action="/desk/calendar/day"' in page.content


@pytest.mark.parametrize("asked", ["", "x", "1", "99999", "9" * 30, "-5"])
def test_any_year_asked_for_is_a_page(admin, asked):
    assert admin.get(reverse("flows:calendar"), {"year": asked}).status_code == 200


def test_a_day_is_set_and_says_how_much_moved(admin):
    page = admin.post(reverse("flows:set_day"), day_answers(), follow=True)
    assert CalendarDay.objects.get(date=DAY).working is False
    assert [str(message) for message in page.context["messages"]] == ["Done. 0 due times moved."]
    admin.post(reverse("flows:clear_day"), {"date": DAY.isoformat()})
    assert not CalendarDay.objects.filter(date=DAY).exists()


def test_a_bad_day_keeps_what_was_typed(admin):
    page = admin.post(reverse("flows:set_day"), day_answers(date="1999-01-01"))
    assert page.status_code == 422
    assert page.context["day_form"]["name"].value() == "春节"
    assert list(page.context["day_form"].errors) == ["date"]


def test_hours_are_set_from_a_day_on(admin):
    hours = {"date": "2027-06-01", "weekdays": ["1", "2", "3"], "opens": "09:00", "closes": "16:00"}
    assert admin.post(reverse("flows:set_hours"), hours).status_code == 302
    assert WorkingHours.objects.get(until=None).spans == [["09:00", "16:00"]]
    assert admin.post(reverse("flows:set_hours"), hours).status_code == 422
    assert admin.post(reverse("flows:set_hours"), {**hours, "pause_from": "12:00"}).status_code == 422


@pytest.mark.parametrize("name", ["set_day", "clear_day", "set_hours"])
def test_the_street_reads_the_calendar_but_does_not_set_it(desk, name):
    assert desk.get(reverse("flows:calendar")).status_code == 200
    assert desk.post(reverse(f"flows:{name}"), day_answers()).status_code == 403
    assert not CalendarDay.objects.filter(date=DAY).exists()


@pytest.mark.parametrize("name", ["calendar", "promises", "new_promise"])
def test_a_community_worker_has_nothing_to_set_here(cast, client, name):
    client.force_login(cast.a.community_worker)
    assert client.get(reverse(f"flows:{name}")).status_code == 403


def answers(**changes):
    known = {"what": "case.accept", "amount": "3", "unit": "work_hour", "remind": "20", "source": "街道承诺"}
    return {**known, **changes}


def test_the_street_promises_for_its_own_places(cast, desk):
    place = cast.a.community
    page = desk.post(reverse("flows:new_promise"), answers(place=place.pk))
    assert page.status_code == 302
    row = Promise.objects.get(place_path=place.path)
    assert (row.flow, row.name, row.amount, row.until) == ("case", "accept", 3, None)
    assert place.name.encode() in desk.get(reverse("flows:promises")).content


def test_not_for_everywhere_nor_for_the_neighbours(cast, desk):
    for place in ("", cast.b.community.pk):
        page = desk.post(reverse("flows:new_promise"), answers(place=place))
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["place"])
    assert not Promise.objects.filter(source="街道承诺").exists()


def test_the_house_promises_for_everywhere(admin):
    assert admin.post(reverse("flows:new_promise"), answers(remind="0")).status_code == 302
    assert Promise.objects.get(source="街道承诺").place_path == ""


def test_a_promise_speaks_of_category_place_and_urgency_in_words(cast, desk):
    lift = Category.objects.get(code="elevator")
    said = answers(place=cast.a.community.pk, category_path=lift.path, urgency="urgent")
    assert desk.post(reverse("flows:new_promise"), said).status_code == 302
    rows = desk.get(reverse("flows:promises")).context["rows"]
    (row,) = [row for row in rows if row["promise"].source == "街道承诺"]
    words = (row["called"], row["category"], row["place"], row["urgency"])
    assert words == ("Case: Reported", "Lift", cast.a.community.full_name, "Urgent")


def test_a_promise_of_a_later_day_leaves_the_days_before_to_the_row_in_force(cast, desk):
    place, today = cast.a.community, timezone.localdate()
    later = today + dt.timedelta(days=30)
    desk.post(reverse("flows:new_promise"), answers(place=place.pk))
    said = answers(place=place.pk, amount="5", since=str(later))
    assert desk.post(reverse("flows:new_promise"), said).status_code == 302
    begins = timezone.make_aware(dt.datetime.combine(later, dt.time.min))
    rows = Promise.objects.filter(place_path=place.path).order_by("since")
    assert [(row.amount, row.until) for row in rows] == [(3, begins), (5, None)]
    assert rows[1].since == begins
    page = desk.post(reverse("flows:new_promise"), answers(place=place.pk, amount="4"))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["since"])


@pytest.mark.parametrize(
    ("days", "more", "field"),
    [(-1, {}, "since"), (30, {"move_running": "on"}, "move_running"), (365 * 40, {}, "since")],
)
def test_a_day_that_no_promise_can_begin_on_is_told_at_its_field(admin, days, more, field):
    said = answers(since=str(timezone.localdate() + dt.timedelta(days=days)), **more)
    page = admin.post(reverse("flows:new_promise"), said)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])


def test_half_a_day_is_told_at_its_field(admin):
    page = admin.post(reverse("flows:new_promise"), answers(amount="1.5", unit="work_day"))
    assert list(page.context["form"].errors) == ["amount"]


@pytest.mark.parametrize("name", ["calendar", "promises", "new_promise"])
def test_a_page_costs_few_queries(admin, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert admin.get(reverse(f"flows:{name}")).status_code == 200
