"""The list of what a change of the calendar has moved."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.trades.cases.walking import Walk
from tongxin.doors.web.engine import moved
from tongxin.doors.web.engine.moved import KINDS
from tongxin.engine.flows import actions, registry
from tongxin.engine.flows.models import Clock
from tongxin.engine.flows.moves import CALENDAR, latest_change, latest_changes
from tongxin.ground.posts.actors import SYSTEM
from tongxin.trades.cases import actions as cases
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.storyline import story


@pytest.fixture
def walk(cast) -> Walk:
    return Walk(cast)


@pytest.fixture
def change(walk):
    """The last day promised becomes a holiday: two cases of the first street move, and one of the other."""
    walk.case("whistled"), walk.case("whistled")
    other = walk.report(place=walk.cast.b.door)
    worker = walk.cast.actor(walk.cast.b.community_worker)
    cases.accept(other, by=worker, category=walk.category, urgency="normal")
    cases.handle(other, by=worker)
    day = last_day_promised()
    actions.set_calendar_day(day, by=SYSTEM, working=False, name="大雪")
    return latest_change(CALENDAR, day.isoformat())


def last_day_promised() -> dt.date:
    return timezone.localdate(Clock.objects.filter(unit="work_day").latest("due_at").due_at)


def browser_of(account) -> Client:
    client = Client()
    client.force_login(account)
    client.cookies["django_language"] = "en"
    return client


def page(account, change):
    return browser_of(account).get(reverse("flows:moved", args=[change.pk]))


def numbers(answer) -> list[str]:
    return [row.number for row in answer.context["rows"]]


def numbers_in(street) -> list[str]:
    found = Case.objects.filter(place_path__startswith=street.street.path).order_by("pk")
    return list(found.values_list("number", flat=True))


def test_every_flow_has_its_verb():
    assert set(KINDS) == {flow.name for flow in registry.flows()}


def test_the_street_reads_what_moved_in_its_own_area(cast, change):
    own, others = page(cast.a.street_desk, change), page(cast.b.street_desk, change)
    assert numbers(own) == numbers_in(cast.a)
    assert all(row.due > row.old_due for row in own.context["rows"])
    assert (own.context["found"].in_all, own.context["found"].seen) == (3, 2)
    assert numbers(others) == numbers_in(cast.b)


def test_each_line_leads_to_its_case(cast, change):
    rows = page(cast.a.street_desk, change).context["rows"]
    assert [row.href for row in rows] == [
        reverse("cases:case", args=[number]) for number in numbers_in(cast.a)
    ]


def test_a_summons_is_named_by_its_unit(cast, walk):
    walk.case("whistled")
    day = timezone.localdate(Clock.objects.filter(noun="cases.summons").latest("due_at").due_at)
    actions.set_calendar_day(day, by=SYSTEM, working=False, name="大雪")
    rows = page(cast.a.street_desk, latest_change(CALENDAR, day.isoformat())).context["rows"]
    assert sorted(row.unit for row in rows if row.unit) == sorted(
        [str(cast.a.property_company), str(cast.a.housing)]
    )


def test_no_more_lines_than_fit(cast, change, monkeypatch):
    monkeypatch.setattr(moved, "MOST", 1)
    answer = page(cast.a.street_desk, change)
    found = answer.context["found"]
    assert (len(answer.context["rows"]), found.more) == (1, 1)
    assert "And 1 more." in answer.content.decode()


def test_who_sets_the_calendar_reads_how_many_but_of_no_case(cast, change):
    answer = page(cast.a.system_admin, change)
    assert (answer.status_code, answer.context["rows"]) == (200, [])
    assert answer.context["found"].in_all > 0


def test_a_number_that_is_no_change_is_not_there(cast, change):
    assert page(cast.a.street_desk, Case.objects.first()).status_code == 404
    assert page(cast.a.community_worker, change).status_code == 403


def test_the_calendar_names_the_last_changes(cast, change):
    answer = browser_of(cast.a.street_desk).get(reverse("flows:calendar"))
    (line,) = answer.context["changes"]
    assert (line.pk, line.words.endswith("is a holiday")) == (change.pk, True)
    assert reverse("flows:moved", args=[change.pk]) in answer.content.decode()


def test_setting_a_day_leads_to_what_moved(cast, walk):
    walk.case("whistled")
    day = last_day_promised()
    facts = {"date": day.isoformat(), "working": "no", "name": "大雪"}
    answer = browser_of(cast.a.system_admin).post(reverse("flows:set_day"), facts)
    assert answer.url == reverse("flows:moved", args=[latest_changes(1)[0].pk])


def test_the_resident_reads_from_when_to_when(change, cast):
    with override("en"):
        told = [story(case, own=False)[-1] for case in Case.objects.order_by("pk")]
    assert [moment.title for moment in told] == ["The promised time has moved"] * 3
    assert [moment.note.partition(" ")[0] for moment in told] == ["from"] * 3


def test_the_list_costs_few_queries(cast, change, django_assert_max_num_queries):
    browser, address = browser_of(cast.a.street_desk), reverse("flows:moved", args=[change.pk])
    with django_assert_max_num_queries(12):
        assert len(browser.get(address).context["rows"]) == 2
