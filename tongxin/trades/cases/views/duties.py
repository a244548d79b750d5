"""The duty catalogue: whose task a category is, where, and between which days."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.engine.flows.rights import holds_everywhere, require_everywhere
from tongxin.ground.organizations.dates import in_force
from tongxin.ground.organizations.kinds import Kind
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, require, scope, scope_q, sees
from tongxin.ground.territory import paths
from tongxin.trades.cases.catalogue.forms import EDIT, READ, DutyFilter, DutyForm, EndDutyForm
from tongxin.trades.cases.models import Duty

PAGE = 50
TABS = (
    (gettext_lazy("Whose task"), "cases:duties"),
    (gettext_lazy("Categories"), "cases:categories"),
    (gettext_lazy("Grounds"), "cases:grounds"),
    (gettext_lazy("Danger words"), "cases:danger_words"),
)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The duties that hold in one's area now or later; by category, by place, on another day."""
    require_anywhere(request.actor, READ)
    form = DutyFilter(request.GET, actor=request.actor)
    form.is_valid()
    found = _narrowed(_duties(request.actor), form.cleaned_data)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": tabs("cases:duties"),
        "form": form,
        "page": page,
        "rows": [_row(duty, request.actor) for duty in page],
        "may_edit": has_anywhere(request.actor, EDIT),
    }
    return render(request, "cases/catalogue/duties.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A dated row more; nothing is rewritten."""
    require_anywhere(request.actor, EDIT)
    form = DutyForm(request.POST or None, actor=request.actor)
    if form.is_valid() and form.carry_out(by=request.actor):
        messages.success(request, _("Entered. It is suggested from that day on."))
        return redirect("cases:duties")
    return asking(request, form, _("Give a task"), _("Enter"), "cases:duties")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The day from which it is no longer this unit's task; the row stays readable."""
    duty = get_object_or_404(Duty.objects.select_related("category", "organization", "place"), pk=pk)
    if duty.place is None:
        require_everywhere(request.actor, EDIT)
    else:
        require(request.actor, EDIT, duty.place_path, at=duty.place.full_name)
    form = EndDutyForm(request.POST or None, duty=duty)
    if form.is_valid() and form.carry_out(by=request.actor):
        messages.success(request, _("Ended. What was decided before stays as it was."))
        return redirect("cases:duties")
    hint = f"{duty.category} · {_unit(duty)} · {duty.place or _('everywhere')}"
    return asking(request, form, _("End a task"), _("End it"), "cases:duties", hint=hint)


def require_anywhere(actor: Actor, verb: str) -> None:
    """Let whoever holds the verb somewhere in; the catalogue is one for the whole house."""
    if not has_anywhere(actor, verb):
        raise Forbidden(reason(verb))


def tabs(current: str) -> list[dict[str, object]]:
    """The tabs above every page of the catalogue."""
    return [
        {"label": label, "href": reverse(name), "current": name == current, "count": None}
        for label, name in TABS
    ]


def asking(
    request: HttpRequest, form: object, title: str, verb: str, back: str, *, hint: str = ""
) -> HttpResponse:
    """The page of one form of the catalogue."""
    context = {"form": form, "title": title, "verb": verb, "back": reverse(back), "hint": hint}
    return render(request, "web/ask.html", context, status=422 if form.errors else 200)


def _duties(actor: Actor) -> QuerySet[Duty]:
    """What holds everywhere, above one's area and in it."""
    above = {step for top in scope(actor, READ) if top for step in paths.ancestors_of(top)}
    mine = Q(place_path="") | Q(place_path__in=above) | scope_q(actor, READ)
    return Duty.objects.filter(mine).select_related("category", "organization", "place")


def _narrowed(found: QuerySet[Duty], said: dict) -> QuerySet[Duty]:
    if category := said.get("category"):
        found = found.filter(category__path__startswith=category.path)
    if place := said.get("place"):
        found = found.filter(Q(place_path="") | Q(place_path__in=paths.ancestors_of(place.path)))
    if day := said.get("on"):
        return found.filter(in_force(day))
    return found.exclude(until__lte=timezone.localdate())


def _row(duty: Duty, actor: Actor) -> dict[str, object]:
    may = sees(actor, duty.place_path, EDIT) if duty.place_path else holds_everywhere(actor, EDIT)
    return {
        "duty": duty,
        "unit": _unit(duty),
        "may_end": may and duty.until is None,
    }


def _unit(duty: Duty) -> object:
    return duty.organization or Kind(duty.kind).label
