"""Changing the calendar moves what is due, and says so in the journal of each thing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tongxin.engine.flows import journal
from tongxin.engine.flows.calendars import as_hours
from tongxin.engine.flows.clock import WORKING_UNITS
from tongxin.engine.flows.models import CalendarDay, CalendarVersion, Clock, WorkingHours
from tongxin.engine.flows.moves import CALENDAR, HOURS
from tongxin.engine.flows.moving import move_clocks
from tongxin.engine.flows.rights import require_everywhere
from tongxin.ground.posts.actors import Actor


def set_calendar_day(
    day: date, *, by: Actor, working: bool, name: str = "", name_en: str = "", source: str = ""
) -> int:
    """Make ``day`` a holiday or a make-up working day. Returns how many due moments moved.

    Raises Forbidden without calendar.edit.
    """
    require_everywhere(by, "calendar.edit")
    facts = {"working": working, "name": name, "name_en": name_en, "source": source}
    with transaction.atomic():
        _bump()
        CalendarDay.objects.update_or_create(date=day, defaults={**facts, "set_by": by.key})
        change = _record(CALENDAR, day.isoformat(), by, "set", facts)
    return recompute_due(by=by, since=day, because={"calendar": day, "change": change})


def clear_calendar_day(day: date, *, by: Actor) -> int:
    """Let the weekly rule decide about ``day`` again. Returns how many due moments moved."""
    require_everywhere(by, "calendar.edit")
    with transaction.atomic():
        _bump()
        gone, _by_model = CalendarDay.objects.filter(date=day).delete()
        if not gone:
            return 0
        change = _record(CALENDAR, day.isoformat(), by, "clear", {})
    return recompute_due(by=by, since=day, because={"calendar": day, "change": change})


def set_working_hours(
    since: date,
    *,
    by: Actor,
    spans: Sequence[tuple[str, str]],
    weekdays: Sequence[int] = (1, 2, 3, 4, 5),
    source: str = "",
) -> int:
    """From ``since`` on, a working day has these spans of local time. Returns how many due moments moved.

    Closes the rule in force; ValueError when the spans are not in order or a later rule exists.
    """
    require_everywhere(by, "calendar.edit")
    row = WorkingHours(
        since=since, spans=[list(span) for span in spans], weekdays=sorted(weekdays), source=source
    )
    as_hours(row)
    with transaction.atomic():
        _bump()
        if WorkingHours.objects.filter(since__gte=since).exists():
            raise ValueError("working hours from that day or later are already set")
        WorkingHours.objects.filter(until__isnull=True).update(until=since)
        row.save()
        facts = {"spans": row.spans, "weekdays": row.weekdays}
        change = _record(HOURS, since.isoformat(), by, "set", facts)
    return recompute_due(by=by, since=since, because={"hours": since, "change": change})


def recompute_due(*, by: Actor, since: date | None = None, because: dict[str, object] | None = None) -> int:
    """Work out again what is due on working clocks that still run; returns how many moved.

    Late clocks stay late; paused ones move when they resume. Safe to run again: what is right does not move.
    """
    clocks = Clock.objects.filter(unit__in=sorted(WORKING_UNITS))
    if since is not None:
        clocks = clocks.filter(due_at__gte=_midnight(since))
    return move_clocks(clocks, by=by, because=because or {})


def _bump() -> None:
    """Count the change; the locked row serialises editors of the calendar."""
    CalendarVersion.objects.update(number=F("number") + 1)


def _record(noun: str, key: str, by: Actor, step: str, data: dict[str, object]) -> int:
    """Write the change down; returns its row, by which what it moved is found again (``moves.py``)."""
    return journal.write_one(journal.Entry(noun, key, step, by, timezone.now(), data=data)).pk


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
