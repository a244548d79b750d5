"""The working calendar of a year: what differs from the weekly rule, and how much moved when it was
changed.
"""

import calendar
import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tongxin.doors.web.engine.changes import in_words
from tongxin.doors.web.engine.forms import DayField, DayForm, HoursForm
from tongxin.engine.flows import actions, calendars, moves
from tongxin.engine.flows.clock import FIRST_DAY, LAST_DAY, Calendar
from tongxin.engine.flows.models import CalendarDay
from tongxin.engine.flows.rights import holds_everywhere, require_everywhere
from tongxin.engine.flows.selectors import calendar_days, calendar_gaps
from tongxin.ground.posts.gates import has_anywhere

EDIT, PROMISE = "calendar.edit", "promise.edit"
LATEST = 5


@login_required
@require_safe
def year_page(request: HttpRequest) -> HttpResponse:
    """Twelve months, the days that differ, the hours in force."""
    day = _asked_day(request)
    if not has_anywhere(request.actor, PROMISE):
        require_everywhere(request.actor, EDIT)
    return _page(request, day.year, initial=day if request.GET.get("day") else None)


@login_required
@require_POST
def set_day(request: HttpRequest) -> HttpResponse:
    """Make a day a holiday or a make-up day."""
    require_everywhere(request.actor, EDIT)
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, timezone.localdate().year, day_form=form, status=422)
    moved = form.carry_out(by=request.actor)
    return _done(request, moves.CALENDAR, form.cleaned_data["date"], moved)


@login_required
@require_POST
def clear_day(request: HttpRequest) -> HttpResponse:
    """Let the weekly rule decide about a day again."""
    require_everywhere(request.actor, EDIT)
    form = DayField(request.POST)
    if not form.is_valid():
        return redirect("flows:calendar")
    day = form.cleaned_data["date"]
    return _done(request, moves.CALENDAR, day, actions.clear_calendar_day(day, by=request.actor))


@login_required
@require_POST
def set_hours(request: HttpRequest) -> HttpResponse:
    """Begin other working hours on a day."""
    require_everywhere(request.actor, EDIT)
    form = HoursForm(request.POST, auto_id="hours_%s")
    if form.is_valid():
        try:
            moved = form.carry_out(by=request.actor)
        except ValueError:
            words = _("These hours are not in order, or hours from that day or later are already set.")
            form.add_error(None, words)
        else:
            return _done(request, moves.HOURS, form.cleaned_data["date"], moved)
    return _page(request, timezone.localdate().year, hours_form=form, status=422)


def _page(
    request: HttpRequest,
    year: int,
    *,
    initial: dt.date | None = None,
    day_form: DayForm | None = None,
    hours_form: HoursForm | None = None,
    status: int = 200,
) -> HttpResponse:
    current = calendars.current()
    known = {day.date: day for day in calendar_days(year)}
    context = {
        "year": year,
        "weekdays": [date_format(dt.date(2026, 6, day), "D") for day in range(1, 8)],  # 1 June is a Monday
        "months": [_month(year, month, current, known) for month in range(1, 13)],
        "known": list(known.values()),
        "gaps": calendar_gaps(),
        "hours": current.rule_on(timezone.localdate()),
        "changes": in_words(moves.latest_changes(LATEST)),
        "may_edit": holds_everywhere(request.actor, EDIT),
        "day_form": day_form or DayForm(initial={"date": initial} if initial else None),
        "hours_form": hours_form or HoursForm(auto_id="hours_%s"),
        "tabs": tabs("flows:calendar"),
    }
    return render(request, "web/calendar/year.html", context, status=status)


def tabs(current: str) -> list[dict[str, object]]:
    """The tabs above both pages of the room."""
    rows = ((_("Calendar"), "flows:calendar"), (_("Promises"), "flows:promises"))
    return [
        {"label": label, "href": reverse(name), "current": name == current, "count": None}
        for label, name in rows
    ]


def _month(year: int, month: int, current: Calendar, known: dict[dt.date, CalendarDay]) -> dict[str, object]:
    weeks = [
        [
            {
                "date": day,
                "inside": day.month == month,
                "working": current.is_working(day),
                "known": known.get(day),
            }
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    return {"first": dt.date(year, month, 1), "weeks": weeks}


def _asked_day(request: HttpRequest) -> dt.date:
    """The day or the year asked for, today when it is none the calendar knows."""
    today = timezone.localdate()
    try:
        asked = request.GET.get("day")
        day = (
            dt.date.fromisoformat(asked) if asked else dt.date(int(request.GET.get("year", today.year)), 1, 1)
        )
    except (ValueError, OverflowError):
        return today
    return day if FIRST_DAY <= day < LAST_DAY else today


def _done(request: HttpRequest, noun: str, day: dt.date, moved: int) -> HttpResponse:
    words = ngettext("Done. %(count)d due time moved.", "Done. %(count)d due times moved.", moved)
    messages.success(request, words % {"count": moved})
    change = moves.latest_change(noun, day.isoformat()) if moved else None
    if change is not None:
        return redirect("flows:moved", change.pk)
    return redirect(f"{reverse('flows:calendar')}?year={day.year}")
