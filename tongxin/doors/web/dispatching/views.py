"""The week as a board: proposed, looked through, sent. Looking changes nothing; what is chosen stands in the
form until it is sent.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongxin.doors.web.dispatching import words
from tongxin.doors.web.wording import day as day_words
from tongxin.engine.flows.together import take_each
from tongxin.engine.tickets import numbers
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, require, scope_q
from tongxin.insight.dispatching import slots
from tongxin.insight.dispatching.board import Board, Row, board, consequences, with_others
from tongxin.insight.planning import flows
from tongxin.trades.orders.models import Order

VERB = "order.dispatch"
MOST_SHOWN = 60
WEEKS_AHEAD = 8
LONGEST_NUMBER = 18


@login_required
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """The proposed week, by the day or whole: each order with its volunteers to choose from."""
    _may(request)
    monday, day = _asked(request)
    found = board(request.actor, monday)
    of_day = [row for row in found.rows if day is None or slots.day_of(row.slot, monday) == day]
    shown = with_others(found, of_day[:MOST_SHOWN])
    context = {
        "board": found,
        "monday": monday,
        "sunday": monday + dt.timedelta(days=6),
        "tabs": _tabs(found, day),
        "groups": _groups(found, shown),
        "more": len(of_day) - len(shown),
        "hint": "" if found.made.exact else flows.HINT,
        "earlier": _address(monday - dt.timedelta(days=7))
        if monday > slots.monday_of(timezone.localdate())
        else "",
        "later": _address(monday + dt.timedelta(days=7)),
        "client_key": uuid.uuid4().hex,
    }
    return render(request, "web/dispatching/week.html", context)


@login_required
@require_safe
def line(request: HttpRequest, number: str) -> HttpResponse:
    """One order of the plan: why this one, who else, what changes if they say no."""
    _may(request)
    order = (
        Order.objects.select_related("place", "kind")
        .filter(number=numbers.parse(number, numbers.ORDERS) or "")
        .first()
    )
    if order is None:
        raise Http404(_("There is no order of that number here."))
    require(request.actor, VERB, order.place_path, at=order.place.full_name)
    monday, _day = _asked(request)
    found = board(request.actor, monday)
    row = next((each for each in found.rows if each.order.pk == order.pk), None)
    context = {"order": order, "back": _address(monday), "row": row}
    if row is not None:
        row = with_others(found, [row])[0]
        follows = consequences(found, row)
        context |= {
            "when": words.when(row.slot, monday),
            "proposed": [
                {
                    "choice": each,
                    "because": words.because(each),
                    "follows": words.consequence(order, follows[each.volunteer.pk]),
                }
                for each in row.proposed
            ],
            "others": [
                {"choice": each, "because": words.because(each), "href": _ask(row, each.volunteer.pk)}
                for each in row.others
            ],
        }
    return render(request, "web/dispatching/line.html", context)


@login_required
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Ask the volunteers of every ticked order; each by itself, each refused for its own reason."""
    _may(request)
    monday, _day = _asked(request)
    given = [each for each in request.POST.getlist("send")[:MOST_SHOWN] if each.isascii() and each.isdigit()]
    orders = Order.objects.select_related("place", "kind").filter(
        scope_q(request.actor, VERB), number__in=given
    )
    listed = sorted(orders, key=lambda each: given.index(each.number))
    summary = take_each(
        ((each, *_chosen(request, each.number, monday)) for each in listed),
        "dispatch",
        by=request.actor,
        client_key=request.POST.get("client_key", "")[:64],
    )
    context = {"summary": summary, "nothing": not given, "back": _address(monday)}
    return render(request, "web/dispatching/sent.html", context)


def _chosen(request: HttpRequest, number: str, monday: dt.date) -> tuple[int | None, dict[str, object]]:
    """What was chosen for an order: the version its reader saw, the volunteers, and the proposed time as the
    note they read."""
    sent = request.POST.getlist(f"who_{number}")
    volunteers = [
        int(each) for each in sent if each.isascii() and each.isdigit() and len(each) < LONGEST_NUMBER
    ]
    seen, slot = request.POST.get(f"seen_{number}", ""), request.POST.get(f"slot_{number}", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < LONGEST_NUMBER else None
    known = slot.isascii() and slot.isdigit() and len(slot) < 3 and int(slot) in slots.ALL
    note = _("Proposed time: %(when)s") % {"when": words.when(int(slot), monday)} if known else ""
    return version, {"volunteers": volunteers, "note": note}


def _may(request: HttpRequest) -> None:
    if not has_anywhere(request.actor, VERB):
        raise Forbidden(reason(VERB))


def _asked(request: HttpRequest) -> tuple[dt.date, dt.date | None]:
    """The Monday of the week asked for, this one where none is, and the one day that is looked at, if any."""
    this = slots.monday_of(timezone.localdate())
    monday = slots.monday_of(_date(request.GET.get("week", "")) or this)
    monday = min(max(monday, this), this + dt.timedelta(weeks=WEEKS_AHEAD))
    day = _date(request.GET.get("day", ""))
    return monday, day if day and slots.monday_of(day) == monday else None


def _date(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _tabs(found: Board, chosen: dt.date | None) -> list[dict[str, object]]:
    monday = found.week.monday
    days = [monday + dt.timedelta(days=number) for number in range(7)]
    counts = dict.fromkeys(days, 0)
    for row in found.rows:
        counts[slots.day_of(row.slot, monday)] += 1
    whole = {
        "label": _("The whole week"),
        "href": _address(monday),
        "current": chosen is None,
        "count": len(found.rows),
    }
    return [
        whole,
        *(
            {
                "label": day_words(day),
                "href": _address(monday, day),
                "current": day == chosen,
                "count": counts[day],
            }
            for day in days
            if counts[day] or day == chosen
        ),
    ]


def _groups(found: Board, rows: Sequence[Row]) -> list[dict[str, object]]:
    """The rows under the part of the day they are proposed for."""
    groups: dict[int, list[dict[str, object]]] = {}
    for row in rows:
        groups.setdefault(row.slot, []).append(
            {
                "row": row,
                "choosers": [
                    {"options": words.options(row.choices), "chosen": each.volunteer.pk}
                    for each in row.proposed
                ],
                "missing": row.places - len(row.proposed),
            }
        )
    return [
        {"when": words.when(slot, found.week.monday), "slot": slot, "rows": each}
        for slot, each in groups.items()
    ]


def _ask(row: Row, volunteer: int) -> str:
    """Where an order's step of asking is open with this volunteer ticked, and with the other one of two."""
    rest = [each.volunteer.pk for each in row.proposed][1:]
    asked = urlencode({"volunteers": [volunteer, *rest]}, doseq=True)
    return f"{reverse('orders:desk_step', args=[row.order.number, 'dispatch'])}?{asked}"


def _address(monday: dt.date, day: dt.date | None = None) -> str:
    parts = {"week": monday.isoformat()} | ({"day": day.isoformat()} if day else {})
    return f"{reverse('dispatching:week')}?{urlencode(parts)}"
