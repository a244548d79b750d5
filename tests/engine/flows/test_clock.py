"""Calendar arithmetic against a minute-by-minute simulator, and over a real 调休 week."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from chinese_calendar import constants
from hypothesis import given, settings
from hypothesis import strategies as st

from tongxin.engine.flows import clock
from tongxin.engine.flows.clock import Calendar, Hours

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
OFFICE = Hours(
    date(2000, 1, 1),
    None,
    frozenset({1, 2, 3, 4, 5}),
    ((time(8, 30), time(12)), (time(13, 30), time(17, 30))),
)
SUMMER = Hours(
    date(2026, 2, 20), None, frozenset({1, 2, 3, 4, 5, 6}), ((time(9), time(12)), (time(14), time(16)))
)
FIRST = date(2026, 2, 9)
DATES = [FIRST + timedelta(days=n) for n in range(28)]


def calendar_of(days=(), hours=(OFFICE,)):
    """Built once for each set of days: a calendar covers a century."""
    key = (tuple(sorted(dict(days).items())), tuple(hours))
    if key not in _built:
        _built[key] = Calendar(dict(days), hours, ZONE)
    return _built[key]


_built: dict[object, Calendar] = {}
ORDINARY = calendar_of()
STATE_COUNCIL = calendar_of(
    dict.fromkeys(constants.holidays, False) | dict.fromkeys(constants.workdays, True)
)
CHANGED = calendar_of(
    {date(2026, 2, 14): True, date(2026, 2, 16): False, date(2026, 2, 17): False, date(2026, 2, 22): True},
    (Hours(OFFICE.since, SUMMER.since, OFFICE.weekdays, OFFICE.spans), SUMMER),
)
calendars = st.sampled_from([ORDINARY, STATE_COUNCIL, CHANGED])
minutes = st.integers(0, 14 * 24 * 60).map(
    lambda n: datetime(2026, 2, 9, tzinfo=ZONE).astimezone(UTC) + n * MINUTE
)
hour_units = st.sampled_from(["urgent_hour", "work_hour", "natural_hour"])
hours = st.integers(1, 40 * 4).map(lambda quarters: Decimal(quarters) / 4)
day_units = st.sampled_from(["work_day", "natural_day"])
pauses = st.lists(st.tuples(minutes, st.integers(0, 3 * 24 * 60)), max_size=4).map(
    lambda pairs: [(since, since + length * MINUTE) for since, length in pairs]
)
amounts = st.one_of(st.tuples(hours, hour_units), st.tuples(st.integers(1, 8).map(Decimal), day_units))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def counts(calendar, unit, moment):
    """Whether the minute that begins at ``moment`` counts; straight from the rules, no sums."""
    if unit not in ("work_hour", "work_day"):
        return True
    local = moment.astimezone(ZONE)
    return any(opens <= local.time() < closes for opens, closes in calendar.spans(local.date()))


def simulated(start, budget, calendar, unit, intervals):
    """Walk minute by minute until ``budget`` minutes have counted outside the pauses."""
    moment = start
    while budget:
        if counts(calendar, unit, moment) and not any(a <= moment < b for a, b in intervals):
            budget -= 1
        moment += MINUTE
    return moment


def counted(start, end, calendar, unit):
    moment, total = start, 0
    while moment < end:
        total += counts(calendar, unit, moment)
        moment += MINUTE
    return total


@settings(max_examples=60, deadline=None)
@given(start=minutes, amount=hours, unit=hour_units, calendar=calendars, intervals=pauses)
def test_hours_end_where_the_simulator_ends(start, amount, unit, calendar, intervals):
    budget = int(amount * 60)
    assert clock.add(start, amount, unit, calendar, intervals) == simulated(
        start, budget, calendar, unit, intervals
    )


@settings(max_examples=40, deadline=None)
@given(start=minutes, days=st.integers(1, 6), unit=day_units, calendar=calendars, intervals=pauses)
def test_days_keep_their_counted_time_through_pauses(start, days, unit, calendar, intervals):
    unpaused = clock.add(start, days, unit, calendar)
    budget = counted(start, unpaused, calendar, unit)
    due = clock.add(start, days, unit, calendar, intervals)
    assert due == (simulated(start, budget, calendar, unit, intervals) if due != unpaused else unpaused)
    assert clock.elapsed(start, due, unit, calendar, intervals) == budget * MINUTE


@settings(max_examples=60, deadline=None)
@given(start=minutes, minutes_later=st.integers(0, 9 * 24 * 60), calendar=calendars, intervals=pauses)
def test_elapsed_is_what_the_simulator_counts(start, minutes_later, calendar, intervals):
    end, moment, total = start + minutes_later * MINUTE, start, 0
    while moment < end:
        total += counts(calendar, "work_hour", moment) and not any(a <= moment < b for a, b in intervals)
        moment += MINUTE
    assert clock.elapsed(start, end, "work_hour", calendar, intervals) == total * MINUTE


@settings(deadline=None)
@given(start=minutes, promise=amounts, calendar=calendars, intervals=pauses)
def test_never_earlier_than_the_promised_time(start, promise, calendar, intervals):
    amount, unit = promise
    due = clock.add(start, amount, unit, calendar, intervals)
    promised = {
        "work_day": lambda: sum(
            (length_of(calendar, day) for day in _working_days_after(start, int(amount), calendar)),
            timedelta(),
        ),
        "natural_day": lambda: int(amount) * timedelta(days=1),
    }.get(unit, lambda: float(amount) * timedelta(hours=1))()
    assert clock.elapsed(start, due, unit, calendar, intervals) >= promised


def length_of(calendar, day):
    spans = [
        (datetime.combine(day, opens), datetime.combine(day, closes)) for opens, closes in calendar.spans(day)
    ]
    return sum((closes - opens for opens, closes in spans), timedelta())


def _working_days_after(start, number, calendar):
    day, found = start.astimezone(ZONE).date(), []
    while len(found) < number:
        day += timedelta(days=1)
        found += [day] if calendar.is_working(day) else []
    return found


@settings(deadline=None)
@given(start=minutes, promise=amounts, calendar=calendars, intervals=pauses, more=st.integers(1, 5))
def test_more_is_never_earlier(start, promise, calendar, intervals, more):
    amount, unit = promise
    due = clock.add(start, amount, unit, calendar, intervals)
    assert clock.add(start, amount + more, unit, calendar, intervals) >= due
    assert clock.add(start, amount, unit, calendar, intervals, [(more, unit)]) >= due


@settings(deadline=None)
@given(start=minutes, promise=amounts, calendar=calendars, since=minutes, length=st.integers(1, 5000))
def test_after_a_pause_exactly_the_rest_is_left(start, promise, calendar, since, length):
    amount, unit = promise
    due = clock.add(start, amount, unit, calendar)
    since = min(max(since, start), due)
    until = since + length * MINUTE
    left = clock.elapsed(since, due, unit, calendar)
    later = clock.add(start, amount, unit, calendar, [(since, until)])
    assert later >= due
    assert clock.elapsed(until, later, unit, calendar) == left


@settings(deadline=None)
@given(start=minutes, promise=amounts, calendar=calendars, holiday=st.sampled_from(DATES))
def test_a_new_holiday_never_shortens(start, promise, calendar, holiday):
    amount, unit = promise
    with_holiday = calendar_of({**calendar.days, holiday: False}, calendar.hours)
    assert clock.add(start, amount, unit, with_holiday) >= clock.add(start, amount, unit, calendar)


@given(
    start=minutes, promise=amounts, calendar=calendars, intervals=pauses, share=st.sampled_from([0.2, 0.5])
)
def test_the_reminder_leaves_its_share(start, promise, calendar, intervals, share):
    amount, unit = promise
    due = clock.add(start, amount, unit, calendar, intervals)
    early = clock.point(start, due, Decimal(str(share)), unit, calendar, intervals)
    whole = clock.elapsed(start, due, unit, calendar, intervals)
    left = whole - clock.elapsed(start, early, unit, calendar, intervals)
    assert start <= early <= due
    assert abs(left - share * whole) <= timedelta(milliseconds=1)


SPRING = {  # 2026: off 15–23 February, at work on Saturdays 14 and 28 February
    ("2026-02-13T16:30", 2, "work_hour"): "2026-02-14T09:30",
    ("2026-02-14T16:30", 2, "work_hour"): "2026-02-24T09:30",
    ("2026-02-13T10:00", 1, "work_day"): "2026-02-14T17:30",
    ("2026-02-13T10:00", 2, "work_day"): "2026-02-24T17:30",
    ("2026-02-17T10:00", 1, "work_day"): "2026-02-24T17:30",
    ("2026-02-27T18:00", 1, "work_day"): "2026-02-28T17:30",
    ("2026-02-14T16:30", 2, "urgent_hour"): "2026-02-14T18:30",
    ("2026-02-14T16:30", 2, "natural_day"): "2026-02-17T00:00",
    ("2026-02-13T10:00", Decimal("0.5"), "urgent_hour"): "2026-02-13T10:30",
}


@pytest.mark.parametrize(("promise", "due"), SPRING.items(), ids=lambda value: str(value)[:60])
def test_over_the_make_up_days_of_the_spring_festival(promise, due):
    start, amount, unit = promise
    assert clock.add(at(start), amount, unit, STATE_COUNCIL) == at(due)


@pytest.mark.parametrize(
    ("amount", "unit"), [(0, "work_hour"), (-1, "work_day"), (Decimal("1.5"), "work_day")]
)
def test_an_amount_that_is_none_is_refused(amount, unit):
    with pytest.raises(ValueError, match="not an amount"):
        clock.add(at("2026-02-13T10:00"), amount, unit, ORDINARY)


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="not a unit"):
        clock.add(at("2026-02-13T10:00"), 1, "fortnight", ORDINARY)


def test_a_calendar_without_working_days_says_so():
    with pytest.raises(OverflowError):
        clock.add(at("2026-02-13T10:00"), 1, "work_day", calendar_of(hours=()))


def test_overlapping_pauses_count_once():
    pause = (at("2026-02-09T09:00"), at("2026-02-09T10:00"))
    inner = (at("2026-02-09T09:30"), at("2026-02-09T09:45"))
    start = at("2026-02-09T08:30")
    assert clock.add(start, 1, "work_hour", ORDINARY, [pause, inner]) == at("2026-02-09T10:30")
