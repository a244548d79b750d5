"""Desk pages of the territory: the tree one may see, a place, and what can be done to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxin.doors.web.ground.desk import area
from tongxin.doors.web.ground.drawing import draw
from tongxin.doors.web.ground.place_changes import changes_of
from tongxin.doors.web.ground.territory_forms import AddForm, CloseForm, EditForm, MoveForm, SearchForm
from tongxin.ground.posts.answering import who_answers
from tongxin.ground.posts.gates import require, scope_q, sees
from tongxin.ground.territory import actions, selectors
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.models import Place

READ, EDIT, ISSUE = "territory.read", "territory.edit", "placecode.issue"
PAGE = 100
DRAWN = 300  # outlines of more children than this make no readable picture


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The tops of one's area, or what a search finds in it."""
    tops = area(request, READ)
    form = SearchForm(request.GET or None)
    asked = form.cleaned_data["q"].strip() if form.is_valid() else ""
    mine = scope_q(request.actor, READ, "path")
    if asked:
        found = selectors.search(asked).filter(mine)
    else:
        found = selectors.places().filter(path__in=tops) if tops != [""] else selectors.roots()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"form": SearchForm(initial={"q": asked}), "asked": asked, "page": page}
    return render(request, "web/territory/index.html", context)


@login_required
@require_safe
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """One place: where it stands, what is below, who answers, what was changed."""
    shown = the_place(request, pk, READ, with_outline=True)
    below = selectors.children(shown)
    drawn = list(below.defer(None)[:DRAWN])
    listed = drawn if len(drawn) < DRAWN else below
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    levels = selectors.levels_with_places(shown)
    context = {
        "place": shown,
        "trail": trail(request, shown),
        "page": page,
        "counts": [(level.title, level.places) for level in levels if level.pk != shown.level_id],
        "drawing": draw(shown, drawn),
        "answers": who_answers(shown),
        "changes": changes_of(shown),
        "may_edit": sees(request.actor, shown.path, EDIT),
        "may_issue": sees(request.actor, shown.path, ISSUE),
    }
    return render(request, "web/territory/place.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new place below this one."""
    parent = the_place(request, pk, EDIT)
    form = AddForm(request.POST or None, parent=parent)
    if request.method == "POST" and form.is_valid():
        try:
            born = actions.add_place(parent=parent, by=request.actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            return done(request, born, _("Added."))
    return asking(request, parent, form, _("Add a place"), _("Add"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name, the code, the counts or the point of a place."""
    shown = the_place(request, pk, EDIT)
    initial = {name: getattr(shown, name) for name in EditForm.base_fields}
    form = EditForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(shown, by=request.actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            return done(request, shown, _("Saved."))
    return asking(request, shown, form, _("Change this place"), _("Save"), on_map=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a place with everything below it under another one. One must be allowed at both."""
    shown = the_place(request, pk, EDIT)
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        if not sees(request.actor, to.path, EDIT):
            form.add_error("to", _("There is no such place."))
        else:
            try:
                shown = actions.move(shown, to=to, by=request.actor)
            except Refused as refused:
                form.add_error("to", str(refused.reason).split("\n"))
            else:
                return done(request, shown, _("Moved, with everything below it."))
    return asking(request, shown, form, _("Move this place"), _("Move"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a place on a day."""
    shown = the_place(request, pk, EDIT)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(shown, by=request.actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            return done(request, shown, _("Closed. Its codes no longer open anything from that day on."))
    return asking(request, shown, form, _("Close this place"), pgettext("place", "Close"))


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the closing of one place."""
    shown = the_place(request, pk, EDIT)
    try:
        actions.reopen(shown, by=request.actor)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("territory:place", shown.pk)
    return done(request, shown, _("Open again."))


def the_place(request: HttpRequest, pk: int, verb: str, *, with_outline: bool = False) -> Place:
    """The place, closed or not, if the actor may do ``verb`` there; else 404 or 403."""
    found = Place.objects.select_related("level")
    shown = get_object_or_404(found if with_outline else found.defer("outline"), pk=pk)
    require(request.actor, verb, shown.path, at=shown.full_name)
    return shown


def trail(request: HttpRequest, shown: Place) -> list[dict[str, object]]:
    """The way from the root; only steps one may see are links."""
    return [
        {
            "label": step.name,
            "href": reverse("territory:place", args=[step.pk])
            if sees(request.actor, step.path, READ)
            else "",
        }
        for step in [*selectors.ancestors(shown), shown]
    ]


def asking(
    request: HttpRequest, shown: Place, form: Form, title: str, verb: str, *, on_map: bool = False
) -> HttpResponse:
    """The page of one form about one place, with its map if ``on_map``."""
    context = {"place": shown, "form": form, "title": title, "verb": verb}
    page = "web/territory/on_map.html" if on_map else "web/territory/ask.html"
    return render(request, page, context, status=422 if form.errors else 200)


def done(request: HttpRequest, shown: Place, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("territory:place", shown.pk)
