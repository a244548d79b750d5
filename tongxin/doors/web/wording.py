"""How dates, spans, shares and numbers are said, in the reader's language."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from tongxin.engine.flows.words import day_and_clock

NOTHING = "—"
HALF_A_YEAR = timedelta(days=183)
FULL_DATE = pgettext_lazy("date format", "j M Y")


def weekday(value: date) -> str:
    """``周一`` or ``Mon``."""
    return [
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    ][value.weekday()]


def day(value: date | None, *, today: date | None = None) -> str:
    """``11月23日 周一``; the year is said only where it is not this year, the weekday only within half
    a year; nothing is a dash.
    """
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    today = today or timezone.localdate()
    pattern = pgettext("date format", "j M") if value.year == today.year else FULL_DATE
    said = date_format(value, str(pattern))
    if abs(value - today) > HALF_A_YEAR:
        return said
    return _("%(weekday)s %(date)s") % {"date": said, "weekday": weekday(value)}


def moment(value: datetime | None, *, now: datetime | None = None) -> str:
    """``今天 17:00``, ``明天 09:00``, else ``11月23日 周一 17:00``, in the zone's own time."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value)
    return f"{_near(local.date(), timezone.localdate(now))} {local:%H:%M}"


def deadline(value: datetime | None, *, now: datetime | None = None) -> str:
    """A due moment as :func:`moment` says it; the end of a day is ``今天 24:00``, not tomorrow's 00:00."""
    if value is None:
        return NOTHING
    due, clock = day_and_clock(value)
    return f"{_near(due, timezone.localdate(now))} {clock}"


def _near(value: date, today: date) -> str:
    near = {
        today - timedelta(days=1): _("yesterday"),
        today: _("today"),
        today + timedelta(days=1): _("tomorrow"),
    }
    return near.get(value) or day(value, today=today)


def on_paper(value: datetime | None) -> str:
    """``2026年11月23日 09:40``: what is printed is read on another day."""
    if value is None:
        return NOTHING
    return f"{full_day(value)} {timezone.localtime(value):%H:%M}"


def due_on_paper(value: datetime | None) -> str:
    """A due moment as :func:`on_paper` says it; the end of a day is ``2026年11月23日 24:00``."""
    if value is None:
        return NOTHING
    due, clock = day_and_clock(value)
    return f"{full_day(due)} {clock}"


def full_day(value: date | None) -> str:
    """``2026年11月23日``, of a day or of a moment's day here: a paper is read in another year."""
    if value is None:
        return NOTHING
    return date_format(timezone.localtime(value) if isinstance(value, datetime) else value, str(FULL_DATE))


def ago(value: datetime | None, *, now: datetime | None = None) -> str:
    """``刚刚``, ``3 分钟前``, ``5 小时前`` within a day; beyond it, :func:`moment`."""
    if value is None:
        return NOTHING
    passed = (now or timezone.now()) - value
    minutes = int(passed.total_seconds() // 60)
    if not timedelta(0) <= passed < timedelta(days=1):
        return moment(value, now=now)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    hours = minutes // 60
    return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}


def share(numerator: int, denominator: int) -> str:
    """``61%``: per cent without decimals; a dash at 0/0, for nothing of nothing is neither all nor none.

    All and none are only said of all and none: 999 of 1,000 is ``>99%``, 1 of 1,000 ``<1%``.
    """
    if not denominator:
        return NOTHING
    percent = numerator * 100 / denominator
    if 0 < percent < 1:
        return "<1%"
    return ">99%" if 99 < percent < 100 else f"{percent:.0f}%"


def count(value: float | None) -> str:
    """``4,326``; a fraction keeps one decimal, nothing is a dash."""
    if value is None:
        return NOTHING
    return f"{value:,.1f}" if value % 1 else f"{value:,.0f}"


def month(value: date) -> str:
    """``2026年11月``, ``November 2026``."""
    return date_format(value, pgettext("date format", "F Y"))


def spoken(number: str) -> str:
    """Groups of four characters, so that a number can be read out on the telephone."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
