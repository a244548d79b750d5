"""What can be ordered here: the first question of an order."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongxin.ground.territory.choosing import chosen, on_offer, place_of
from tongxin.trades.orders.selectors import gathered_menu


@require_http_methods(["GET", "HEAD", "POST"])
def menu(request: HttpRequest) -> HttpResponse:
    """The menu of the place that a door code or a choice names; without one, the place is asked for."""
    here = reverse("orders:order")
    if request.method == "POST":
        return _placed(request, here)
    place, code = place_of(request.GET)
    if place is None or "choose" in request.GET:
        return render(request, "orders/resident/place.html", {"here": here} | on_offer(request.GET))
    context = {"place": place, "code": code, "shelves": gathered_menu(place)}
    return render(request, "orders/resident/menu.html", context)


def _placed(request: HttpRequest, here: str) -> HttpResponse:
    place, _point = chosen(request.POST)
    if place is not None:
        return redirect(f"{here}?place={place.pk}")
    messages.warning(request, _("You seem to be outside the area. Please choose the place below."))
    return redirect(f"{here}?choose")
