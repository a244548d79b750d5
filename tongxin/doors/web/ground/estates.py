"""Desk pages of estates: the list, one estate over time, its facts, its buildings, its beginning and end."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.doors.web.ground import estate_forms as forms
from tongxin.doors.web.ground.desk import area, asking, carried_out, done, may, tabs
from tongxin.doors.web.ground.forms import EndForm
from tongxin.doors.web.ground.standing import requirements
from tongxin.ground.organizations import actions, selectors
from tongxin.ground.organizations.dates import in_force, today
from tongxin.ground.organizations.models import Estate, Organization
from tongxin.ground.posts.completeness import RULES, gaps
from tongxin.ground.posts.gates import require, sees

READ, EDIT = "organization.read", "organization.edit"
PAGE = 100


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be recorded about an estate, or ended: its words, its form, its action."""

    title: str | Promise
    form: type[forms.FactForm]
    act: Callable[..., object]


def _company(estate: Estate) -> Organization:
    """The company that serves the estate now; raises ValidationError when there is none."""
    fact = estate.service_facts.filter(until=None, company__isnull=False).select_related("company").first()
    if fact is None:
        raise ValidationError(_("No company serves this estate; record its property service first."))
    return fact.company


RECORDS = {
    "service": Fact(
        gettext_lazy("Record the property service"),
        forms.ServiceForm,
        lambda estate, **said: actions.record_property_service(estate=estate, **said),
    ),
    "committee": Fact(
        gettext_lazy("Record a committee"),
        forms.CommitteeForm,
        lambda estate, **said: actions.record_committee(estate=estate, **said),
    ),
    "party": Fact(
        gettext_lazy("Record party coverage"),
        forms.PartyForm,
        lambda estate, **said: actions.record_party_coverage(**said),
    ),
    "members": Fact(
        gettext_lazy("Record party members"),
        forms.MembersForm,
        lambda estate, **said: actions.record_members(company=_company(estate), **said),
    ),
    "adviser": Fact(
        gettext_lazy("Record an adviser"),
        forms.AdviserForm,
        lambda estate, **said: actions.post_adviser(company=_company(estate), **said),
    ),
}
ENDS = {
    "service": Fact(
        gettext_lazy("End the property service"), forms.EndFactForm, actions.end_property_service
    ),
    "committee": Fact(gettext_lazy("End the committee"), forms.EndFactForm, actions.end_committee),
    "party": Fact(
        gettext_lazy("End party coverage"),
        forms.EndPartyForm,
        lambda estate, *, organization, **said: actions.end_party_coverage(organization, **said),
    ),
    "adviser": Fact(
        gettext_lazy("Withdraw the adviser"),
        forms.EndFactForm,
        lambda estate, **said: actions.withdraw_adviser(_company(estate), **said),
    ),
}


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The estates of one's area, by community."""
    page = Paginator(selectors.estates_within(area(request, READ)), PAGE).get_page(request.GET.get("page"))
    context = {"tabs": tabs(request, "organizations:estates"), "page": page, "may_edit": may(request, EDIT)}
    return render(request, "web/organizations/estates.html", context)


@login_required
@require_safe
def estate(request: HttpRequest, pk: int) -> HttpResponse:
    """One estate: its facts over time, its five roles with the gaps, its buildings."""
    shown = the_estate(request, pk, READ)
    (gap,) = gaps(RULES["five_roles"], [shown])
    facts = selectors.facts_of(shown)
    context = {
        "estate": shown,
        "facts": facts,
        "roles": requirements("five_roles", gap),
        "buildings": shown.estate_places.filter(in_force(today())).select_related("place"),
        "may_edit": sees(request.actor, shown.place_path, EDIT) and shown.until is None,
        "records": [{"what": what, "title": fact.title} for what, fact in RECORDS.items()],
        "ends": [{"what": what, "title": ENDS[what].title} for what in _open(facts)],
    }
    return render(request, "web/organizations/estate.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """A new estate in a community of one's area."""
    area(request, EDIT)
    form = forms.RegisterForm(request.POST or None, actor=request.actor)
    made: list[Estate] = []
    if carried_out(
        request, form, lambda **said: made.append(actions.register_estate(by=request.actor, **said))
    ):
        return done(request, _("Registered."), "organizations:estate", made[0].pk)
    words = {"title": _("Register an estate"), "verb": _("Register")}
    return asking(request, form, back=reverse("organizations:estates"), **words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what an estate is called and counts."""
    shown = the_estate(request, pk, EDIT)
    initial = {name: getattr(shown, name) for name in forms.EstateForm.base_fields}
    form = forms.EstateForm(request.POST or None, initial=initial)
    return _about(request, shown, form, actions.correct_estate, title=_("Correct an estate"), verb=_("Save"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End an estate on a day, with everything that is open about it."""
    shown, form = the_estate(request, pk, EDIT), EndForm(request.POST or None)
    hint = _("Its property service, its committee and its buildings end with it; what was recorded stays.")
    words = {"title": _("End an estate"), "verb": _("End it"), "hint": hint}
    return _about(request, shown, form, actions.close_estate, **words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Buildings more that belong to an estate."""
    shown = the_estate(request, pk, EDIT)
    form = forms.JoinForm(request.POST or None, estate=shown)
    return _about(request, shown, form, actions.join_estate, title=_("Add buildings"), verb=_("Add"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Buildings that no longer belong to an estate."""
    shown = the_estate(request, pk, EDIT)
    form = forms.LeaveForm(request.POST or None, estate=shown)
    words = {"title": _("Take buildings away"), "verb": _("Take away")}
    return _about(request, shown, form, actions.leave_estate, **words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Record a fact about an estate; an open one of the same kind ends that day and stays written."""
    hint = _("What was recorded before ends on the day the new one begins; it is kept.")
    return _fact(request, pk, RECORDS.get(what), hint=hint, verb=_("Record"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """End an open fact about an estate; it stays written."""
    return _fact(request, pk, ENDS.get(what), verb=_("End it"))


def the_estate(request: HttpRequest, pk: int, verb: str) -> Estate:
    """The estate if the actor may do ``verb`` in its community; else 404 or 403."""
    shown = get_object_or_404(Estate.objects.select_related("community"), pk=pk)
    require(request.actor, verb, shown.place_path, at=shown.community.full_name)
    return shown


def _fact(request: HttpRequest, pk: int, fact: Fact | None, **words: object) -> HttpResponse:
    shown = the_estate(request, pk, EDIT)
    if fact is None:
        raise Http404
    form = fact.form(request.POST or None, estate=shown)
    return _about(request, shown, form, fact.act, title=fact.title, **words)


def _about(
    request: HttpRequest, shown: Estate, form: Form, act: Callable[..., object], **words: object
) -> HttpResponse:
    """Carry out what a form about one estate asks, or ask it."""
    if carried_out(request, form, partial(act, shown, by=request.actor)):
        return done(request, _("Recorded."), "organizations:estate", shown.pk)
    about = {"name": Estate.objects.get(pk=shown.pk).title, "note": shown.community.full_name}
    return asking(request, form, about=about, back=reverse("organizations:estate", args=[shown.pk]), **words)


def _open(facts: selectors.EstateFacts) -> list[str]:
    """What is in force now and can be ended."""
    standing = {
        "service": any(fact.until is None for fact in facts.services),
        "committee": any(fact.ended_on is None for fact in facts.committees),
        "party": any(fact.until is None for fact in facts.party),
        "adviser": any(fact.until is None for fact in facts.advisers),
    }
    return [what for what, is_open in standing.items() if is_open]
