"""When a message may leave: quiet hours, bundles, and the waits between tries. Pure; no database."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

BUNDLE_HOUR = 8
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 480))


class Leaving(StrEnum):
    """How a message leaves: by itself now, by itself later, or with others."""

    NOW = "now"
    AFTER_QUIET = "after_quiet"
    IN_BUNDLE = "in_bundle"


@dataclass(frozen=True)
class Plan:
    leaving: Leaving
    at: datetime


def is_quiet(at: datetime, quiet_from: time | None, quiet_to: time | None, zone: ZoneInfo) -> bool:
    """Whether ``at`` lies in the daily span [from, to) of local time, which may cross midnight.

    No span, or one whose ends are equal, is never quiet.
    """
    if quiet_from is None or quiet_to is None or quiet_from == quiet_to:
        return False
    local = at.astimezone(zone).time()
    if quiet_from < quiet_to:
        return quiet_from <= local < quiet_to
    return local >= quiet_from or local < quiet_to


def after_quiet(at: datetime, quiet_from: time | None, quiet_to: time | None, zone: ZoneInfo) -> datetime:
    """The first moment from ``at`` on that is not quiet: ``at`` itself, or the end of the span it lies in."""
    while quiet_to is not None and is_quiet(at, quiet_from, quiet_to, zone):
        at = _next_local(at, quiet_to, zone)
    return at


def next_bundle(at: datetime, frequency: str, zone: ZoneInfo) -> datetime:
    """When the next bundle leaves: the next full hour ("hourly") or the next morning at eight ("daily")."""
    if frequency == "hourly":
        # Minutes are added to the instant, not to the wall clock: that stays right when clocks change.
        local = at.astimezone(zone)
        into = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        return at + timedelta(hours=1) - into
    return _next_local(at, time(BUNDLE_HOUR), zone)


def plan(
    now: datetime,
    *,
    urgent: bool,
    quiet_from: time | None,
    quiet_to: time | None,
    digest: str,
    zone: ZoneInfo,
) -> Plan:
    """When and how a message leaves. Urgent ones leave at once, by themselves, at any hour."""
    if urgent:
        return Plan(Leaving.NOW, now)
    if digest in ("hourly", "daily"):
        return Plan(
            Leaving.IN_BUNDLE, after_quiet(next_bundle(now, digest, zone), quiet_from, quiet_to, zone)
        )
    if is_quiet(now, quiet_from, quiet_to, zone):
        return Plan(Leaving.AFTER_QUIET, after_quiet(now, quiet_from, quiet_to, zone))
    return Plan(Leaving.NOW, now)


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after this many failed tries; None: give up (five waits, some ten hours)."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and hour ``months`` earlier, or the last day of that month where it is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def _next_local(at: datetime, clock: time, zone: ZoneInfo) -> datetime:
    """The first instant after ``at`` whose local clock shows ``clock``, also where an hour is shown twice."""
    today = at.astimezone(zone).date()
    instants = (
        datetime.combine(today + timedelta(days=days), clock.replace(fold=fold), tzinfo=zone).astimezone(
            at.tzinfo
        )
        for days in (0, 1)
        for fold in (0, 1)
    )
    return min(instant for instant in instants if instant > at)
