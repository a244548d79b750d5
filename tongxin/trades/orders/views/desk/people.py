"""Opening who ordered, or whom it is for. Each look is recorded first, and the resident can read it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongxin.ground.people.purposes import PART_WORDS
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.posts.gates import Forbidden, reason
from tongxin.trades.orders import actions
from tongxin.trades.orders.selectors.sight import people_of, person_of, purposes_for
from tongxin.trades.orders.views.desk.order import order_for


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, number: str, whose: str) -> HttpResponse:
    """The desk has name and number opened, for a purpose."""
    order, actor = order_for(request.actor, number), request.actor
    if person_of(order, whose) is None:
        raise Http404
    purposes = purposes_for(order, actor)
    if not purposes:
        raise Forbidden(reason("person.unmask", at=order.place.full_name))
    named = next(each for each in people_of(order, actor) if each.column == whose)
    context = {
        "shell": "web/desk.html",
        "title": named.label,
        "person": named.line,
        "purposes": purposes,
        "back": reverse("orders:desk_order", args=[order.number]),
        "back_label": _("Back to the order %(order)s") % {"order": order},
    }
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("purpose", "reference")}
        try:
            seen = actions.unmask(order, whose, by=actor, **given)
        except Invalid as refused:
            context |= {"errors": refused.errors, "given": given}
        else:
            parts = ((words, getattr(seen, part)) for part, words in PART_WORDS.items())
            context["opened"] = [(words, value) for words, value in parts if value]
    return render(request, "web/looking_up.html", context, status=422 if "errors" in context else 200)
