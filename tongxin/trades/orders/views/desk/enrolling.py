"""At the desk: somebody joins, a member reports, a certificate is taken back."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.flows.written import day_field
from tongxin.ground.organizations.models import Organization
from tongxin.ground.people.models.agreements import Channel
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, require, scope
from tongxin.ground.territory.picking import area_q
from tongxin.trades.orders import actions
from tongxin.trades.orders.forms.joining import JoinAtDeskForm, OrganizationForm
from tongxin.trades.orders.forms.refusing import TakesRefusals
from tongxin.trades.orders.models import Certificate, Volunteer
from tongxin.trades.orders.models.volunteer import OVER
from tongxin.trades.orders.selectors.volunteers import registered_units
from tongxin.trades.orders.views.desk.volunteers import ADMIT, volunteer_for

METHODS = ["GET", "HEAD", "POST"]


class MemberForm(TakesRefusals, forms.Form):
    """A member reports: from which unit, since when."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit they come from"), required=False)
    since = day_field(gettext_lazy("Since"))


class ReasonForm(TakesRefusals, forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why?"), max_length=200)


@login_required
@require_http_methods(METHODS)
def new_volunteer(request: HttpRequest) -> HttpResponse:
    """A person who came by or telephoned joins; they are got to know, and admitted, as anybody."""
    form = JoinAtDeskForm(request.POST if request.method == "POST" else None)
    form.fields["home"].narrow(_tops(request), ADMIT)
    if form.is_bound and not form.browses() and form.is_valid():
        try:
            made = actions.sign_up(by=request.actor, channel=Channel.PAPER, **form.said())
        except Incomplete as incomplete:
            form.take(incomplete)
        else:
            return _joined(request, made)
    return _new(request, form, _("A person joins"))


@login_required
@require_http_methods(METHODS)
def new_organization(request: HttpRequest) -> HttpResponse:
    """An organisation of the area joins; its own staff speak for it."""
    tops = _tops(request)
    covering = area_q(tops, "coverages__place_path")
    here = Volunteer.objects.exclude(state__in=OVER).filter(organization=OuterRef("pk"))
    offered = Organization.objects.filter(covering, ~Exists(here), until=None).distinct().order_by("name")
    form = OrganizationForm(offered, request.POST if request.method == "POST" else None)
    form.fields["home"].narrow(tops, ADMIT)
    if form.is_bound and not form.browses() and form.is_valid():
        try:
            made = actions.join(by=request.actor, channel=Channel.DESK, **form.said())
        except Incomplete as incomplete:
            form.take(incomplete)
        else:
            return _joined(request, made)
    return _new(request, form, _("An organisation joins"))


@login_required
@require_http_methods(METHODS)
def member(request: HttpRequest, number: str) -> HttpResponse:
    """A member at work reports to the community they live in."""
    found = volunteer_for(request.actor, number)
    require(request.actor, "pairing.edit", found.place_path, at=found.home.full_name)
    today = timezone.localdate()
    units = {str(unit.pk): unit for unit in registered_units(found.place_path, today)}
    form = MemberForm(request.POST if request.method == "POST" else None, initial={"since": today})
    form.fields["unit"].choices = [("", _("none of these")), *((pk, unit.name) for pk, unit in units.items())]
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            unit = units.get(given["unit"])
            actions.register_member(found, by=request.actor, unit=unit, since=given["since"])
        except Incomplete as incomplete:
            form.take(incomplete)
        else:
            messages.success(request, _("Their report is written down."))
            return redirect("orders:volunteer", found.number)
    return _small(request, found, form, _("A member reports"))


@login_required
@require_http_methods(METHODS)
def withdraw_paper(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """A certificate was wrong: whoever verifies it reads so."""
    found = volunteer_for(request.actor, number)
    require(request.actor, ADMIT, found.place_path, at=found.home.full_name)
    paper = Certificate.objects.filter(volunteer=found, code=code, withdrawn_at=None).first()
    if paper is None:
        raise Http404(_("There is no such certificate of theirs."))
    paper.volunteer = found
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.withdraw_certificate(paper, by=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, _("The certificate is withdrawn."))
        return redirect("orders:volunteer", found.number)
    return _small(request, found, form, _("Withdraw a certificate"))


def _tops(request: HttpRequest) -> list[str]:
    if not has_anywhere(request.actor, ADMIT):
        raise Forbidden(reason(ADMIT))
    return scope(request.actor, ADMIT)


def _joined(request: HttpRequest, made: Volunteer) -> HttpResponse:
    messages.success(request, _("They have joined. Admit them once you know them."))
    return redirect("orders:volunteer", made.number)


def _new(request: HttpRequest, form: forms.Form, title: str) -> HttpResponse:
    context = {"form": form, "title": title}
    return render(request, "orders/desk/new_volunteer.html", context, status=422 if form.errors else 200)


def _small(request: HttpRequest, found: Volunteer, form: forms.Form, title: str) -> HttpResponse:
    context = {"volunteer": found, "form": form, "title": title}
    return render(request, "orders/desk/volunteer_form.html", context, status=422 if form.errors else 200)
