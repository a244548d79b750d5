"""The desk's list of orders: what is due first, fifty a page."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tongxin.engine.flows.paging import bounded, counted
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason
from tongxin.ground.territory import selectors as territory
from tongxin.trades.orders.flow import ORDER
from tongxin.trades.orders.glance import glances
from tongxin.trades.orders.models import ServiceKind
from tongxin.trades.orders.selectors.desk import narrowed
from tongxin.trades.orders.views.desk import looking as ways
from tongxin.trades.orders.views.desk.looking import Looking

ANY = ("", _("any"))


class NarrowForm(forms.Form):
    """How the list is narrowed. A GET form: the address is the filter."""

    number = forms.CharField(
        label=_("Number"), required=False, max_length=20, widget=forms.TextInput({"type": "search"})
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, *((s.name, s.label) for s in ORDER.states)]
    )
    kind = forms.ChoiceField(label=_("Service"), required=False)
    path = forms.CharField(widget=forms.HiddenInput, required=False)
    view = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, looking: Looking) -> None:
        super().__init__(initial={"view": looking.view.name, **looking.narrowed}, auto_id="narrow_%s")
        kinds = {
            each.code: each.title for each in ServiceKind.objects.filter(since__lte=timezone.localdate())
        }
        self.fields["kind"].choices = [ANY, ("-", _("Wishes in own words")), *kinds.items()]


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The orders of one's area, due first; closed ones, too, newest first."""
    actor = request.actor
    if not has_anywhere(actor, "order.read"):
        raise Forbidden(reason("order.read"))
    looking = ways.read(request.GET, actor)
    page = looking.page(actor)
    lists = {
        view.name: narrowed(actor, Looking(view, looking.narrowed).filters)
        for view in ways.VIEWS
        if view.filters.open_only and "number" not in looking.narrowed
    }
    counts = counted(lists)
    within = territory.place_by_path(looking.narrowed["path"]) if "path" in looking.narrowed else None
    context = {
        "form": NarrowForm(looking),
        "looking": looking,
        "within": within,
        "plans": has_anywhere(actor, "order.dispatch"),
        "complaints": has_anywhere(actor, "order.screen"),
        "orders_for": has_anywhere(actor, "order.order_for"),
        "tabs": [
            {
                "label": view.label,
                "href": f"?{looking.query(view=view)}",
                "current": view is looking.view,
                "count": bounded(counts[view.name]) if view.name in counts else None,
            }
            for view in ways.VIEWS
        ],
        "glances": glances(page.rows),
        "next": f"?{looking.query(after=page.after)}" if page.after else "",
        "first": f"?{looking.query()}" if looking.after else "",
    }
    return render(request, "orders/desk/queue.html", context)
