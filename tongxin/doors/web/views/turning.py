"""An order that is no service but something to be solved goes on as a case: the door knows both trades."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tongxin.engine.flows import guard
from tongxin.engine.flows.refusals import Incomplete, Refused
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import require
from tongxin.trades.cases import actions as cases
from tongxin.trades.cases.choices import Channel
from tongxin.trades.cases.models import Case
from tongxin.trades.orders import actions as orders
from tongxin.trades.orders.models import Order
from tongxin.trades.orders.views.desk.order import order_for

STEP = "turn_into_case"
LONGEST = 4000


class TurningForm(forms.Form):
    """What is to be solved, in words that stand by themselves, and a word for whoever ordered."""

    text = forms.CharField(
        label=gettext_lazy("What is to be solved?"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5, "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=gettext_lazy("A word for whoever ordered"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def turn_into_case(request: HttpRequest, number: str) -> HttpResponse:
    """Report the case for whoever ordered, who follows it with the same query code; the order ends there."""
    order, actor = order_for(request.actor, number), request.actor
    require(actor, "case.report_for", order.place_path, at=order.place.full_name)
    row = order.flow.step(STEP)
    if refusal := guard.whose(order, row, actor) or guard.moment(order, row, timezone.now()):
        raise refusal
    known = {"text": order.text, "version": order.version}
    form = TurningForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid() and (case := _turned(order, form, actor)):
        messages.success(request, _("It goes on as case %(number)s.") % {"number": case})
        return redirect("cases:case", case.number)
    context = {
        "form": form,
        "title": row.label,
        "verb": row.label,
        "back": reverse("orders:desk_order", args=[order.number]),
        "about": {"name": f"{order} · {order.title}", "note": order.place.full_name},
    }
    return render(request, "web/ask.html", context, status=422 if form.errors else 200)


def _turned(order: Order, form: TurningForm, actor: Actor) -> Case | None:
    """Both or neither; None when something was missing, which the form then says."""
    said = form.cleaned_data
    try:
        with transaction.atomic():
            case = cases.report(
                place=order.place,
                text=said["text"],
                by=actor,
                channel=order.way if order.way in Channel.values else Channel.DESK,
                client_key=order.client_key,
                reporter=order.requester,
                address_note=order.address_note,
            ).case
            orders.turn_into_case(
                order, by=actor, case_number=case.number, note=said["note"], version=said["version"]
            )
    except Incomplete as incomplete:
        for field, sentence in incomplete.errors.items():
            form.add_error(field if field in form.fields else None, sentence)
        return None
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return None
    return case
