"""Desk pages of what stands and what is missing: the completeness rules, the property rates."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongxin.doors.web.ground.desk import area, asked_day, tabs
from tongxin.doors.web.ground.forms import DayFilter
from tongxin.ground.organizations import selectors
from tongxin.ground.organizations.models import Estate, Organization
from tongxin.ground.organizations.rates import FORMULAS, rates
from tongxin.ground.posts.completeness import RULES, gaps, share
from tongxin.ground.posts.gates import scope_q
from tongxin.ground.territory.models import Place

READ = "organization.read"


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
        "rows": [{"gap": gap, "requirements": requirements(rule.code, gap)} for gap in found],
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


def requirements(rule: str, gap: object) -> list[dict[str, object]]:
    """Each requirement with who meets it, by place or organisation, never by name."""
    return [
        {"title": each.title, "holders": [str(holder) for holder in gap.holders[each.code]]}
        for each in RULES[rule].requirements
    ]
