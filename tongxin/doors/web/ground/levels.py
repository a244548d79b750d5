"""Which levels of places there are, and how exact outlines must be: data of the whole house."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxin.doors.web.ground.desk import area, asking, done
from tongxin.doors.web.ground.territory_forms import AddLevelForm, EditLevelForm, ToleranceForm
from tongxin.engine.flows.rights import holds_everywhere, require_everywhere
from tongxin.ground.territory import actions, selectors
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.models import Level

READ, EDIT = "territory.read", "territory.edit"


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The levels from the widest down, and the tolerance of outlines."""
    area(request, READ)
    return _page(request, ToleranceForm(initial={"metres": selectors.tolerance_metres()}))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A level more, between others."""
    require_everywhere(request.actor, EDIT)
    form = AddLevelForm(request.POST or None)
    if _carried_out(request, form, actions.add_level):
        return done(request, _("Added."), "territory:levels")
    words = {"title": _("Add a level"), "verb": _("Add")}
    return asking(request, form, back=reverse("territory:levels"), **words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def level(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a level otherwise, rank it otherwise, take it out of use."""
    require_everywhere(request.actor, EDIT)
    shown = get_object_or_404(Level, pk=pk)
    initial = {name: getattr(shown, name) for name in EditLevelForm.base_fields}
    form = EditLevelForm(request.POST or None, initial=initial)
    if _carried_out(request, form, lambda **said: actions.revise_level(shown, **said)):
        return done(request, _("Saved."), "territory:levels")
    words = {"title": _("Change “%(name)s”") % {"name": shown.title}, "verb": _("Save")}
    return asking(request, form, back=reverse("territory:levels"), **words)


@login_required
@require_POST
def tolerance(request: HttpRequest) -> HttpResponse:
    """Set by how much outlines may miss one another."""
    require_everywhere(request.actor, EDIT)
    form = ToleranceForm(request.POST)
    if _carried_out(request, form, actions.set_tolerance):
        return done(request, _("Saved."), "territory:levels")
    return _page(request, form)


def _page(request: HttpRequest, form: ToleranceForm) -> HttpResponse:
    context = {
        "levels": selectors.levels(),
        "form": form,
        "metres": selectors.tolerance_metres(),
        "may_edit": holds_everywhere(request.actor, EDIT),
    }
    return render(request, "web/territory/levels.html", context, status=422 if form.errors else 200)


def _carried_out(request: HttpRequest, form: Form, act: Callable[..., object]) -> bool:
    """As ``desk.carried_out``, for actions that refuse with one sentence."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(by=request.actor, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return False
    return True
