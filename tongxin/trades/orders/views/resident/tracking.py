"""Following an order, and everything whoever ordered it can do with it: change, cancel, say how it was."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxin.engine.flows.clocks import running
from tongxin.engine.flows.selectors import own_steps
from tongxin.engine.flows.words import counts_words
from tongxin.engine.tickets import numbers
from tongxin.ground.posts.actors import Actor, reporter_actor
from tongxin.trades.orders import actions
from tongxin.trades.orders.choices import Content
from tongxin.trades.orders.models import Order
from tongxin.trades.orders.models.complaint import problem
from tongxin.trades.orders.selectors.complaints import about
from tongxin.trades.orders.selectors.following import minutes_said, who_comes, who_looked
from tongxin.trades.orders.selectors.sight import pictures_of
from tongxin.trades.orders.storyline import story
from tongxin.trades.orders.views.resident.drafted import ORDERS
from tongxin.trades.orders.views.steps import known_times, step_page

# The order in which a resident thinks of them; saying how it was has doors of its own.
STEPS = ("move", "change", "no_show", "cancel")
RATE = "rate"


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The number and the query code, once more for an hour, for the browser that sent the order."""
    found = ORDERS.just_sent(request, "kind")
    if found is None:
        return redirect("cases:track")
    order, code = found
    return render(request, "orders/resident/sent.html", {"order": order, "code": code})


@never_cache
@require_safe
def tracked(request: HttpRequest, number: str) -> HttpResponse:
    """One sentence of state with the next date, who comes, then the story."""
    order, actor = order_of(request, number)
    offers = {offer.step.name: offer for offer in own_steps(order, actor)}
    context = {
        "order": order,
        "counts": counts_words(running(order).first()),
        "who": who_comes(order),
        "rates": RATE in offers and offers[RATE].allowed,
        "contents": list(reversed(Content.choices)),
        "minutes": minutes_said(order),
        "offers": [offers[name] for name in STEPS if name in offers],
        "story": story(order),
        "windows": order.windows.all(),
        "standing": order.standing,
        "case_number": numbers.grouped(order.case_number) if order.case_number else "",
        "complaint": about(order),
        "complains": not problem(order, timezone.now()),
        "looks": who_looked(order),
    } | pictures_of(order)
    return render(request, "orders/resident/tracked.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resident_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """What a resident may do with the own order."""
    order, actor = order_of(request, number)
    return step_page(
        request,
        order,
        step,
        actor,
        allowed=(*STEPS, RATE),
        back=reverse("orders:tracked", args=[order.number]),
        back_label=_("Back to the order %(order)s") % {"order": order},
        initial=known_times(order) if step == "change" else None,
        minutes=minutes_said(order) if step == RATE else None,
    )


@require_POST
def end_standing(request: HttpRequest, number: str) -> HttpResponse:
    """It need not come again; what has been ordered already stays."""
    order, _actor = order_of(request, number)
    if order.standing is not None:
        first = order.standing.first
        actions.end_standing(order.standing, by=reporter_actor(first.noun, first.pk))
        messages.success(request, _("It does not come again. What is ordered already stays."))
    return redirect("orders:tracked", order.number)


def order_of(request: HttpRequest, number: str) -> tuple[Order, Actor]:
    """The order of that number and who ordered it as an actor, if this browser holds it; else Http404."""
    return ORDERS.opened(request, number, "kind", "standing__first")
