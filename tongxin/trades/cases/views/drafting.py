"""The other questions of a report, each a page of its draft: where, how to reach you, is it right so."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets.actions import renew_key
from tongxin.ground.people.selectors import text_in_force
from tongxin.ground.territory.choosing import chosen, on_offer
from tongxin.trades.cases import actions
from tongxin.trades.cases.drafts import Said
from tongxin.trades.cases.forms import ExactlyForm, ReachForm
from tongxin.trades.cases.models import Draft
from tongxin.trades.cases.photos import SHELF
from tongxin.trades.cases.public import glimpse
from tongxin.trades.cases.views.drafted import DRAFTS
from tongxin.trades.cases.views.held import CASES

METHODS = ["GET", "HEAD", "POST"]


def of_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand ``view`` this browser's draft; one that was sent already leads to its number instead."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, draft: UUID, **parts: str) -> HttpResponse:
        found = DRAFTS.draft(request, draft)
        return CASES.told(request, found.case) if found.case is not None else view(request, found, **parts)

    return opened


@of_draft
@require_http_methods(METHODS)
def where(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Where exactly. The place is known from the code, or is chosen first: in plain steps or by its name."""
    if request.method == "POST" and {"place", "here"} & request.POST.keys():
        return _placed(request, draft)
    if draft.place is None or "choose" in request.GET:
        return render(request, "cases/resident/report_place.html", {"draft": draft} | on_offer(request.GET))
    said = Said.of(draft)
    lat, lng = said.point or ("", "")
    known = {"address_note": said.address_note, "lat": lat, "lng": lng}
    form = ExactlyForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        actions.write_draft(draft, **form.cleaned_data)
        return redirect("cases:draft_check" if said.phone or said.name else "cases:draft_reach", draft.pk)
    return _asked(request, "report_where", draft, form)


def _placed(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Take the place that was chosen, or the one around the position that was sent on a press."""
    place, point = chosen(request.POST)
    if place is not None:
        actions.write_draft(draft, place=place, at_code="", point=point)
    elif "here" in request.POST:
        messages.warning(request, _("You seem to be outside the area. Please choose the place below."))
        return redirect(reverse("cases:draft_where", args=[draft.pk]) + "?choose")
    return redirect("cases:draft_where", draft.pk)


@of_draft
@require_http_methods(METHODS)
def reach(request: HttpRequest, draft: Draft) -> HttpResponse:
    """How to reach you; may be left out."""
    said = Said.of(draft)
    known = {"name": said.name, "phone": said.phone, "shares": said.shares}
    form = ReachForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        actions.write_draft(draft, **form.cleaned_data)
        return redirect("cases:draft_check", draft.pk)
    return _asked(request, "report_reach", draft, form, told=text_in_force(actions.TOLD))


@of_draft
@require_http_methods(METHODS)
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Everything once more, each with a way to change it; then it is sent."""
    said = Said.of(draft)
    if missing := _missing(draft, said):
        return redirect(missing, draft.pk)
    errors: dict[str, object] = {}
    if request.method == "POST" and "unjoin" in request.POST:
        actions.write_draft(draft, joins=None)
    elif request.method == "POST":
        try:
            return CASES.told(request, actions.send_draft(draft).case)
        except Incomplete as incomplete:
            errors = incomplete.errors
            if "client_key" in errors:
                renew_key(draft)
    context = {
        "draft": draft,
        "said": said,
        "photos": draft.photos.all(),
        "joins": glimpse(draft.joins) if draft.joins else None,
        "errors": errors.values(),
    }
    return render(request, "cases/resident/report_check.html", context, status=422 if errors else 200)


@of_draft
@require_POST
def forget(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Throw away what was begun."""
    actions.forget_draft(draft)
    return redirect("web:home")


@of_draft
@require_safe
def photo(request: HttpRequest, draft: Draft, name: str) -> HttpResponse:
    """A photo of the draft, for the browser that chose it."""
    return SHELF.answer(get_object_or_404(draft.photos, name=name).name, small="small" in request.GET)


def _asked(request: HttpRequest, page: str, draft: Draft, form, **more: object) -> HttpResponse:
    context = {"draft": draft, "form": form, **more}
    return render(request, f"cases/resident/{page}.html", context, status=422 if form.errors else 200)


def _missing(draft: Draft, said: Said) -> str:
    """The page of the first question that has no answer yet."""
    if not said.text:
        return "cases:draft_what"
    return "cases:draft_where" if draft.place is None else ""
