"""Desk pages of the second tree: the list, one organisation, its correction."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.doors.web.ground.desk import area, complain, tabs
from tongxin.doors.web.ground.forms import CorrectForm, KindFilter
from tongxin.doors.web.ground.shown import shown_posts
from tongxin.ground.organizations import selectors
from tongxin.ground.organizations.models import Organization
from tongxin.ground.posts.authority import refusal_at, require_at
from tongxin.ground.posts.selectors import posts_of_unit
from tongxin.ground.territory.paths import depth

READ, EDIT, APPOINT = "organization.read", "organization.edit", "post.appoint"
PAGE = 100


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The organisations of one's area, in the order of the tree."""
    found = selectors.organizations_within(area(request, READ))
    form = KindFilter(request.GET)
    if form.is_valid() and form.cleaned_data["kind"]:
        found = found.filter(kind=form.cleaned_data["kind"])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [{"organization": each, "indent": "　" * (depth(each.path) - 1)} for each in page]
    context = {"tabs": tabs(request, "organizations:index"), "form": form, "rows": rows, "page": page}
    return render(request, "web/organizations/index.html", context)


@login_required
@require_safe
def organization(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: what it covers, who holds what in it, what stands under it, what was changed."""
    shown = get_object_or_404(Organization.objects.select_related("parent"), pk=pk)
    require_at(request.actor, READ, shown)
    context = {
        "organization": shown,
        "facts": _facts(shown),
        "places": selectors.places_of(shown),
        "posts": shown_posts(request.actor, posts_of_unit(shown.pk)),
        "children": selectors.organizations().filter(parent=shown),
        "party": shown.party_coverage_facts.select_related("branch"),
        "changes": _timeline(shown),
        "may_edit": refusal_at(request.actor, EDIT, shown) is None,
        "may_appoint": refusal_at(request.actor, APPOINT, shown) is None,
    }
    return render(request, "web/organizations/organization.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what an organisation is called and how its office is reached."""
    shown = get_object_or_404(Organization, pk=pk)
    require_at(request.actor, EDIT, shown)
    form = CorrectForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        try:
            form.apply(by=request.actor)
        except ValidationError as problem:
            complain(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("organizations:organization", pk=pk)
    context = {"organization": get_object_or_404(Organization, pk=pk), "form": form}
    return render(request, "web/organizations/correct.html", context)


def _facts(shown: Organization) -> list[dict[str, object]]:
    found = [
        {"label": _("Kind"), "value": shown.get_kind_display()},
        {"label": _("Stands under"), "value": shown.parent.title if shown.parent else None},
        {"label": _("Unified social credit code"), "value": shown.credit_code},
        {"label": _("Duty phone"), "value": shown.phone or None},
        {"label": _("Office mail"), "value": shown.email or None},
        {"label": _("Since"), "value": shown.since.isoformat()},
    ]
    if shown.until:
        found.append({"label": _("Closed on"), "value": shown.until.isoformat()})
    return found


def _timeline(shown: Organization) -> list[dict[str, object]]:
    said = {"found": _("founded"), "correct": _("corrected"), "close": _("closed")}
    return [
        {"at": change.at, "title": said.get(change.what, change.what), "who": change.by_name}
        for change in selectors.changes_of(shown)[:50]
    ]
