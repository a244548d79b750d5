"""A volunteer reads what was complained about, what was decided and why, and may object once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.engine.flows.offering import step_links
from tongxin.engine.flows.selectors import own_steps
from tongxin.engine.tickets import numbers
from tongxin.ground.people.masking import masked
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.models import Complaint, Volunteer
from tongxin.trades.orders.models.complaint import UNTOLD
from tongxin.trades.orders.models.volunteer import OVER
from tongxin.trades.orders.views.steps import step_page
from tongxin.trades.orders.views.volunteer.known import by_volunteer, closed_to

STEPS = ("object_to",)


@by_volunteer
@closed_to(*OVER)
@require_safe
def my_complaint(request: HttpRequest, volunteer: Volunteer, actor: Actor, number: str) -> HttpResponse:
    """Once it has been decided: before that nobody is held up by what may come to nothing."""
    found = complaint_for(actor, number)
    offers = [each for each in own_steps(found, actor) if each.step.name in STEPS]
    context = {
        "order": found.order,
        "complaint": found,
        "text": masked(found.text),
        "offers": step_links(offers, request.path),
    }
    return render(request, "orders/volunteer/complaint.html", context)


@by_volunteer
@closed_to(*OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def my_complaint_step(
    request: HttpRequest, volunteer: Volunteer, actor: Actor, number: str, step: str
) -> HttpResponse:
    """Object to the decision."""
    found = complaint_for(actor, number)
    back = reverse("orders:my_complaint", args=[found.order.number])
    return step_page(request, found, step, actor, allowed=STEPS, back=back, back_label=_("The complaint"))


def complaint_for(actor: Actor, number: str) -> Complaint:
    """The decided complaint about an order the actor took part in; else not found."""
    digits = numbers.parse(number, numbers.ORDERS) or ""
    decided = Complaint.objects.filter(order__number=digits).exclude(state__in=UNTOLD)
    found = decided.select_related("order__kind").first()
    if found is None or not found.the("taker", actor):
        raise Http404(_("There is no such order for you."))
    return found
