"""A week in slots: three parts of each of seven days, numbered from Monday morning. Pure."""

import datetime as dt
from collections.abc import Iterable

# The whole day: what is wanted early or late lies in the part next to it, not outside of the plan.
PARTS = (("morning", 0, 12), ("afternoon", 12, 18), ("evening", 18, 24))
A_DAY = len(PARTS)
ALL = frozenset(range(7 * A_DAY))
LEAST = dt.timedelta(minutes=60)


def monday_of(day: dt.date) -> dt.date:
    """The Monday of the day's week."""
    return day - dt.timedelta(days=day.weekday())


def day_of(slot: int, monday: dt.date) -> dt.date:
    return monday + dt.timedelta(days=slot // A_DAY)


def part_of(slot: int) -> str:
    """ "morning", "afternoon" or "evening"."""
    return PARTS[slot % A_DAY][0]


def span_of(slot: int, monday: dt.date, zone: dt.tzinfo) -> tuple[dt.datetime, dt.datetime]:
    """When a slot begins and ends, in the office's zone."""
    (_name, first, last) = PARTS[slot % A_DAY]
    midnight = dt.datetime.combine(day_of(slot, monday), dt.time(), zone)
    return midnight + dt.timedelta(hours=first), midnight + dt.timedelta(hours=last)


def covered(
    spans: Iterable[tuple[dt.datetime, dt.datetime]],
    monday: dt.date,
    zone: dt.tzinfo,
    least: dt.timedelta = LEAST,
) -> frozenset[int]:
    """The slots that share at least ``least`` with one of the spans."""
    found = set()
    for since, until in spans:
        first, last = ((at.astimezone(zone).date() - monday).days for at in (since, until))
        for slot in range(max(first, 0) * A_DAY, min(last + 1, 7) * A_DAY):
            begins, ends = span_of(slot, monday, zone)
            if min(until, ends) - max(since, begins) >= least:
                found.add(slot)
    return frozenset(found)


def touched(
    spans: Iterable[tuple[dt.datetime, dt.datetime]], monday: dt.date, zone: dt.tzinfo
) -> frozenset[int]:
    """The slots in which one of the spans takes any time."""
    return covered(spans, monday, zone, dt.timedelta(minutes=1))


def usual(hours: Iterable[tuple[int, dt.time, dt.time]]) -> frozenset[int]:
    """The slots of a week in which somebody usually has an hour: (weekday from 1, from, to) each."""
    return frozenset(
        (weekday - 1) * A_DAY + number
        for weekday, since, until in hours
        for number, (_name, first, last) in enumerate(PARTS)
        if min(_minutes(until), last * 60) - max(_minutes(since), first * 60) >= LEAST.seconds // 60
    )


def _minutes(at: dt.time) -> int:
    return at.hour * 60 + at.minute
