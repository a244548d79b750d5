"""Due moments in words a resident understands: till when, and what counts."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.clock import WORKING_UNITS
from tongxin.engine.flows.models import Flowing
from tongxin.engine.flows.selectors import clock_of
from tongxin.engine.flows.words import day_and_clock, deadline_words

SOON_DAYS = 6


def promise_line(thing: Flowing, *, now: datetime | None = None) -> object:
    """ "We will answer you by Wednesday 17:30 (weekends and holidays not counted)". Two queries at most.

    Says so when the clock stands still, when the moment has passed, and "" when nothing is promised.
    """
    now = now or timezone.now()
    clock = clock_of(thing)
    if clock is None:
        return ""
    if thing.paused_at is not None:
        return _("We are waiting for something; the time does not count meanwhile.")
    when = moment(clock.due_at, now=now)
    if clock.due_at < now:
        return format_lazy(
            _("This should have been done by {when}. We are late, and those above know."), when=when
        )
    counting = _(" (weekends and holidays not counted)") if clock.unit in WORKING_UNITS else ""
    return format_lazy(_("We will answer you by {when}{counting}."), when=when, counting=counting)


def moment(at: datetime, *, now: datetime) -> str:
    """A moment as people say it: "Wednesday 17:30" within the week, else with its date."""
    day, clock = day_and_clock(at)
    days = (day - timezone.localdate(now)).days
    if days == 0:
        return str(format_lazy(_("today {clock}"), clock=clock))
    if 0 < days <= SOON_DAYS:
        return str(format_lazy(_("{weekday} {clock}"), weekday=date_format(day, "l"), clock=clock))
    return deadline_words(at)
