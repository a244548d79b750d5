import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from tongxin.engine.flows import registry
from tongxin.engine.flows.selectors import (
    calendar_gaps,
    latest_moment,
    promise_gaps,
    sweep_failures,
    verify_latest,
)
from tongxin.engine.flows.words import promise_words
from tongxin.ground.people import custody
from tongxin.ground.territory.selectors import inconsistencies
from tongxin.host.checkup import Finding

MOST = 3
LATEST = 1000
TOLERANCE = dt.timedelta(minutes=1)


class Command(BaseCommand):
    """What is wrong with what the rooms keep. ``doctor`` asks ``findings`` and prints them with its own."""

    help = "Look for gaps and contradictions in what the database holds."

    def handle(self, *args: Any, **options: Any) -> None:
        for each in self.findings():
            self.stdout.write(f"{each.about}: {each.found}" + (f"\n  {each.mend}" if each.mend else ""))

    def findings(self) -> list[Finding]:
        """Clock, calendar, promises, sweep, journal, territory and keys: one line each, with how to mend."""
        with override("en"):
            return [_clock(), _calendar(), _promises(), _sweep(), _journal(), _territory(), _keys()]


def _clock() -> Finding:
    """Whose clock was wrong when rows were written, or is now: due times follow it."""
    now, last = timezone.now(), latest_moment(LATEST)
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - now)
    mend = "Let the machine take its time from the network (timedatectl set-ntp true)."
    if apart > TOLERANCE:
        return Finding(
            "clock", f"this machine and the database's are {apart.total_seconds():.0f} s apart", mend
        )
    if last is not None and last - now > TOLERANCE:
        said = f"it is {now:%F %H:%M} UTC here, but the journal goes until {last:%F %H:%M}"
        return Finding("clock", said, mend)
    return Finding("clock", f"{timezone.localtime(now):%F %H:%M} {timezone.get_current_timezone_name()}")


def _calendar() -> Finding:
    years = calendar_gaps()
    if not years:
        return Finding("calendar", "the holidays of this year and the next are entered")
    missing = " and ".join(map(str, years))
    mend = "Enter them at /desk/calendar/; until then due times follow the weekly rule alone."
    return Finding("calendar", f"nobody has entered the holidays of {missing}", mend, grave=False)


def _promises() -> Finding:
    gaps = [str(promise_words(registry.flow_named(flow), name)) for flow, name in promise_gaps()]
    if not gaps:
        return Finding("promises", "every promise of the flows has a row that holds everywhere")
    mend = "Promise them at /desk/calendar/promises/new: without a row nothing is ever due there."
    return Finding("promises", f"no row keeps {_some(gaps)}", mend)


def _sweep() -> Finding:
    failures = sweep_failures()
    if not failures:
        return Finding("sweep", "everything due was carried out")
    named = [f"{each.noun}:{each.thing_id} ({each.attempts} times)" for each in failures]
    mend = "log/worker.log says why; each is tried again by itself, and forgotten once it succeeds."
    return Finding("sweep", f"failed on {_some(named)}", mend)


def _journal() -> Finding:
    broken = [f"{each.noun}:{each.thing_id} #{each.seq} {each.problem}" for each in verify_latest(LATEST)]
    if not broken:
        return Finding("journal", "the latest chains hold; tongxin flows --verify reads all")
    mend = "Rows were changed in the database itself. Keep it for whoever looks into it, see what else with "
    return Finding(
        "journal", _some(broken), mend + "tongxin flows --verify, and restore a backup from before."
    )


def _territory() -> Finding:
    wrong = inconsistencies()
    if not wrong:
        return Finding("territory", "paths, levels and days of all places agree")
    mend = "Move, change or close these places at /desk/territory/; paths are written anew by moving."
    return Finding("territory", _some(wrong), mend)


def _keys() -> Finding:
    if wrong := custody.problem():
        return Finding("vault", "the keys do not serve", wrong)
    try:
        kept = custody.status()
    except (custody.keyring.KeysMissing, custody.keyring.KeysUnreadable):
        return Finding("vault", "no key yet, and nothing sealed")
    if kept.stale:
        mend = "tongxin keys reseal"
        return Finding("vault", f"{kept.stale} values sealed by an older key or cipher", mend, grave=False)
    return Finding("vault", f"{sum(kept.cells.values())} values open with the keys in {kept.where}")


def _some(each: list[str]) -> str:
    """A few of many, and how many more there are."""
    more = f" and {len(each) - MOST} more" if len(each) > MOST else ""
    return ", ".join(each[:MOST]) + more
