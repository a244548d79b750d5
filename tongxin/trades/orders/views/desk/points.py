"""Where points are given for confirmed hours, by which rule; switched on and off by the office."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, require, sees
from tongxin.trades.orders.actions.points import VERB
from tongxin.trades.orders.forms.points import PointsForm, PointsOffForm
from tongxin.trades.orders.models import PointRule
from tongxin.trades.orders.selectors.hours import ledger
from tongxin.trades.orders.selectors.points import account_of, rules_for
from tongxin.trades.orders.views.desk.volunteers import ADMIT, volunteer_for
from tongxin.trades.orders.wording import worded

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """The rules of one's area and above it, over ones, too."""
    if not has_anywhere(request.actor, ADMIT):
        raise Forbidden(reason(ADMIT))
    today = timezone.localdate()
    rows = [
        {
            "rule": rule,
            "lines": lines,
            "may_end": rule.until is None and sees(request.actor, rule.place_path, VERB),
            "over": rule.until is not None and rule.until <= today,
        }
        for rule, lines in worded(rules_for(request.actor))
    ]
    context = {"rows": rows, "may_edit": has_anywhere(request.actor, VERB)}
    return render(request, "orders/desk/points.html", context)


@login_required
@require_http_methods(METHODS)
def points_on(request: HttpRequest) -> HttpResponse:
    """Points from a day on, with the rule in numbers and in plain words."""
    if not has_anywhere(request.actor, VERB):
        raise Forbidden(reason(VERB))
    form = PointsForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if form.is_bound and not form.browses() and form.is_valid() and form.carry_out():
        messages.success(request, _("The rule is written down. Volunteers read it beside their hours."))
        return redirect("orders:points")
    return render(request, "orders/desk/points_on.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(METHODS)
def points_off(request: HttpRequest, pk: int) -> HttpResponse:
    """No points from a day on; those of before stay."""
    rule = get_object_or_404(rules_for(request.actor), pk=pk, until=None)
    require(request.actor, VERB, rule.place_path, at=rule.place.full_name)
    form = PointsOffForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.carry_out(rule, request.actor):
        messages.success(request, _("Switched off. The points of before stay as they are."))
        return redirect("orders:points")
    [(_rule, lines)] = worded([rule])
    context = {"form": form, "rule": rule, "lines": lines}
    return render(request, "orders/desk/points_off.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def points_of(request: HttpRequest, number: str) -> HttpResponse:
    """A volunteer's points by the rules of the desk's own places, line by line; nothing of other places."""
    found = volunteer_for(request.actor, number)
    require(request.actor, ADMIT, found.place_path, at=found.home.full_name)
    rules = [
        each
        for each in PointRule.objects.select_related("place")
        if sees(request.actor, each.place_path, ADMIT)
    ]
    if not rules:
        raise Http404(_("No place of yours gives points."))
    parts = ledger(found)
    account = account_of(parts, found.home_path, rules)
    context = {
        "volunteer": found,
        "rows": [(part, account.by_part[part.pk]) for part in parts if part.pk in account.by_part],
        "points": account.whole,
        "rules": worded(account.rules),
    }
    return render(request, "orders/desk/points_of.html", context)
