"""What the catalogue speaks of: the tree of categories, the listed grounds, the words of danger."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.ground.posts.gates import has_anywhere
from tongxin.trades.cases.catalogue.forms import (
    EDIT,
    READ,
    DangerWordForm,
    EditCategoryForm,
    EditGroundForm,
    NewCategoryForm,
    NewGroundForm,
)
from tongxin.trades.cases.models import Category, DangerWord, Ground
from tongxin.trades.cases.views.duties import asking, require_anywhere, tabs


@login_required
@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """The tree of categories with the words that point to each."""
    require_anywhere(request.actor, READ)
    context = _context(request, "cases:categories") | {"categories": Category.objects.order_by("path")}
    return render(request, "cases/catalogue/categories.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_category(request: HttpRequest) -> HttpResponse:
    """A category more, under one that is there or beside the main classes."""
    require_anywhere(request.actor, EDIT)
    form = NewCategoryForm(request.POST or None)
    if form.is_valid() and form.carry_out(by=request.actor):
        return _saved(request, "cases:categories")
    return asking(request, form, _("Add a category"), _("Add"), "cases:categories")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def category(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a category is called and what follows from it, or take it out of use."""
    require_anywhere(request.actor, EDIT)
    shown = get_object_or_404(Category, pk=pk)
    form = EditCategoryForm(request.POST or None, category=shown)
    title = _("Change “%(name)s”") % {"name": shown.title}
    if form.is_valid() and form.carry_out(by=request.actor):
        return _saved(request, "cases:categories")
    return asking(request, form, title, _("Save"), "cases:categories")


@login_required
@require_safe
def grounds(request: HttpRequest) -> HttpResponse:
    """The grounds on which a whistle is returned, or a case left out of the rates."""
    require_anywhere(request.actor, READ)
    context = _context(request, "cases:grounds") | {"grounds": Ground.objects.all()}
    return render(request, "cases/catalogue/grounds.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_ground(request: HttpRequest) -> HttpResponse:
    """A listed ground more."""
    require_anywhere(request.actor, EDIT)
    form = NewGroundForm(request.POST or None)
    if form.is_valid() and form.carry_out(by=request.actor):
        return _saved(request, "cases:grounds")
    return asking(request, form, _("Add a ground"), _("Add"), "cases:grounds")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ground(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words of a listed ground, or take it out of use."""
    require_anywhere(request.actor, EDIT)
    shown = get_object_or_404(Ground, pk=pk)
    form = EditGroundForm(request.POST or None, ground=shown)
    title = _("Change “%(name)s”") % {"name": shown.title}
    if form.is_valid() and form.carry_out(by=request.actor):
        return _saved(request, "cases:grounds")
    return asking(request, form, title, _("Save"), "cases:grounds")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def danger_words(request: HttpRequest) -> HttpResponse:
    """The words that raise the urgency; a POST sets one, ``?word=…`` takes one into the form."""
    require_anywhere(request.actor, EDIT if request.method == "POST" else READ)
    form = DangerWordForm(request.POST or None, initial=_kept(request.GET.get("word", "")))
    if form.is_valid() and form.carry_out(by=request.actor):
        return _saved(request, "cases:danger_words")
    context = _context(request, "cases:danger_words") | {"words": DangerWord.objects.all(), "form": form}
    return render(request, "cases/catalogue/words.html", context, status=422 if form.errors else 200)


def _kept(word: str) -> dict[str, object]:
    found = DangerWord.objects.filter(word=word).values("word", "urgency", "unless", "active").first()
    return found or {}


def _context(request: HttpRequest, current: str) -> dict[str, object]:
    return {"tabs": tabs(current), "may_edit": has_anywhere(request.actor, EDIT)}


def _saved(request: HttpRequest, back: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(back)
