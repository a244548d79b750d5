"""What a volunteer says of themselves; resting, coming back, leaving."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongxin.engine.flows.offering import step_links
from tongxin.engine.flows.refusals import Incomplete, NotNow
from tongxin.engine.flows.selectors import own_steps
from tongxin.engine.flows.steps import Attempt
from tongxin.engine.tickets.codes import grouped
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders import actions
from tongxin.trades.orders.forms.describing import DescribeForm
from tongxin.trades.orders.models import Volunteer
from tongxin.trades.orders.models.volunteer import OVER
from tongxin.trades.orders.views.steps import step_page
from tongxin.trades.orders.views.volunteer.known import by_volunteer, closed_to, let_in
from tongxin.trades.orders.ways_in import code_of

METHODS = ["GET", "HEAD", "POST"]
STEPS = ("rest", "come_back", "leave", "renew")


@by_volunteer
@closed_to(*OVER)
@require_http_methods(METHODS)
def me(request: HttpRequest, volunteer: Volunteer, actor: Actor) -> HttpResponse:
    """Strengths, what one likes doing, languages, usual times, places; and what has been proved."""
    form = DescribeForm(volunteer, request.POST if request.method == "POST" else None)
    if form.is_bound and not form.browses() and form.is_valid():
        try:
            actions.describe(volunteer, by=actor, **form.said())
        except Incomplete as incomplete:
            form.take(incomplete)
        except NotNow as left_meanwhile:
            messages.warning(request, str(left_meanwhile))
            return redirect("orders:own")
        else:
            messages.success(request, _("That is how you are known from now on."))
            return redirect("orders:me")
    offers = [each for each in own_steps(volunteer, actor) if each.step.name in STEPS]
    context = {
        "volunteer": volunteer,
        "form": form,
        "offers": step_links(offers, request.path),
        "proofs": volunteer.proofs.filter(withdrawn_at__isnull=True).select_related("skill"),
    }
    return render(request, "orders/volunteer/me.html", context, status=422 if form.errors else 200)


@by_volunteer
@closed_to(*OVER)
@require_http_methods(METHODS)
def my_step(request: HttpRequest, volunteer: Volunteer, actor: Actor, step: str) -> HttpResponse:
    """Rest, come back, leave, or close every device but the next one."""
    return step_page(
        request,
        volunteer,
        step,
        actor,
        allowed=STEPS,
        back=reverse("orders:own"),
        back_label=_("Lending a hand"),
        then=_renewed(request, volunteer) if step == "renew" else None,
        leaving=step == "leave",
    )


def _renewed(request: HttpRequest, volunteer: Volunteer) -> Callable[[Attempt], HttpResponse]:
    """This device stays, and is told the new code; every other one is out."""

    def told(_tried: Attempt) -> HttpResponse:
        said = _("Your new code is %(code)s. Please write it on your card.")
        messages.success(request, said % {"code": grouped(code_of(volunteer))})
        response = redirect("orders:own")
        let_in(response, volunteer)
        return response

    return told
