"""Rows become a plan: what an action would refuse is never proposed; who knows the elder is preferred."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.trades.orders.walking import AT, DAY, HOUR, NOW, Walk
from tongxin.ground.territory.models import Place
from tongxin.insight.dispatching import slots
from tongxin.insight.dispatching.board import board, consequences, with_others
from tongxin.insight.dispatching.reading import read_week
from tongxin.insight.planning.matching import check
from tongxin.trades.orders import actions
from tongxin.trades.orders.actors import volunteer_actor

MONDAY = dt.date(2026, 11, 23)
TUESDAY_MORNING = [(2, dt.time(8), dt.time(12))]

pytestmark = pytest.mark.django_db


def proposed(walk: Walk) -> dict[int, list[int]]:
    rows = board(walk.desk, MONDAY, NOW).rows
    return {row.order.pk: [each.volunteer.pk for each in row.proposed] for row in rows}


def test_order_is_proposed_in_its_wanted_time_to_who_is_free_then(walk):
    order = walk.order("accepted")
    walk.volunteer(hours=[(3, dt.time(8), dt.time(12))])
    free = walk.volunteer(hours=TUESDAY_MORNING)
    found = board(walk.desk, MONDAY, NOW)
    assert [(row.order.pk, row.slot, row.proposed[0].volunteer.pk) for row in found.rows] == [
        (order.pk, 3, free.pk)
    ]
    assert check(found.week.jobs, found.week.hands, found.made) == []


def test_who_is_agreed_elsewhere_at_that_time_is_not_proposed(walk):
    other = walk.order("scheduled")
    busy = other.engaged()[0].volunteer
    order = walk.order("accepted", requester=walk.person(), windows=[(AT - HOUR, AT + 2 * HOUR)])
    assert order.pk not in proposed(walk)
    assert [each.pk for each in board(walk.desk, MONDAY, NOW).short] == [order.pk]
    assert slots.touched([(AT, AT + HOUR)], MONDAY, AT.tzinfo).isdisjoint(
        next(hand for hand in read_week(walk.desk, MONDAY, NOW).hands if hand.key == busy.pk).slots
    )


def test_who_declined_or_ordered_it_themselves_is_not_asked_again(walk):
    own = walk.person()
    order = walk.order("dispatched", requester=own)
    declined = order.asked()[0].volunteer
    actions.decline(order, by=volunteer_actor(declined), now=NOW)
    walk.volunteer(person=own)
    assert proposed(walk) == {}
    fresh = walk.volunteer()
    assert proposed(walk) == {order.pk: [fresh.pk]}


def test_sensitive_order_gets_two_vetted_or_is_told_short(walk):
    order = walk.order("accepted", "cleaning")
    walk.volunteer()
    one = walk.volunteer("vetted")
    found = board(walk.desk, MONDAY, NOW)
    assert [each.pk for each in found.short] == [order.pk]
    two = walk.volunteer("vetted")
    assert sorted(proposed(walk)[order.pk]) == [one.pk, two.pk]


def test_who_has_been_there_before_is_preferred_and_it_is_said(walk):
    elder = walk.person()
    first = walk.order("closed", requester=elder)
    known = first.engagements.get().volunteer
    for _each in range(3):
        walk.volunteer()
    order = walk.order("accepted", requester=elder)
    row = board(walk.desk, MONDAY, NOW).rows[0]
    assert (row.order.pk, row.proposed[0].volunteer.pk, row.proposed[0].line.known) == (
        order.pk,
        known.pk,
        True,
    )


def test_load_is_spread_over_those_who_fit(walk):
    hands = [walk.volunteer() for _each in range(3)]
    for _each in range(6):
        walk.order("accepted", requester=walk.person())
    asked = [who for each in proposed(walk).values() for who in each]
    assert sorted(asked.count(hand.pk) for hand in hands) == [2, 2, 2]


def test_a_no_names_who_would_come_instead(walk):
    order = walk.order("accepted")
    one, two = walk.volunteer(), walk.volunteer()
    found = board(walk.desk, MONDAY, NOW)
    row = with_others(found, found.rows)[0]
    first = row.proposed[0].volunteer.pk
    other = two.pk if first == one.pk else one.pk
    assert [each.volunteer.pk for each in row.others] == [other]
    moved = consequences(found, row)[first].moved
    assert [(each.pk, old.pk, new.pk) for each, old, new in moved] == [(order.pk, first, other)]


def test_past_times_and_other_weeks_are_told_apart(walk):
    walk.volunteer()
    past = walk.order("accepted")
    later = walk.order(
        "accepted", requester=walk.person(), windows=[(NOW + 9 * DAY, NOW + 9 * DAY + 4 * HOUR)]
    )
    week = read_week(walk.desk, MONDAY, NOW + 3 * DAY)
    assert ([each.pk for each in week.past], week.elsewhere, len(week.jobs)) == ([past.pk], 1, 0)
    assert later.pk not in week.orders
    assert (week.before, read_week(walk.desk, MONDAY + 14 * DAY, NOW).before) == (0, 2)


def test_place_without_a_point_lies_where_the_nearest_above_it_does(walk):
    building = walk.cast.a.building
    Place.objects.filter(pk=building.pk).update(point_lat=34.71, point_lng=117.21)
    order = walk.order("accepted", place=walk.cast.a.door)
    where = read_week(walk.desk, MONDAY, NOW).where
    assert (where.points[order.place_path], where.frame) == ((34.71, 117.21), walk.cast.a.community)
    Place.objects.filter(pk=building.pk).update(point_lat=None, point_lng=None)
    assert read_week(walk.desk, MONDAY, NOW).where.points == {}


def test_desk_of_another_street_plans_nothing_of_it(walk):
    walk.volunteer()
    walk.order("accepted")
    desk = walk.cast.actor(walk.cast.b.community_worker)
    assert board(desk, MONDAY, NOW).rows == ()


def test_reading_a_week_costs_the_same_however_many(walk):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read_week(walk.desk, MONDAY, NOW)
        return len(queries)

    walk.order("accepted")
    walk.volunteer("vetted", hours=TUESDAY_MORNING)
    few = asked()
    for _each in range(3):
        walk.order("accepted", requester=walk.person())
        walk.volunteer("vetted", hours=TUESDAY_MORNING)
    assert (asked(), few) == (few, 8)
