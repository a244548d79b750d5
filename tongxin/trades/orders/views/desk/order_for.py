"""The desk orders for somebody at the counter, on the telephone or at the door."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.photos.aside import Tray
from tongxin.engine.tickets import codes, numbers
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, require
from tongxin.trades.orders import actions
from tongxin.trades.orders.actions import Contact
from tongxin.trades.orders.forms.taking_down import VERB, OrderForForm
from tongxin.trades.orders.models import Order
from tongxin.trades.orders.selectors.alike import open_of

HANDED_OUT = "orders_handed_out"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def order_for(request: HttpRequest) -> HttpResponse:
    """One page. Where the same person has open orders these are shown first; it is ordered all the same at
    the second press.
    """
    if not has_anywhere(request.actor, VERB):
        raise Forbidden(reason(VERB))
    if request.method != "POST":
        return _shown(request, OrderForForm(actor=request.actor))
    tray = Tray.of(request.actor.key, "orders.order_for", request.POST.get("client_key", ""))
    form = OrderForForm(request.POST, tray.along(request), actor=request.actor)
    alike: list[Order] = []
    if not form.browses() and form.is_valid():
        alike = [] if "anyway" in request.POST else open_of(request.actor, form.cleaned_data["phone"])
        if not alike and (number := _take_down(request, form)):
            tray.clear()
            return redirect("orders:handed_out", number)
    photos = tray.keep(request, form)
    status = 422 if not form.browses() and form.errors else 200
    return _shown(request, form, alike=alike, photos=photos, status=status)


@never_cache
@login_required
@require_safe
def handed_out(request: HttpRequest, number: str) -> HttpResponse:
    """The number and query code to tell whoever ordered, shown once to whoever wrote it down."""
    code = request.session.pop(HANDED_OUT, {}).get(number)
    if code is None:
        return redirect("orders:desk_order", number)
    context = {
        "number": numbers.grouped(number),
        "code": code,
        "href": reverse("orders:desk_order", args=[number]),
    }
    return render(request, "orders/desk/handed_out.html", context)


def _shown(request: HttpRequest, form: OrderForForm, *, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "orders/desk/order_for.html", {"form": form, **more}, status=status)


def _take_down(request: HttpRequest, form: OrderForForm) -> str:
    """Order it; the number, or "" when something was missing, which the form then says."""
    said = form.cleaned_data
    place = said["where"].place
    require(request.actor, VERB, place.path, at=place.full_name)
    other = Contact(said["other_name"], said["other_phone"]) if said["whom"] == "other" else None
    try:
        ordered = actions.place_order(
            place=place,
            by=request.actor,
            way=said["way"],
            windows=said["windows"],
            kind=said["service"],
            text=said["text"],
            requester=Contact(said["name"], said["phone"]),
            beneficiary=other,
            urgency=said["urgency"],
            tongue=said["tongue"],
            address_note=said["address_note"],
            client_key=said["client_key"],
            repeats=said["repeats"],
            photos=said["photos"],
        )
    except Incomplete as incomplete:
        for field, sentence in incomplete.errors.items():
            form.add_error(OF_FIELDS.get(field, field if field in form.fields else None), sentence)
        return ""
    request.session[HANDED_OUT] = {ordered.order.number: codes.grouped(ordered.query_code)}
    return ordered.order.number


OF_FIELDS = {
    "place": "where",
    "windows": "day_1",
    "requester_name": "name",
    "requester_phone": "phone",
    "beneficiary_name": "other_name",
    "beneficiary_phone": "other_phone",
}
