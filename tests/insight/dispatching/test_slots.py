"""Wanted times and usual hours as slots of a week."""

import datetime as dt
from zoneinfo import ZoneInfo

from tongxin.insight.dispatching import slots

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = dt.date(2026, 11, 23)


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, 23 + day, hour, minute, tzinfo=ZONE)


def test_window_over_noon_covers_both_parts_it_leaves_an_hour_in():
    assert slots.covered([(at(0, 10), at(0, 14))], MONDAY, ZONE) == {0, 1}
    assert slots.covered([(at(0, 11, 30), at(0, 14))], MONDAY, ZONE) == {1}


def test_window_before_eight_or_after_nine_in_the_evening_is_in_the_plan():
    assert slots.covered([(at(0, 6), at(0, 7, 30))], MONDAY, ZONE) == {0}
    assert slots.covered([(at(0, 21), at(0, 23))], MONDAY, ZONE) == {2}


def test_window_of_another_week_covers_nothing():
    assert slots.covered([(at(-3, 9), at(-3, 18))], MONDAY, ZONE) == frozenset()


def test_window_of_days_covers_every_part_between():
    assert slots.covered([(at(1, 8), at(2, 21))], MONDAY, ZONE) == {3, 4, 5, 6, 7, 8}


def test_agreed_time_touches_a_part_by_a_minute():
    assert slots.touched([(at(0, 11, 40), at(0, 12, 1))], MONDAY, ZONE) == {0, 1}


def test_usual_hours_repeat_every_week():
    hours = [
        (1, dt.time(9), dt.time(11)),
        (7, dt.time(18), dt.time(20)),
        (3, dt.time(11, 30), dt.time(12, 30)),
    ]
    assert slots.usual(hours) == {0, 20}


def test_slot_says_its_day_and_part():
    assert (slots.day_of(4, MONDAY), slots.part_of(4)) == (dt.date(2026, 11, 24), "afternoon")
    assert slots.span_of(4, MONDAY, ZONE) == (at(1, 12), at(1, 18))
    assert slots.monday_of(dt.date(2026, 11, 29)) == MONDAY
