"""The menu as the office keeps it: dated rows, offered, replaced and taken off; nothing is rewritten."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.engine.flows.rights import holds_everywhere, require_at
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, scope, scope_q, sees
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import ancestors_of
from tongxin.trades.orders.forms.menu import EDIT, OfferForm, TakeOffForm
from tongxin.trades.orders.models import ServiceKind

READ = "order.read"
METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def kept_menu(request: HttpRequest) -> HttpResponse:
    """What is offered in one's area now or later, by shelf."""
    if not has_anywhere(request.actor, READ):
        raise Forbidden(reason(READ))
    kinds = list(_rows(request.actor))
    paths = {kind.place_path for kind in kinds if kind.place_path}
    names = {place.path: place.full_name for place in Place.objects.filter(path__in=paths)} if paths else {}
    context = {
        "rows": [
            {"kind": kind, "place": names.get(kind.place_path, ""), "may_edit": _may(request.actor, kind)}
            for kind in kinds
        ],
        "may_edit": has_anywhere(request.actor, EDIT),
    }
    return render(request, "orders/desk/menu.html", context)


@login_required
@require_http_methods(METHODS)
def offer(request: HttpRequest) -> HttpResponse:
    """A new service on the menu."""
    return _offered(request, None)


@login_required
@require_http_methods(METHODS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Other terms from a day on, in the same place or differently in one's own."""
    return _offered(request, get_object_or_404(_rows(request.actor), pk=pk))


@login_required
@require_http_methods(METHODS)
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Not offered any more from a day on; what was ordered is still done."""
    kind = get_object_or_404(_rows(request.actor), pk=pk)
    require_at(request.actor, EDIT, kind.place_path)
    form = TakeOffForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.carry_out(kind, request.actor):
        messages.success(request, _("Taken off. What was ordered is still done."))
        return redirect("orders:menu")
    hint = f"{kind.title} · {_('everywhere') if not kind.place_path else _place(kind)}"
    return _asking(request, form, _("Take a service off the menu"), _("Take it off"), hint=hint)


def _offered(request: HttpRequest, kind: ServiceKind | None) -> HttpResponse:
    actor = request.actor
    if not has_anywhere(actor, EDIT):
        raise Forbidden(reason(EDIT))
    form = OfferForm(request.POST if request.method == "POST" else None, actor=actor, kind=kind)
    if form.is_bound and not form.browses() and form.is_valid() and form.carry_out():
        messages.success(request, _("Entered. It can be ordered from that day on."))
        return redirect("orders:menu")
    title = _("Change %(service)s") % {"service": kind.title} if kind else _("Offer a service")
    hint = _("Orders keep the terms they were accepted on.") if kind else ""
    return _asking(request, form, title, _("Enter"), hint=hint)


def _asking(request: HttpRequest, form, title: str, verb: str, *, hint: str) -> HttpResponse:
    context = {"form": form, "title": title, "verb": verb, "hint": hint}
    return render(request, "orders/desk/menu_form.html", context, status=422 if form.errors else 200)


def _rows(actor: Actor):
    """What holds everywhere, above one's area and in it, and is not over; shelf by shelf."""
    above = {step for top in scope(actor, READ) if top for step in ancestors_of(top)}
    mine = Q(place_path="") | Q(place_path__in=above) | scope_q(actor, READ)
    found = ServiceKind.objects.filter(mine).exclude(until__lte=timezone.localdate())
    return found.order_by("shelf", "position", "code", "place_path", "since")


def _may(actor: Actor, kind: ServiceKind) -> bool:
    return sees(actor, kind.place_path, EDIT) if kind.place_path else holds_everywhere(actor, EDIT)


def _place(kind: ServiceKind) -> str:
    place = Place.objects.filter(path=kind.place_path).first()
    return place.full_name if place else ""
