"""Ordering without a signal: the page that a telephone keeps, and the door for what was written on it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets.actions import is_key
from tongxin.engine.tickets.whole import plain, received, refused
from tongxin.ground.people.selectors import text_in_force
from tongxin.ground.territory import selectors as territory
from tongxin.ground.territory.choosing import place_of
from tongxin.ground.territory.models import Place
from tongxin.trades.orders import actions
from tongxin.trades.orders.actions.intake import LONGEST_TEXT
from tongxin.trades.orders.choices import Way
from tongxin.trades.orders.drafts import Said
from tongxin.trades.orders.forms.ordering import ReachForm, WhenForm, WhomForm
from tongxin.trades.orders.models import Order
from tongxin.trades.orders.selectors.menu import on_menu
from tongxin.trades.orders.views.resident.drafted import ORDERS


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What was written here and waits to be sent. The same for everybody: the rest lies on the telephone."""
    context = {
        "communities": territory.places().filter(level__code=territory.COMMUNITY),
        "when": WhenForm(),
        "whom": WhomForm(),
        "reach": ReachForm(),
        "told": text_in_force(actions.TOLD),
        "longest": LONGEST_TEXT,
    }
    return render(request, "orders/resident/waiting.html", context)


@never_cache
@require_POST
def whole(request: HttpRequest) -> JsonResponse:
    """A whole order, written without a signal. Sent again, it answers with the number it has already.

    200 with number, query code and the page to follow it; 409 with the same where another one came before
    under its key; 422 with what is wrong, in sentences: a time may have passed meanwhile.
    """
    key, text = request.POST.get("client_key", ""), request.POST.get("text", "")
    if not is_key(key):
        return refused({"client_key": _("Please open the form again.")})
    code = request.POST.get("kind", "")
    for known in Order.objects.select_related("kind").filter(client_key=key):
        same = known.kind_code == code and (bool(code) or plain(known.text) == plain(text))
        return received(ORDERS, request, known, differs=not same)
    place, at = place_of(request.POST)
    if place is None:
        return refused({"community": _("Please choose where it is.")})
    forms = _forms(request, place, code)
    if errors := {field: said[0] for form in forms for field, said in form.errors.items()}:
        return refused(errors)
    when, whom, reach = forms
    told = when.answers | whom.cleaned_data | reach.cleaned_data
    said = Said(kind=code, text="" if code else text.strip()).having(told)
    way, photos = Way.PLACE_CODE if at else Way.WEB, whom.cleaned_data["photos"]
    try:
        ordered = actions.send_whole(said, client_key=key, place=place, way=way, photos=photos)
    except Incomplete as incomplete:
        return refused(incomplete.errors)
    return received(ORDERS, request, ordered.order)


def _forms(request: HttpRequest, place: Place, code: str) -> tuple[WhenForm, WhomForm, ReachForm]:
    """The questions after the first one, as they were answered."""
    kind = on_menu(place, code)
    when = WhenForm(request.POST, minutes=kind.minutes if kind else 0)
    return when, WhomForm(request.POST, request.FILES), ReachForm(request.POST)
