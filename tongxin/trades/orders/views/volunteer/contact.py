"""Whom to call about an order one has taken. The look is recorded, and they can read it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders import actions
from tongxin.trades.orders.models import Volunteer
from tongxin.trades.orders.models.volunteer import OVER
from tongxin.trades.orders.selectors.sight import CALL, WHOSE, person_of, purposes_for
from tongxin.trades.orders.views.volunteer.known import by_volunteer, closed_to
from tongxin.trades.orders.views.volunteer.offered import order_for


@by_volunteer
@closed_to(*OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, volunteer: Volunteer, actor: Actor, number: str) -> HttpResponse:
    """Says first that it is recorded; then name and telephone of who ordered it and of whom it is for."""
    order, _part = order_for(volunteer, number)
    if not purposes_for(order, actor):
        raise Http404(_("There is nobody to call about this one."))
    reached = []
    if request.method == "POST":
        named = [(words, whose) for whose, words in WHOSE.items() if person_of(order, whose)]
        reached = [(words, actions.unmask(order, whose, by=actor, purpose=CALL)) for words, whose in named]
    return render(request, "orders/volunteer/contact.html", {"order": order, "reached": reached})
