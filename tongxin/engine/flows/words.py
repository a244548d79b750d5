"""How the engine says things: whose turn, till when, what counts, what happened."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from tongxin.engine.flows import selectors
from tongxin.engine.flows.models import Clock, Flowing, Journal
from tongxin.engine.flows.models.journal import RETIMED
from tongxin.engine.flows.table import Flow

COUNTS = {
    "urgent_hour": _("counted round the clock"),
    "work_hour": _("counted in working hours"),
    "work_day": _("counted in working days, without weekends and holidays"),
    "natural_hour": _("every hour counts"),
    "natural_day": _("every day counts"),
}
AMOUNTS = {
    "urgent_hour": ngettext_lazy("%(n)s hour", "%(n)s hours", "plural"),
    "work_hour": ngettext_lazy("%(n)s working hour", "%(n)s working hours", "plural"),
    "work_day": ngettext_lazy("%(n)s working day", "%(n)s working days", "plural"),
    "natural_hour": ngettext_lazy("%(n)s hour", "%(n)s hours", "plural"),
    "natural_day": ngettext_lazy("%(n)s day", "%(n)s days", "plural"),
}
HOURS = {"urgent_hour", "work_hour", "natural_hour"}
BY_THE_ENGINE = {
    "born": _("Begun"),
    "early": _("Reminder: not much time is left"),
    "late": _("The time limit has passed"),
    "retimed": _("The due time has moved"),
}


WHY_MOVED = {
    "calendar": _("the working calendar was changed for {day}"),
    "hours": _("the working hours were changed"),
    "promise": _("another time was promised"),
}


def promise_words(flow: Flow, name: str) -> object:
    """A promise in words: the flow, and the states it holds in: "Case: Reported"."""
    kept = [str(state.label) for state in flow.states if state.promise == name]
    return f"{flow.label or flow.name}: {' / '.join(kept) or name}"


def turn_words(thing: Flowing) -> object:
    """Whose turn it is: "the Community worker of this place"; empty when it is nobody's."""
    turn = thing.current_state.turn
    return turn.words if turn else ""


def due_words(thing: Flowing, clock: Clock | None = None, now: datetime | None = None) -> object:
    """Till when, and what counts: "by Wed 25 Nov, 17:30 (counted in working hours)"; empty when nothing is
    due.

    Give the ``clock`` (``selectors.clock_of``) to have said what counts and how much is left; lists do
    without.
    """
    now = now or timezone.now()
    if thing.due_at is None:
        return ""
    when = deadline_words(thing.due_at)
    if thing.paused_at is not None:
        left = amount_words(selectors.time_left(clock, now), clock.unit) if clock else ""
        still = _("standing still; {left} left") if left else _("standing still")
        return format_lazy(still, left=left)
    said = _("was due {when}") if thing.due_at <= now else _("by {when}")
    words = format_lazy(said, when=when)
    return format_lazy(_("{words} ({counts})"), words=words, counts=COUNTS[clock.unit]) if clock else words


def counts_words(clock: Clock | None) -> object:
    """What counts on a clock: "counted in working hours"; empty without one."""
    return COUNTS[clock.unit] if clock else ""


def moment_words(moment: datetime) -> str:
    """A moment in local time, with its weekday: what one would say at the counter."""
    return formats.date_format(timezone.localtime(moment), str(_("D j M, H:i")))


def day_and_clock(due: datetime) -> tuple[date, str]:
    """A due moment as its day and "17:30" in local time; midnight is "24:00" of the day that ends then."""
    local = timezone.localtime(due)
    if local.time() == time.min:
        return local.date() - timedelta(days=1), "24:00"
    return local.date(), f"{local:%H:%M}"


def deadline_words(due: datetime) -> str:
    """A due moment as ``moment_words`` says it, the end of a day as its 24:00."""
    day, clock = day_and_clock(due)
    written = "".join(f"\\{character}" for character in clock)
    return formats.date_format(day, str(_("D j M, H:i")).replace("H:i", written))


def amount_words(amount: timedelta, unit: str) -> str:
    """An amount of counted time: "3 working hours 20 minutes"."""
    minutes = int(amount.total_seconds()) // 60
    hours, rest = divmod(minutes, 60)
    if unit in ("work_hour", "work_day"):
        whole = ngettext("%(count)d working hour", "%(count)d working hours", hours) % {"count": hours}
    else:
        whole = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    part = ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest}
    return " ".join(words for words, number in ((whole, hours), (part, rest)) if number) or part


def promised_words(amount: Decimal, unit: str) -> str:
    """How long something may take: "1 working day"; less than an hour in minutes: "30 minutes"."""
    if unit in HOURS and amount < 1:
        return amount_words(timedelta(minutes=int(amount * 60)), unit)
    number = amount.normalize()
    return str(AMOUNTS[unit] % {"n": f"{number:f}", "plural": 1 if number == 1 else 2})


def step_label(flow: Flow, name: str) -> object:
    """What a journal row's step is called."""
    step = flow.step_by_name.get(name)
    return step.label if step else BY_THE_ENGINE.get(name, name)


def retimed_words(row: Journal) -> str:
    """From when to when a due time has moved, and why; empty for a row that says nothing of the kind."""
    if row.step != RETIMED or row.data["old_due"] == row.data["due"]:
        return ""
    old, new = (deadline_words(datetime.fromisoformat(row.data[key])) for key in ("old_due", "due"))
    moved = _("from {old} to {new}").format(old=old, new=new)
    why = next((words for key, words in WHY_MOVED.items() if key in row.data), "")
    if "calendar" in row.data:
        day = formats.date_format(date.fromisoformat(row.data["calendar"]), "MONTH_DAY_FORMAT")
        why = why.format(day=day)
    return _("{moved}: {why}").format(moved=moved, why=why) if why else moved


def row_words(flow: Flow, row: Journal) -> object:
    """A journal row in one line: the step, and where it led when it led elsewhere."""
    label = step_label(flow, row.step)
    if row.new == row.old or row.new not in flow.state_by_name:
        return label
    return format_lazy(_("{step} → {state}"), step=label, state=flow.state(row.new).label)
