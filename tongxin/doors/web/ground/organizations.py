"""Desk pages of the second tree: the list, one organisation, its beginning, correction, reach and end."""

from collections.abc import Callable
from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.doors.web import wording
from tongxin.doors.web.ground.desk import area, asking, carried_out, done, may, tabs
from tongxin.doors.web.ground.forms import CorrectForm, CoverForm, EndForm, FoundForm, KindFilter, UncoverForm
from tongxin.doors.web.ground.shown import shown_posts
from tongxin.ground.organizations import actions, selectors
from tongxin.ground.organizations.models import Organization
from tongxin.ground.posts.authority import paths_of, refusal_at, require_at
from tongxin.ground.posts.gates import Forbidden, sees
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
    context = {
        "tabs": tabs(request, "organizations:index"),
        "form": form,
        "rows": rows,
        "page": page,
        "may_edit": may(request, EDIT),
    }
    return render(request, "web/organizations/index.html", context)


@login_required
@require_safe
def organization(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: what it covers, who holds what in it, what stands under it, what was changed."""
    shown = get_object_or_404(Organization.objects.select_related("parent"), pk=pk)
    paths = paths_of(shown)
    require_at(request.actor, READ, shown, paths)
    context = {
        "organization": shown,
        "facts": _facts(shown),
        "places": selectors.places_of(shown),
        "posts": shown_posts(request.actor, posts_of_unit(shown.pk)),
        "children": selectors.organizations().filter(parent=shown),
        "party": shown.party_coverage_facts.select_related("branch"),
        "changes": _timeline(shown),
        "may_edit": shown.until is None and refusal_at(request.actor, EDIT, shown, paths) is None,
        "may_appoint": refusal_at(request.actor, APPOINT, shown, paths) is None,
    }
    return render(request, "web/organizations/organization.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """A new organisation; a company or a committee is seen here once an estate has it."""
    area(request, EDIT)
    form = FoundForm(request.POST or None, actor=request.actor)
    made: list[Organization] = []
    act = partial(actions.found_organization, by=request.actor)
    if carried_out(request, form, lambda **said: made.append(act(**said))):
        if refusal_at(request.actor, READ, made[0]) is None:
            return done(request, _("Founded."), "organizations:organization", made[0].pk)
        later = _("Founded. It appears here once an estate has it: record that on the estate's page.")
        return done(request, later, "organizations:estates")
    words = {"title": _("Found an organisation"), "verb": _("Found it")}
    return asking(request, form, back=reverse("organizations:index"), **words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what an organisation is called and how its office is reached."""
    shown = the_organization(request, pk)
    form = CorrectForm(request.POST or None, instance=shown)
    title = _("Correct %(name)s") % {"name": shown.title}
    return _about(request, shown, form, actions.correct_organization, title=title, verb=_("Save"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Places more that an organisation covers."""
    shown, form = the_organization(request, pk), CoverForm(request.POST or None, actor=request.actor)
    return _about(request, shown, form, actions.cover, title=_("Add places covered"), verb=_("Add"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def uncover(request: HttpRequest, pk: int) -> HttpResponse:
    """Places an organisation no longer covers: of those one may change, never another's."""
    shown = the_organization(request, pk)
    covered = [place for place in selectors.places_of(shown) if sees(request.actor, place.path, EDIT)]
    form = UncoverForm(request.POST or None, covered=covered)
    words = {"title": _("Take places away"), "verb": _("Take away")}
    return _about(request, shown, form, actions.uncover, **words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an organisation on a day: only who may change it wherever it covers or serves something."""
    shown, form = the_organization(request, pk), EndForm(request.POST or None)
    if not all(sees(request.actor, path, EDIT) for path in paths_of(shown)):
        raise Forbidden(_("It is at work outside your area as well; please ask those who answer for both."))
    hint = _("What it covers ends with it. Posts held in it do not: relieve their holders as well.")
    words = {"title": _("End an organisation"), "verb": _("End it"), "hint": hint}
    return _about(request, shown, form, actions.close_organization, **words)


def the_organization(request: HttpRequest, pk: int) -> Organization:
    """The organisation if the actor may change it; else 404 or 403."""
    shown = get_object_or_404(Organization, pk=pk)
    require_at(request.actor, EDIT, shown)
    return shown


def _about(
    request: HttpRequest, shown: Organization, form: Form, act: Callable[..., object], **words: object
) -> HttpResponse:
    """Carry out what a form about one organisation asks, or ask it."""
    if carried_out(request, form, partial(act, shown, by=request.actor)):
        return done(request, _("Saved."), "organizations:organization", shown.pk)
    kept = Organization.objects.get(pk=shown.pk)
    about = {"name": kept.title, "note": kept.get_kind_display()}
    back = reverse("organizations:organization", args=[shown.pk])
    return asking(request, form, about=about, back=back, **words)


def _facts(shown: Organization) -> list[dict[str, object]]:
    found = [
        {"label": _("Kind"), "value": shown.get_kind_display()},
        {"label": _("Stands under"), "value": shown.parent.title if shown.parent else None},
        {"label": _("Unified social credit code"), "value": shown.credit_code},
        {"label": _("Duty phone"), "value": shown.phone or None},
        {"label": _("Office mail"), "value": shown.email or None},
        {"label": _("Since"), "value": wording.day(shown.since)},
    ]
    if shown.until:
        found.append({"label": _("Closed on"), "value": wording.day(shown.until)})
    return found


def _timeline(shown: Organization) -> list[dict[str, object]]:
    said = {
        "found": _("founded"),
        "correct": _("corrected"),
        "close": pgettext("what was done to it", "ended"),
    }
    return [
        {"at": change.at, "title": said.get(change.what, change.what), "who": change.by_name}
        for change in selectors.changes_of(shown)[:50]
    ]
