"""The calendar in force, read from our own dated rows and kept until its version changes."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from tongxin.engine.flows.clock import Calendar, Hours
from tongxin.engine.flows.models import CalendarDay, CalendarVersion, WorkingHours
from tongxin.ground.statements import composed

_kept: dict[str, Calendar] = {}


def current() -> Calendar:
    """The working calendar, one cheap query when it has not changed; the same in every process."""
    number = version()
    kept = _kept.get("calendar")
    if kept is None or kept.number != number:
        kept = _kept["calendar"] = read(number)
    return kept


def version() -> int:
    """Rises with every change of a day or of the working hours."""
    ((number,),) = _version().rows()
    return number


@composed
def _version() -> QuerySet[CalendarVersion]:
    return CalendarVersion.objects.values_list("number")


def read(number: int) -> Calendar:
    """The calendar as the tables hold it now."""
    days = dict(CalendarDay.objects.values_list("date", "working"))
    hours = [as_hours(row) for row in WorkingHours.objects.all()]
    return Calendar(days, hours, ZoneInfo(settings.TIME_ZONE), number=number)


def as_hours(row: WorkingHours) -> Hours:
    """The pure form of a row. ValueError when its spans are not times in order within one day."""
    spans = tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in row.spans)
    edges = [edge for span in spans for edge in span]
    if not spans or any(later <= earlier for earlier, later in pairwise(edges)):
        raise ValueError(f"not working hours: {row.spans}")
    return Hours(row.since, row.until, frozenset(row.weekdays), spans)


def gaps(today: date) -> list[int]:
    """The years, this one and the next, for which no official day is known: due times there are only a guess.

    The State Council publishes each year's holidays and make-up days in the autumn before.
    """
    known = set(
        CalendarDay.objects.filter(date__year__in=(today.year, today.year + 1)).values_list(
            "date__year", flat=True
        )
    )
    return [year for year in (today.year, today.year + 1) if year not in known]
