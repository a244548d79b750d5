"""The steps the desk takes with an order: one page for every row of the table."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongxin.engine.flows.changes import after_refusal
from tongxin.engine.flows.steps import attempt
from tongxin.engine.photos.aside import Tray
from tongxin.trades.orders.choices import Ending
from tongxin.trades.orders.models import Order
from tongxin.trades.orders.views.desk.looking import carried_in
from tongxin.trades.orders.views.desk.order import order_for
from tongxin.trades.orders.views.steps import known_times


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """A step on an order, for the desk; who may not take it reads why."""
    order, actor = order_for(request.actor, number), request.actor
    if step not in order.flow.step_by_name or order.flow.step(step).by_system:
        raise Http404(_("There is no such step."))
    data = request.POST if request.method == "POST" else None
    initial = {} if data else suggested(order, step) | _asked_for(request, order, step)
    tray = Tray.of_step(request, order, actor.key)
    tried = attempt(order, step, actor, data=data, files=tray.along(request), initial=initial)
    back = reverse("orders:desk_order", args=[order.number]) + carried_in(request).beside
    if tried.done:
        tray.clear()
        messages.success(request, _("Done: %(step)s.") % {"step": tried.step.label})
        return redirect(back)
    context = {
        "shell": "web/desk.html",
        "order": order,
        "tried": tried,
        "back": back,
        "back_label": _("Back to the order %(order)s") % {"order": order},
        "windows": order.windows.all(),
        "photos": tray.keep(request, tried.form) if tried.goes_on else [],
    }
    if tried.refusal and data is not None:
        context |= after_refusal(order, tried, actor)
    return render(request, "orders/desk/step.html", context, status=tried.status)


def suggested(order: Order, step: str) -> dict[str, object]:
    """What usually is answered: open to all where it may be, the wanted times, the minutes as said."""
    if step == "accept":
        sensitive = order.kind.sensitive if order.kind else order.sensitive
        return {"openly": "no" if sensitive else "yes", "kind": order.kind_id}
    if step == "change":
        return known_times(order)
    if step == "schedule":
        return {"starts_at": min((each.since for each in order.windows.all()), default=None)}
    if step == "close":
        said = order.engagements.filter(ending=Ending.DONE).first()
        return {"minutes": said.minutes if said else 0}
    return {}


def _asked_for(request: HttpRequest, order: Order, step: str) -> dict[str, object]:
    """What a link to the step has chosen already: the volunteers the plan proposes."""
    asks = order.flow.step(step).asks
    return {ask.name: request.GET.getlist(ask.name) for ask in asks if ask.name in request.GET}
