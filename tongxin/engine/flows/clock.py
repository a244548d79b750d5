"""Calendar arithmetic. Pure; no database, no per-minute loops.

Hours are exact; days end with the day. An hour limit runs from the moment it starts. A day limit does not
count the starting day and ends at the close of business of its last working day (Civil Code of the PRC,
art. 201 and 203), or at midnight for natural days. Working time is measured by running sums over the days
of the calendar.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

ZERO = timedelta(0)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
MOMENTS_KEPT = 2000
FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2060, 1, 1)

HOUR_UNITS = frozenset({"urgent_hour", "work_hour", "natural_hour"})
WORKING_UNITS = frozenset({"work_hour", "work_day"})

Span = tuple[time, time]
Interval = tuple[datetime, datetime]


@dataclass(frozen=True)
class Hours:
    """The weekly rule from ``since`` until ``until`` (exclusive): ISO weekdays and spans of local time."""

    since: date
    until: date | None
    weekdays: frozenset[int]
    spans: tuple[Span, ...]


class Calendar:
    """Working time between 2000 and 2060: weekly rules, and days that differ from them.

    ``days`` maps a date to whether it is worked (holidays, make-up days). ``number`` is the version it was
    read at.
    """

    def __init__(
        self, days: Mapping[date, bool], hours: Iterable[Hours], zone: ZoneInfo, *, number: int = 0
    ) -> None:
        self.days = dict(days)
        self.hours = sorted(hours, key=lambda rule: rule.since)
        self.zone = zone
        self.number = number
        self._starts = [rule.since for rule in self.hours]
        lengths = self._lengths()
        self._sums = [ZERO, *accumulate(lengths)]
        self._working = [n for n, length in enumerate(lengths) if length]
        # A list asks for the same due moments at every look at it, and for one now in each of its rows.
        self._passed = lru_cache(MOMENTS_KEPT)(self._since_first)

    def is_working(self, day: date) -> bool:
        return bool(self.spans(day))

    def spans(self, day: date) -> tuple[Span, ...]:
        """The working spans of ``day``, in local time; empty on a free day."""
        rule = self.rule_on(day)
        if rule is None:
            return ()
        worked = self.days.get(day, day.isoweekday() in rule.weekdays)
        return rule.spans if worked else ()

    def rule_on(self, day: date) -> Hours | None:
        """The weekly rule in force on ``day``; the first rule also counts for the time before it."""
        at = max(bisect_right(self._starts, day) - 1, 0)
        rule = self.hours[at] if self.hours else None
        return None if rule is None or (rule.until is not None and day >= rule.until) else rule

    def working_between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from ``start`` to ``end``; zero when ``end`` is not later."""
        return max(self._passed(end) - self._passed(start), ZERO)

    def after_working(self, start: datetime, amount: timedelta) -> datetime:
        """The earliest moment by which ``amount`` of working time has passed since ``start``."""
        if amount <= ZERO:
            return start
        goal = self._since_first(start) + amount
        index = bisect_left(self._sums, goal) - 1
        if index + 1 >= len(self._sums):
            raise OverflowError("the calendar ends in 2060, or has no working days")
        rest = goal - self._sums[index]
        day = FIRST_DAY + index * DAY
        for opens, closes in self.spans(day):
            length = _length((opens, closes))
            if rest <= length:
                return self._to_utc(_at(day, opens) + rest)
            rest -= length
        raise AssertionError("a day is as long as its spans")

    def close_of_working_day(self, start: datetime, days: int) -> datetime:
        """Closing time of the ``days``-th working day after the day of ``start``."""
        today = (self._local(start).date() - FIRST_DAY).days
        at = bisect_right(self._working, today) + days - 1
        if at >= len(self._working):
            raise OverflowError("the calendar ends in 2060, or has no working days")
        day = FIRST_DAY + self._working[at] * DAY
        return self._to_utc(_at(day, self.spans(day)[-1][1]))

    def end_of_natural_day(self, start: datetime, days: int) -> datetime:
        """Midnight at the end of the ``days``-th day after the day of ``start``."""
        return self._to_utc(_at(self._local(start).date() + (days + 1) * DAY, time()))

    def _since_first(self, moment: datetime) -> timedelta:
        local = self._local(moment)
        day = local.date()
        if not FIRST_DAY <= day < LAST_DAY:
            raise OverflowError("the calendar covers 2000 to 2060")
        passed = sum((_overlap(local, day, span) for span in self.spans(day)), ZERO)
        return self._sums[(day - FIRST_DAY).days] + passed

    def _lengths(self) -> list[timedelta]:
        """Working time of every day, in order; each rule's own is added up once."""
        whole = {rule: sum((_length(span) for span in rule.spans), ZERO) for rule in self.hours}
        found = []
        for ordinal in range(FIRST_DAY.toordinal(), LAST_DAY.toordinal()):
            day = date.fromordinal(ordinal)
            rule = self.rule_on(day)
            worked = rule is not None and self.days.get(day, day.isoweekday() in rule.weekdays)
            found.append(whole[rule] if worked else ZERO)
        return found

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone).replace(tzinfo=None)

    def _to_utc(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone).astimezone(UTC)


def add(
    start: datetime,
    amount: Decimal | int,
    unit: str,
    calendar: Calendar,
    pauses: Sequence[Interval] = (),
    extensions: Sequence[tuple[Decimal | int, str]] = (),
) -> datetime:
    """When ``amount`` of ``unit`` that starts at ``start`` is over; closed ``pauses`` do not count.

    Extensions follow on the end of the unpaused time. After a pause exactly the rest runs. Raises
    ValueError for a unit or amount that is none (see ``refuse_amount``), OverflowError beyond 2060.
    """
    end = start
    for more, its_unit in ((amount, unit), *extensions):
        refuse_amount(more, its_unit)
        end = _end_of(end, more, its_unit, calendar)
    return _shifted(start, end, unit, calendar, pauses)


def elapsed(
    start: datetime, end: datetime, unit: str, calendar: Calendar, pauses: Sequence[Interval] = ()
) -> timedelta:
    """How much of the time that ``unit`` counts passed from ``start`` to ``end``, pauses left out."""
    counted = ZERO
    position = start
    for since, until in merged(pauses):
        if since >= end:
            break
        counted += _measure(position, max(since, position), unit, calendar)
        position = max(position, until)
    return counted + _measure(position, end, unit, calendar)


def point(
    start: datetime,
    due: datetime,
    share: Decimal,
    unit: str,
    calendar: Calendar,
    pauses: Sequence[Interval] = (),
) -> datetime:
    """The moment before ``due`` at which ``share`` of the counted time is left."""
    whole = elapsed(start, due, unit, calendar, pauses)
    used = whole - timedelta(seconds=float(share) * whole.total_seconds())
    position, rest = start, used
    for since, until in merged(pauses):
        piece = _measure(position, max(since, position), unit, calendar)
        if piece >= rest:
            break
        rest -= piece
        position = max(position, until)
    return min(_advance(position, rest, unit, calendar), due)


def refuse_amount(amount: Decimal | int, unit: str) -> None:
    """ValueError unless ``amount`` is a positive time limit: whole days, or hours down to the minute."""
    if unit not in HOUR_UNITS | {"work_day", "natural_day"}:
        raise ValueError(f"not a unit of time: {unit!r}")
    if amount <= 0 or (unit not in HOUR_UNITS and amount != int(amount)):
        raise ValueError(f"not an amount of {unit}: {amount}")


def merged(pauses: Iterable[Interval]) -> list[Interval]:
    """The pauses in order, empty ones dropped, overlapping ones joined."""
    joined: list[Interval] = []
    for since, until in sorted(pauses):
        if until <= since:
            continue
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((since, until))
    return joined


def _end_of(start: datetime, amount: Decimal | int, unit: str, calendar: Calendar) -> datetime:
    if unit == "work_day":
        return calendar.close_of_working_day(start, int(amount))
    if unit == "natural_day":
        return calendar.end_of_natural_day(start, int(amount))
    length = max(round(float(amount) * 60), 1) * MINUTE
    return _advance(start, length, unit, calendar)


def _shifted(
    start: datetime, end: datetime, unit: str, calendar: Calendar, pauses: Sequence[Interval]
) -> datetime:
    """``end`` moved so that the time counted from ``start`` stays the same although the pauses are
    left out.
    """
    position, rest = start, _measure(start, end, unit, calendar)
    moved = False
    for since, until in merged(pauses):
        piece = _measure(position, max(since, position), unit, calendar)
        if piece >= rest:
            break
        rest -= piece
        moved = moved or until > position
        position = max(position, until)
    return _advance(position, rest, unit, calendar) if moved else end


def _measure(start: datetime, end: datetime, unit: str, calendar: Calendar) -> timedelta:
    if unit in WORKING_UNITS:
        return calendar.working_between(start, end)
    return max(end - start, ZERO)


def _advance(start: datetime, amount: timedelta, unit: str, calendar: Calendar) -> datetime:
    if unit in WORKING_UNITS:
        return calendar.after_working(start, amount)
    return start + amount


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock)


def _length(span: Span) -> timedelta:
    return _at(FIRST_DAY, span[1]) - _at(FIRST_DAY, span[0])


def _overlap(local: datetime, day: date, span: Span) -> timedelta:
    return min(max(local - _at(day, span[0]), ZERO), _at(day, span[1]) - _at(day, span[0]))
