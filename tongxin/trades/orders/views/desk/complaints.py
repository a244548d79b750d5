"""The desk looks into complaints: which wait, what was said, what is decided; or writes one down."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.engine.flows.changes import after_refusal
from tongxin.engine.flows.offering import step_links
from tongxin.engine.flows.selectors import own_steps, timeline
from tongxin.engine.flows.steps import attempt
from tongxin.engine.flows.storyline import chronicle
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, require
from tongxin.trades.orders.forms.complaining import ComplaintForm
from tongxin.trades.orders.models.complaint import problem
from tongxin.trades.orders.selectors.complaints import about, open_of
from tongxin.trades.orders.views.desk.order import order_for

METHODS = ["GET", "HEAD", "POST"]
READ, ON_BEHALF = "order.screen", "order.order_for"


@login_required
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """Those of one's area that are not over, due first."""
    if not has_anywhere(request.actor, READ):
        raise Forbidden(reason(READ))
    return render(request, "orders/desk/complaints.html", {"complaints": open_of(request.actor)})


@login_required
@require_http_methods(METHODS)
def desk_complaint(request: HttpRequest, number: str) -> HttpResponse:
    """What went wrong, what was decided and why, and what can be done; or a form to write one down. Who may
    order for somebody may write it down for them; who decides about orders reads it.
    """
    order, actor = order_for(request.actor, number), request.actor
    found = about(order)
    require(actor, READ if found else ON_BEHALF, order.place_path, at=order.place.full_name)
    form = ComplaintForm(request.POST if request.method == "POST" else None)
    if found is None and form.is_bound and form.is_valid() and form.carry_out(order, actor):
        messages.success(request, _("The complaint is written down."))
        return redirect("orders:desk_order", order.number)
    context = {
        "order": order,
        "complaint": found,
        "form": form,
        "barred": "" if found else problem(order, timezone.now()),
        "offers": step_links(own_steps(found, actor), request.path, "uphold") if found else [],
        "entries": chronicle(timeline(found), found.flow) if found else [],
    }
    status = 422 if found is None and form.errors else 200
    return render(request, "orders/desk/complaint.html", context, status=status)


@login_required
@require_http_methods(METHODS)
def desk_complaint_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Decide it; who may not reads why."""
    order, actor = order_for(request.actor, number), request.actor
    found = about(order)
    require(actor, READ, order.place_path, at=order.place.full_name)
    if found is None or step not in found.flow.step_by_name or found.flow.step(step).by_system:
        raise Http404(_("There is no such step."))
    data = request.POST if request.method == "POST" else None
    tried = attempt(found, step, actor, data=data)
    back = reverse("orders:desk_complaint", args=[order.number])
    if tried.done:
        messages.success(request, _("Done: %(step)s.") % {"step": tried.step.label})
        return redirect(back)
    context = {
        "shell": "web/desk.html",
        "order": order,
        "complaint": found,
        "tried": tried,
        "back": back,
        "back_label": _("The complaint"),
    }
    if tried.refusal and data is not None:
        context |= after_refusal(found, tried, actor)
    return render(request, "orders/desk/complaint_step.html", context, status=tried.status)
