"""Leaving for good: what is deleted at once, what stays and why, said before it is done."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.engine.flows.refusals import NotNow
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders import actions
from tongxin.trades.orders.actions.erasing import still_needed
from tongxin.trades.orders.forms.volunteers import DigitsForm
from tongxin.trades.orders.models import Volunteer
from tongxin.trades.orders.models.volunteer import OVER
from tongxin.trades.orders.selectors.hours import ledger
from tongxin.trades.orders.views.volunteer.known import by_volunteer, closed_to, let_go
from tongxin.trades.orders.views.volunteer.trying import fits
from tongxin.trades.orders.ways_in import asks_digits


@by_volunteer
@closed_to(*OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def erase_me(request: HttpRequest, volunteer: Volunteer, actor: Actor) -> HttpResponse:
    """The last digits of one's telephone are asked for: whoever found a card can't do this. The same digits
    may be tried as often as at the way in.
    """
    if volunteer.person is None:
        raise Http404(_("An organisation leaves by its own staff."))
    needed = still_needed(volunteer)
    form = DigitsForm(request.POST) if request.method == "POST" else DigitsForm()
    form.fields["digits"].help_text = _("So that nobody who finds your card can do this.")
    if not asks_digits(volunteer):
        del form.fields["digits"]
    refused = ""
    if form.is_bound and form.is_valid() and fits(volunteer, form):
        try:
            actions.erase_now(volunteer, by=actor)
        except NotNow as refusal:
            refused = refusal.reason
        else:
            response = redirect("orders:erased")
            let_go(response)
            return response
    parts = ledger(volunteer)
    context = {
        "form": form,
        "needed": needed,
        "refused": refused,
        "open": volunteer.open_engagements().count(),
        "times": sum(1 for part in parts if part.confirmed_minutes),
        "hours": sum(part.confirmed_minutes or 0 for part in parts) / 60,
    }
    status = 422 if form.errors else 409 if refused else 200
    return render(request, "orders/volunteer/erase.html", context, status=status)


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """It is done; nothing here says who."""
    return render(request, "orders/volunteer/erased.html")
