"""Desk pages of estates: the list, one estate over time, what is missing, the property rates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.doors.web.ground.desk import area, asked_day, complain, tabs
from tongxin.doors.web.ground.forms import CommitteeForm, DayFilter, PartyForm, ServiceForm
from tongxin.ground.organizations import selectors
from tongxin.ground.organizations.models import Estate, Organization
from tongxin.ground.organizations.rates import FORMULAS, rates
from tongxin.ground.posts.completeness import RULES, gaps, share
from tongxin.ground.posts.gates import require, scope_q, sees
from tongxin.ground.territory.models import Place

READ, EDIT = "organization.read", "organization.edit"
RECORDS = {"committee": CommitteeForm, "service": ServiceForm, "party": PartyForm}
PAGE = 100


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The estates of one's area, by community."""
    page = Paginator(selectors.estates_within(area(request, READ)), PAGE).get_page(request.GET.get("page"))
    context = {"tabs": tabs(request, "organizations:estates"), "page": page}
    return render(request, "web/organizations/estates.html", context)


@login_required
@require_safe
def estate(request: HttpRequest, pk: int) -> HttpResponse:
    """One estate: its facts over time, its five roles with the gaps, its buildings."""
    shown = _estate(request, pk, READ)
    (gap,) = gaps(RULES["five_roles"], [shown])
    context = {
        "estate": shown,
        "facts": selectors.facts_of(shown),
        "roles": _requirements("five_roles", gap),
        "buildings": shown.estate_places.filter(until=None).select_related("place"),
        "may_edit": sees(request.actor, shown.place_path, EDIT),
        "records": [{"what": what, "title": form.title} for what, form in RECORDS.items()],
    }
    return render(request, "web/organizations/estate.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Record a fact about an estate; an open one of the same kind ends that day and stays written."""
    shown = _estate(request, pk, EDIT)
    if what not in RECORDS:
        raise Http404
    options = {"bodies": _bodies(shown)} if what == "party" else {}
    form = RECORDS[what](request.POST or None, **options)
    if request.method == "POST" and form.is_valid():
        try:
            form.apply(shown, by=request.actor)
        except ValidationError as problem:
            complain(form, problem)
        else:
            messages.success(request, _("Recorded."))
            return redirect("organizations:estate", pk=pk)
    return render(request, "web/organizations/record.html", {"estate": shown, "form": form})


@login_required
@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    """Which community or estate lacks which of the three ones, four posts, five roles."""
    paths = area(request, READ)
    rule = RULES.get(request.GET.get("rule", ""), RULES["three_ones"])
    if rule.subject == "place":
        communities = Place.objects.filter(scope_q(request.actor, READ, "path"), level__code="community")
        subjects = list(communities.filter(until=None).order_by("path"))
    else:
        subjects = list(selectors.estates_within(paths))
    found = gaps(rule, subjects)
    context = {
        "tabs": tabs(request, "organizations:completeness"),
        "rules": [
            {"label": each.title, "href": f"?rule={each.code}", "current": each is rule, "count": None}
            for each in RULES.values()
        ],
        "rule": rule,
        "rows": [{"gap": gap, "requirements": _requirements(rule.code, gap)} for gap in found],
        "share": share(found),
    }
    return render(request, "web/organizations/completeness.html", context)


@login_required
@require_safe
def rate_index(request: HttpRequest) -> HttpResponse:
    """The property rates of one's area; each opens into its lists."""
    on = asked_day(request)
    found = rates(on, within=area(request, READ))
    context = {
        "tabs": tabs(request, "organizations:rates"),
        "form": DayFilter(request.GET or {"on": on}),
        "on": on,
        "rates": [
            {
                "formula": FORMULAS[key],
                "rate": each,
                "href": f"{reverse('organizations:rate', args=[key])}?on={on}",
            }
            for key, each in found.items()
        ],
    }
    return render(request, "web/organizations/rates.html", context)


@login_required
@require_safe
def rate(request: HttpRequest, key: str) -> HttpResponse:
    """One rate: what is counted above the line, and what is missing from it."""
    if key not in FORMULAS:
        raise Http404
    on = asked_day(request)
    found = rates(on, within=area(request, READ))[key]
    formula = FORMULAS[key]
    model = Estate if formula.noun == "estate" else Organization
    counted = model.objects.in_bulk(found.denominator_ids)
    context = {
        "tabs": tabs(request, "organizations:rates"),
        "on": on,
        "formula": formula,
        "rate": found,
        "address": f"organizations:{formula.noun}",
        "lists": [
            (_("Counted"), [counted[pk] for pk in found.numerator_ids]),
            (_("Not reached yet"), [counted[pk] for pk in found.missing_ids]),
        ],
    }
    return render(request, "web/organizations/rate.html", context)


def _estate(request: HttpRequest, pk: int, verb: str) -> Estate:
    shown = get_object_or_404(Estate.objects.select_related("community"), pk=pk)
    require(request.actor, verb, shown.place_path, at=shown.community.full_name)
    return shown


def _bodies(shown: Estate) -> list[int]:
    """The committee and the company the estate has now."""
    committee = shown.committee_facts.filter(ended_on=None).values_list("organization_id", flat=True)
    company = shown.service_facts.filter(until=None).values_list("company_id", flat=True)
    return [pk for pk in (*committee, *company) if pk is not None]


def _requirements(rule: str, gap: object) -> list[dict[str, object]]:
    """Each requirement with who meets it, by place or organisation, never by name."""
    return [
        {"title": each.title, "holders": [str(holder) for holder in gap.holders[each.code]]}
        for each in RULES[rule].requirements
    ]
