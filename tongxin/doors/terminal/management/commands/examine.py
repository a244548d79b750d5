import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from tongxin.doors.terminal.checkup import Finding
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
        return [_clock(), _calendar(), _promises(), _sweep(), _journal(), _territory(), _keys()]


def _clock() -> Finding:
    """Whose clock was wrong when rows were written, or is now: due times follow it."""
    now, last = timezone.now(), latest_moment(LATEST)
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - now)
    mend = _("Let the machine take its time from the network (timedatectl set-ntp true).")
    if apart > TOLERANCE:
        said = _("this machine and the database's are {seconds} s apart")
        return Finding(_("clock"), said.format(seconds=round(apart.total_seconds())), mend)
    if last is not None and last - now > TOLERANCE:
        said = _("it is {now} UTC here, but the journal goes until {last}")
        return Finding(_("clock"), said.format(now=f"{now:%F %H:%M}", last=f"{last:%F %H:%M}"), mend)
    return Finding(_("clock"), f"{timezone.localtime(now):%F %H:%M} {timezone.get_current_timezone_name()}")


def _calendar() -> Finding:
    years = calendar_gaps()
    if not years:
        return Finding(_("calendar"), _("the holidays of this year and the next are entered"))
    missing = _(" and ").join(map(str, years))
    mend = _("Enter them at /desk/calendar/; until then due times follow the weekly rule alone.")
    said = _("nobody has entered the holidays of {years}").format(years=missing)
    return Finding(_("calendar"), said, mend, grave=False)


def _promises() -> Finding:
    gaps = [str(promise_words(registry.flow_named(flow), name)) for flow, name in promise_gaps()]
    if not gaps:
        return Finding(_("promises"), _("every promise of the flows has a row that holds everywhere"))
    mend = _("Promise them at /desk/calendar/promises/new: without a row nothing is ever due there.")
    return Finding(_("promises"), _("no row keeps {named}").format(named=_some(gaps)), mend)


def _sweep() -> Finding:
    failures = sweep_failures()
    if not failures:
        return Finding(_("sweep"), _("everything due was carried out"))
    times = _("{thing} ({count} times)")
    named = [times.format(thing=f"{each.noun}:{each.thing_id}", count=each.attempts) for each in failures]
    mend = _("log/worker.log says why; each is tried again by itself, and forgotten once it succeeds.")
    return Finding(_("sweep"), _("failed on {named}").format(named=_some(named)), mend)


def _journal() -> Finding:
    broken = [f"{each.noun}:{each.thing_id} #{each.seq} {each.problem}" for each in verify_latest(LATEST)]
    if not broken:
        return Finding(_("journal"), _("the latest chains hold; tongxin flows --verify reads all"))
    mend = _(
        "Rows were changed in the database itself. Keep it for whoever looks into it, see what else with "
        "tongxin flows --verify, and restore a backup from before."
    )
    return Finding(_("journal"), _some(broken), mend)


def _territory() -> Finding:
    wrong = inconsistencies()
    if not wrong:
        return Finding(_("territory"), _("paths, levels and days of all places agree"))
    mend = _("Move, change or close these places at /desk/territory/; paths are written anew by moving.")
    return Finding(_("territory"), _some(wrong), mend)


def _keys() -> Finding:
    if wrong := custody.problem():
        return Finding(_("vault"), _("the keys do not serve"), wrong)
    try:
        kept = custody.status()
    except (custody.keyring.KeysMissing, custody.keyring.KeysUnreadable):
        return Finding(_("vault"), _("no key yet, and nothing sealed"))
    if kept.stale:
        mend = "tongxin keys reseal"
        said = _("{count} values sealed by an older key or cipher").format(count=kept.stale)
        return Finding(_("vault"), said, mend, grave=False)
    said = _("{count} values open with the keys in {where}")
    return Finding(_("vault"), said.format(count=sum(kept.cells.values()), where=kept.where))


def _some(each: list[str]) -> str:
    """A few of many, and how many more there are."""
    more = _(" and {count} more").format(count=len(each) - MOST) if len(each) > MOST else ""
    return ", ".join(each[:MOST]) + more
