"""Units that have reported to a community, and what they offer."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.ground.organizations.dates import in_force
from tongxin.ground.posts.gates import require, scope_q
from tongxin.trades.orders import actions
from tongxin.trades.orders.forms.cobuilding import VERB, EndForm, OfferForm, RegisterForm
from tongxin.trades.orders.glance import glances
from tongxin.trades.orders.models import MemberRegistration, UnitRegistration
from tongxin.trades.orders.pairing_links import whole_pairings
from tongxin.trades.orders.views.cobuilding.asking import ask, may, tabs
from tongxin.trades.orders.views.desk.volunteers import volunteer_for

METHODS = ["GET", "HEAD", "POST"]
MOST = 200


@login_required
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The units registered with the communities of one's area, with what they offer."""
    may(request.actor)
    today = timezone.localdate()
    found = UnitRegistration.objects.filter(scope_q(request.actor, VERB), in_force(today))
    listed = found.select_related("unit", "community").prefetch_related("resources")[:MOST]
    context = {"registrations": listed, "tabs": tabs("orders:units"), "year": today.year}
    return render(request, "orders/desk/units.html", context)


@login_required
@require_http_methods(METHODS)
def register(request: HttpRequest) -> HttpResponse:
    """A unit reports in."""
    may(request.actor)
    form = RegisterForm(request.actor, request.POST if request.method == "POST" else None)
    return ask(
        request,
        form,
        lambda **facts: actions.register_unit(by=request.actor, **facts),
        title=_("A unit reports in"),
        verb=_("Register it"),
        back=reverse("orders:units"),
        done=lambda made: reverse("orders:unit", args=[made.pk]),
        said=_("The unit is registered. What can it offer?"),
    )


@login_required
@require_http_methods(METHODS)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One registered unit: what it offers, what it was asked for, and a form for one more offer."""
    registration = _registration(request, pk)
    form = OfferForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        answer = offer(request, registration, form, back=reverse("orders:unit", args=[pk]))
        if answer.status_code == 302:
            return answer
    pairings = whole_pairings().filter(resource__registration=registration).order_by("-pk")[:MOST]
    context = {
        "registration": registration,
        "resources": registration.resources.all(),
        "glances": glances(pairings),
        "form": form,
        "year": timezone.localdate().year,
    }
    return render(request, "orders/desk/unit.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(METHODS)
def end_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's report ends."""
    registration = _registration(request, pk)
    return end(request, registration, back=reverse("orders:unit", args=[pk]))


@login_required
@require_http_methods(METHODS)
def end_member(request: HttpRequest, number: str) -> HttpResponse:
    """A member's report ends; they stay a volunteer."""
    found = volunteer_for(request.actor, number)
    require(request.actor, VERB, found.place_path, at=found.home.full_name)
    registration = found.registrations.order_by("since", "pk").last()
    if registration is None:
        raise Http404
    return end(request, registration, back=reverse("orders:volunteer", args=[found.number]))


def end(
    request: HttpRequest, registration: UnitRegistration | MemberRegistration, *, back: str
) -> HttpResponse:
    """Ask for the day, and end the report."""
    return ask(
        request,
        EndForm(request.POST if request.method == "POST" else None),
        lambda **facts: actions.end_registration(registration, by=request.actor, **facts),
        title=_("The report ends"),
        verb=_("End the report"),
        back=back,
        done=lambda _made: back,
        said=_("The report has ended."),
    )


def offer(
    request: HttpRequest, registration: UnitRegistration, form: OfferForm, *, back: str
) -> HttpResponse:
    """Take down what a registered unit offers, by the unit or by the community for it."""
    return ask(
        request,
        form,
        lambda **facts: actions.offer_resource(registration, by=request.actor, **facts),
        title=_("One more offer"),
        verb=_("Add it"),
        back=back,
        done=lambda _made: back,
        said=_("Written down. Thank you."),
    )


def _registration(request: HttpRequest, pk: int) -> UnitRegistration:
    found = UnitRegistration.objects.select_related("unit", "community").filter(pk=pk).first()
    if found is None:
        raise Http404
    require(request.actor, VERB, found.place_path, at=found.community.full_name)
    return found
