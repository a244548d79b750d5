"""The week as a board: proposed, moved about, sent. Looking and moving change nothing; what was changed
stands in the address and in the form until it is sent.
"""

import uuid
from itertools import chain

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongxin.doors.web import letters
from tongxin.doors.web.dispatching import drafts, laid_out, words
from tongxin.doors.web.dispatching.drafts import Draft
from tongxin.doors.web.dispatching.forms import MoveForm
from tongxin.engine.flows.together import Left, Summary, take_each
from tongxin.engine.tickets import numbers
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, require, scope_q
from tongxin.insight.dispatching.board import Board, board, consequences, with_others
from tongxin.insight.dispatching.moving import sift
from tongxin.insight.dispatching.reading import read_week
from tongxin.trades.orders.models import Order

VERB = "order.dispatch"


@login_required
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """The proposed week, by the day or whole: each order with its volunteers to choose from."""
    _may(request)
    draft = drafts.read(request.GET)
    return _shown(request, draft, picked=request.GET.get("order", ""))


@login_required
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Plan anew around what was changed in the form: an order moved, one picked to be moved, one put back."""
    _may(request)
    draft = drafts.read(request.GET).edited(request.POST)
    if picked := request.POST.get("pick", ""):
        return redirect(f"{draft.address(order=picked)}#move")
    if back := request.POST.get("undo", ""):
        return redirect(draft.without([back]).address())
    return _shown(request, draft, sent=True)


@login_required
@require_safe
def line(request: HttpRequest, number: str) -> HttpResponse:
    """One order of the plan: why this one, who else, what changes if they say no."""
    _may(request)
    draft = drafts.read(request.GET)
    found = board(request.actor, draft.monday, pins=draft.pins)
    order = _order(found, numbers.parse(number, numbers.ORDERS) or "")
    if order is None:
        raise Http404(_("There is no order of that number here."))
    require(request.actor, VERB, order.place_path, at=order.place.full_name)
    row = next((each for each in found.rows if each.order.pk == order.pk), None)
    context = {"order": order, "back": draft.address(), "row": row}
    if row is not None:
        row = with_others(found, [row])[0]
        follows = consequences(found, row)
        context |= {
            "when": words.when(row.slot, draft.monday),
            "proposed": [
                {
                    "choice": each,
                    "because": words.because(each),
                    "follows": words.consequence(order, follows[each.volunteer.pk]),
                }
                for each in row.proposed
            ],
            "others": [
                {
                    "choice": each,
                    "when": "" if each.line.slot == row.slot else words.when(each.line.slot, draft.monday),
                    "because": words.because(each),
                    "href": laid_out.ask(row, each.volunteer.pk),
                }
                for each in row.others
            ],
        }
    return render(request, "web/dispatching/line.html", context)


@login_required
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Ask the volunteers of every ticked order; each by itself, each refused for its own reason."""
    _may(request)
    draft = drafts.read(request.GET).edited(request.POST)
    given = [each for each in request.POST.getlist("send")[: drafts.MOST] if drafts.number(each) is not None]
    orders = Order.objects.select_related("place", "kind").filter(
        scope_q(request.actor, VERB), number__in=given
    )
    listed = sorted(orders, key=lambda each: given.index(each.number))
    barred = _barred(request, draft, listed)
    summary = take_each(
        ((each, *_chosen(request, each.number, draft)) for each in listed if each.number not in barred),
        "dispatch",
        by=request.actor,
        client_key=request.POST.get("client_key", "")[:64],
    )
    left = [Left(each, barred[each.number]) for each in listed if each.number in barred]
    back = draft.without(each.number for each in summary.done).address()
    context = {"summary": Summary(summary.done, summary.left + left), "nothing": not given, "back": back}
    return render(request, "web/dispatching/sent.html", context)


def _shown(request: HttpRequest, draft: Draft, *, picked: str = "", sent: bool = False) -> HttpResponse:
    """The board; after a move that can be, the address of the board with it. In 长辈版 a day at a time."""
    found = board(request.actor, draft.monday, pins=draft.pins)
    if letters.are_large(request) and "day" not in request.GET:
        draft = draft.on(laid_out.first_day(found))
    initial = {"order": picked, "slot": laid_out.slot_of(found, picked)}
    form = MoveForm(found, found.pins, request.POST if sent else None, initial=initial)
    if sent and form.is_valid():
        return redirect(f"{draft.moved(form.pin).address(moved=form.pin.number)}#order-{form.pin.number}")
    context = laid_out.week(found, draft) | {
        "form": form,
        "moving": bool(picked) or sent,
        "moved": laid_out.moved(found, request.GET.get("moved", "")),
        "client_key": uuid.uuid4().hex,
    }
    return render(request, "web/dispatching/week.html", context, status=422 if sent else 200)


def _order(found: Board, number: str) -> Order | None:
    """The order of that number, asked for only where it is none of the week's."""
    week = found.week
    among = chain(week.orders.values(), (each.order for each in week.going))
    listed = next((each for each in among if each.number == number), None)
    return listed or Order.objects.select_related("place", "kind").filter(number=number).first()


def _barred(request: HttpRequest, draft: Draft, orders: list[Order]) -> dict[str, str]:
    """What speaks against the choices of those orders that still are to be planned, by number."""
    sought = read_week(request.actor, draft.monday)
    pins = [pin for each in orders if (pin := drafts.chosen(request.POST, each.number))]
    planned = {each.number for each in sought.orders.values()}
    _kept, lost = sift(sought, [pin for pin in pins if pin.number in planned])
    return {each.pin.number: words.against(each, sought) for each in lost}


def _chosen(request: HttpRequest, number: str, draft: Draft) -> tuple[int | None, dict[str, object]]:
    """What was chosen for an order: the version its reader saw, the volunteers, and the proposed time as the
    note they read."""
    volunteers = [drafts.number(each) for each in request.POST.getlist(f"who_{number}")]
    slot = drafts.slot(request.POST.get(f"slot_{number}", ""))
    note = "" if slot is None else _("Proposed time: %(when)s") % {"when": words.when(slot, draft.monday)}
    known = [each for each in volunteers if each is not None]
    return drafts.number(request.POST.get(f"seen_{number}", "")), {"volunteers": known, "note": note}


def _may(request: HttpRequest) -> None:
    if not has_anywhere(request.actor, VERB):
        raise Forbidden(reason(VERB))
