import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from tongxin.demo import bodies, zone
from tongxin.demo.building import build
from tongxin.demo.entering import volunteers_shown
from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.selectors import verify
from tongxin.ground.people.models import Account, Household
from tongxin.ground.posts.models import Post
from tongxin.ground.posts.selectors import actor_for
from tongxin.ground.territory.models import Place
from tongxin.insight.dispatching.board import board
from tongxin.insight.dispatching.reading import SOUGHT
from tongxin.insight.dispatching.slots import monday_of
from tongxin.insight.indicators.selectors import as_json, period_to
from tongxin.trades.cases.catalogue import seed
from tongxin.trades.cases.models import Case, Category
from tongxin.trades.cases.suggest.advice import units_for
from tongxin.trades.orders.models import Engagement, Need, Order, Volunteer

UNTIL = timezone.make_aware(dt.datetime(2026, 11, 20, 12))


@pytest.fixture(scope="module")
def zone_once(django_db_setup, django_db_blocker):
    """The zone, made once for this module in a transaction that is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        size = {"cases": 14, "orders": 8, "to_plan": 12, "volunteers": 21, "units": 10}
        yield build(password="a long demo passphrase", say=lambda words: None, **size, until=UNTIL)
        transaction.set_rollback(True)


@pytest.fixture
def built(zone_once, db):
    return zone_once


def test_plan_is_the_same_for_the_same_seed():
    rows = zone.plan(520)

    assert rows == zone.plan(520)
    assert bodies.plan(rows, 520) == bodies.plan(zone.plan(520), 520)


def test_plan_keys_are_unique_and_parents_come_first():
    seen = set()
    for row in zone.plan(520):
        assert row.parent is None or row.parent in seen
        assert row.key not in seen
        seen.add(row.key)


def test_demo_zone_reproduces_the_figures_of_the_method(built):
    figures = as_json(period_to(UNTIL.date()))

    assert {key: figures["M1"][key] for key in ("areas", "groups", "cells")} == {
        "areas": 4,
        "groups": 29,
        "cells": 240,
    }
    assert figures["M2"] == {"committees": 7, "grid_branches": 35}
    assert (figures["M3"]["complete_counted"], figures["M3"]["complete_of"]) == (7, 7)
    rates = [
        "owners_committee_formation",
        "property_service_coverage",
        "owners_committee_party_coverage",
        "adviser_posting",
    ]
    assert [round(figures["M21"][rate]) for rate in rates] == [61, 76, 72, 100]
    assert Household.objects.count() == built.households == 8930


def test_demo_cases_have_lived_their_flow(built):
    cases = Case.objects.count()

    assert cases == Journal.objects.filter(noun="cases.case", step="born").count()
    assert list(verify()) == []
    assert not Journal.objects.filter(at__gt=UNTIL).exists()
    assert Case.objects.filter(state="closed").exists()


def test_demo_orders_have_lived_their_flow(built):
    orders = Order.objects.count()

    assert orders == Journal.objects.filter(noun="orders.order", step="born").count()
    assert 12 < orders <= 8 + 12
    assert Volunteer.objects.filter(state="active").count() == 21
    figures = as_json(period_to(UNTIL.date()))
    assert (figures["M6"]["ordered"], figures["M26"]["volunteers"]) == (orders, 21)
    assert figures["M7"]["units"] == 10
    due = Need.objects.filter(Q(by_day__lte=UNTIL.date()) | Q(met_on__isnull=False))
    assert figures["M7"]["needs_met_of"] == due.count() > 0
    minutes = Engagement.objects.aggregate(sum=Sum("confirmed_minutes"))["sum"] or 0
    assert figures["M26"]["hours"] == round(minutes / 60, 1)


def test_demo_leaves_a_week_to_plan(built):
    desk = actor_for(Account.objects.get(username="community.worker"), UNTIL.date())
    this = monday_of(UNTIL.date())
    weeks = [board(desk, this + dt.timedelta(weeks=n), UNTIL) for n in (0, 1)]
    first = Place.objects.get(code=zone.COMMUNITIES[0].code)
    waiting = Order.objects.filter(state__in=SOUGHT, place_path__startswith=first.path)

    assert {each.state for each in waiting} > {"accepted"}  # some may be taken by anybody near
    assert all(each.windows.first().since > UNTIL for each in waiting)
    planned = {row.order.pk for week in weeks for row in week.rows}
    short = {order.pk for week in weeks for order in week.short}
    assert planned | short == {each.pk for each in waiting}
    assert len(planned) >= 3


def test_demo_names_a_unit_for_every_task_of_a_department(built):
    """So that a whistle takes two clicks: the unit that leads is ticked already."""
    here = Place.objects.filter(level__code="building").order_by("path").first()
    tasks = {each.code for each in seed.categories() if each.lead == "department"}
    led = [
        each.code
        for each in Category.objects.filter(code__in=tasks)
        if units_for(each, here, now=UNTIL)[0].lead and units_for(each, here, now=UNTIL)[0].unit
    ]
    assert (len(tasks) > 20, sorted(tasks - set(led))) == (True, [])


def test_demo_persons_are_marked_as_invented(built):
    assert not Post.objects.filter(person__invented=False).exists()
    assert not Case.objects.filter(reporter__invented=False).exists()


def test_demo_goes_into_an_empty_installation_only(built):
    places = Place.objects.count()

    with pytest.raises(CommandError, match="empty installation"):
        call_command("demo")
    call_command("demo", "--once")

    assert Place.objects.count() == places


def test_one_can_look_as_two_of_the_volunteers(built, client):
    by_card, by_link = volunteers_shown()
    number, code = by_card.partition("编号 ")[2].split("   code · 查询码 ")
    assert client.post("/volunteer/in", {"number": number, "code": code}).url == "/volunteer"
    own = client.get("/volunteer").context
    assert own["wanted"] or own["taken"]
    client.cookies.clear()
    link, digits = by_link.strip().split("   digits · 尾号 ")
    assert client.post(urlsplit(link).path, {"digits": digits}).url == "/volunteer"
