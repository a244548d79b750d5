"""What can be ordered here: the first question of an order. From its answer on it is kept as a draft."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongxin.engine.tickets.drafts import new_secret
from tongxin.ground.territory.choosing import chosen, on_offer, place_of
from tongxin.ground.territory.models import Place
from tongxin.trades.orders import actions
from tongxin.trades.orders.actions.intake import LONGEST_TEXT
from tongxin.trades.orders.drafts import Said
from tongxin.trades.orders.models import OrderDraft
from tongxin.trades.orders.selectors import gathered_menu
from tongxin.trades.orders.views.resident.drafted import DRAFTS, of_draft

METHODS = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(METHODS)
def menu(request: HttpRequest) -> HttpResponse:
    """The menu of the place that a door code or a choice names; without one, the place is asked for."""
    here = reverse("orders:order")
    if request.method == "POST" and {"kind", "wish"} & request.POST.keys():
        return _begun(request)
    if request.method == "POST":
        return _placed(request, here)
    place, code = place_of(request.GET)
    waiting = DRAFTS.unsent(request)
    if place is None or "choose" in request.GET:
        context = {"here": here, "waiting": waiting} | on_offer(request.GET)
        return render(request, "orders/resident/place.html", context)
    return _page(request, place, code=code, waiting=waiting)


@of_draft
@require_http_methods(METHODS)
def draft_what(request: HttpRequest, draft: OrderDraft) -> HttpResponse:
    """The same question of an order that was begun before."""
    if draft.place is None:
        return redirect("orders:order")
    if request.method == "POST":
        return _answered(request, draft)
    return _page(request, draft.place, draft, text=Said.of(draft).text)


def _begun(request: HttpRequest) -> HttpResponse:
    """Begin an order with its first answer."""
    place, code = place_of(request.POST)
    if place is None:
        return redirect("orders:order")
    if wrong := _wrong(request):
        return _page(request, place, code=code, text=request.POST.get("text", ""), error=wrong)
    secret = DRAFTS.secret(request) or new_secret()
    key = request.POST.get("client_key", "")
    response = _answered(request, actions.begin_draft(secret, key, place=place, at_code=code))
    DRAFTS.keep(response, secret)
    return response


def _answered(request: HttpRequest, draft: OrderDraft) -> HttpResponse:
    text = request.POST.get("text", "").strip()
    if wrong := _wrong(request):
        return _page(request, draft.place, draft, text=text, error=wrong)
    kind = request.POST.get("kind", "")
    actions.write_draft(draft, kind=kind, text="" if kind else text)
    return redirect(f"orders:draft_{Said.of(draft).unanswered}", draft.pk)


def _wrong(request: HttpRequest) -> object:
    """What is wrong with a wish; "" for a service, which is looked up when the order is sent."""
    text = request.POST.get("text", "").strip()
    if request.POST.get("kind"):
        return ""
    if not text:
        return _("Please say in a few words what you wish for.")
    if len(text) > LONGEST_TEXT:
        return _("Please keep it under 1,000 characters.")
    return _("The text has characters that can't be stored.") if "\0" in text else ""


def _placed(request: HttpRequest, here: str) -> HttpResponse:
    place, _point = chosen(request.POST)
    if place is not None:
        return redirect(f"{here}?place={place.pk}")
    messages.warning(request, _("You seem to be outside the area. Please choose the place below."))
    return redirect(f"{here}?choose")


def _page(
    request: HttpRequest, place: Place, draft: OrderDraft | None = None, *, error: object = "", **more: object
) -> HttpResponse:
    context = {
        "place": place,
        "draft": draft,
        "code": draft.at_code if draft else "",
        "key": draft.client_key if draft else request.POST.get("client_key") or uuid4().hex,
        "action": reverse("orders:draft_what", args=[draft.pk]) if draft else reverse("orders:order"),
        "shelves": gathered_menu(place),
        "error": error,
        "longest": LONGEST_TEXT,
    }
    return render(request, "orders/resident/menu.html", context | more, status=422 if error else 200)
