"""Offering to lend a hand. What leads in is given by the community, once it knows them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.people.selectors.agreements import text_in_force
from tongxin.ground.posts.actors import NOBODY
from tongxin.trades.orders import actions
from tongxin.trades.orders.actions.joining import CONSENT, KnownAlready
from tongxin.trades.orders.forms.joining import JoinForm
from tongxin.trades.orders.models import PointRule
from tongxin.trades.orders.wording import worded


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Who joins waits for a call. Whoever is registered reads the same, so that nobody learns who is."""
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not form.browses() and form.is_valid():
        try:
            actions.sign_up(by=NOBODY, channel="web", **form.said())
        except KnownAlready:
            return redirect("orders:joined")
        except Incomplete as incomplete:
            form.take(incomplete)
        else:
            return redirect("orders:joined")
    context = {
        "form": form,
        "text": text_in_force(CONSENT),
        "rules": worded(PointRule.standing(timezone.localdate())),
    }
    return render(request, "orders/volunteer/join.html", context, status=422 if form.errors else 200)


@require_safe
def joined(request: HttpRequest) -> HttpResponse:
    """Thanks, and what happens now."""
    return render(request, "orders/volunteer/joined.html")
