"""Whoever ordered says what went wrong, reads what was decided and why, or takes it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongxin.engine.flows.offering import step_links
from tongxin.engine.flows.selectors import own_steps
from tongxin.trades.orders.forms.complaining import ComplaintForm
from tongxin.trades.orders.models.complaint import problem
from tongxin.trades.orders.selectors.complaints import about
from tongxin.trades.orders.views.resident.tracking import order_of
from tongxin.trades.orders.views.steps import step_page

METHODS = ["GET", "HEAD", "POST"]
STEPS = ("withdraw_complaint",)


@never_cache
@require_http_methods(METHODS)
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    """The complaint with how it stands; or where one writes it."""
    order, actor = order_of(request, number)
    found, form = about(order), ComplaintForm(request.POST if request.method == "POST" else None)
    if found is None and form.is_bound and form.is_valid() and form.carry_out(order, actor):
        messages.success(request, _("Thank you for saying so. The desk looks into it and tells you."))
        return redirect("orders:complaint", order.number)
    offers = [each for each in own_steps(found, actor) if each.step.name in STEPS] if found else []
    context = {
        "order": order,
        "complaint": found,
        "form": form,
        "barred": "" if found else problem(order, timezone.now()),
        "offers": step_links(offers, request.path),
    }
    status = 422 if found is None and form.errors else 200
    return render(request, "orders/resident/complaint.html", context, status=status)


@never_cache
@require_http_methods(METHODS)
def complaint_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take it back."""
    order, actor = order_of(request, number)
    found = about(order)
    if found is None:
        raise Http404(_("There is no complaint about this order."))
    back = reverse("orders:complaint", args=[order.number])
    return step_page(request, found, step, actor, allowed=STEPS, back=back, back_label=_("The complaint"))
