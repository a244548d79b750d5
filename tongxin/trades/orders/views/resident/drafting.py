"""The other questions of an order, each a page: when, for whom, how to reach you, is it right so."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets.actions import renew_key
from tongxin.ground.people.selectors import text_in_force
from tongxin.trades.orders import actions
from tongxin.trades.orders.choices import Rhythm
from tongxin.trades.orders.drafts import Said
from tongxin.trades.orders.forms.ordering import ReachForm, WhenForm, WhomForm
from tongxin.trades.orders.models import OrderDraft, ServiceKind
from tongxin.trades.orders.photos import tray_of
from tongxin.trades.orders.selectors.menu import on_menu
from tongxin.trades.orders.views.resident.drafted import ORDERS, of_draft

METHODS = ["GET", "HEAD", "POST"]


@of_draft
@require_http_methods(METHODS)
def when(request: HttpRequest, draft: OrderDraft) -> HttpResponse:
    """When it would suit, once or again and again."""
    said, kind = Said.of(draft), _kind(draft)
    minutes = kind.minutes if kind else 0
    if request.method != "POST":
        form = WhenForm.asking_again(said.windows, said.repeats, minutes=minutes)
        return _asked(request, "when", draft, form, kind=kind)
    form = WhenForm(request.POST, minutes=minutes)
    if not form.is_valid():
        return _asked(request, "when", draft, form, kind=kind)
    return _on(draft, **form.answers)


@of_draft
@require_http_methods(METHODS)
def whom(request: HttpRequest, draft: OrderDraft) -> HttpResponse:
    """For oneself or for a neighbour, which door, and photos if they help; none of what is sensitive."""
    said, kind, tray = Said.of(draft), _kind(draft), tray_of(draft)
    known = {name: getattr(said, name, None) for name in WhomForm.base_fields}
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = WhomForm(*sent, initial=known)
    if kind and kind.sensitive:
        del form.fields["photos"]
        photos: list[dict[str, str]] = []
    elif form.is_bound:
        tray.sort(request)
        photos = tray.keep(request, form)
    else:
        photos = tray.shown()
    if form.is_bound and form.is_valid():
        return _on(draft, **form.cleaned_data)
    return _asked(request, "whom", draft, form, photos=photos)


@of_draft
@require_http_methods(METHODS)
def reach(request: HttpRequest, draft: OrderDraft) -> HttpResponse:
    """Who orders, and the telephone on which the time is agreed."""
    said = Said.of(draft)
    form = ReachForm(
        request.POST if request.method == "POST" else None, initial={"name": said.name, "phone": said.phone}
    )
    if form.is_bound and form.is_valid():
        return _on(draft, **form.cleaned_data)
    return _asked(request, "reach", draft, form, told=text_in_force(actions.TOLD))


@of_draft
@require_http_methods(METHODS)
def check(request: HttpRequest, draft: OrderDraft) -> HttpResponse:
    """Everything once more, each with a way to change it; then it is sent."""
    said = Said.of(draft)
    if said.unanswered != "check":
        return redirect(f"orders:draft_{said.unanswered}", draft.pk)
    errors: dict[str, object] = {}
    if request.method == "POST":
        try:
            return ORDERS.told(request, actions.send_draft(draft).order)
        except Incomplete as incomplete:
            errors = incomplete.errors
            if "client_key" in errors:
                renew_key(draft)
    kind = _kind(draft)
    context = {
        "draft": draft,
        "said": said,
        "kind": kind,
        "photos": 0 if kind and kind.sensitive else len(tray_of(draft).kept()),
        "rhythm": Rhythm(said.every_days).label if said.repeats else "",
        "errors": errors.values(),
    }
    return render(request, "orders/resident/check.html", context, status=422 if errors else 200)


@of_draft
@require_POST
def forget(request: HttpRequest, draft: OrderDraft) -> HttpResponse:
    """Throw away what was begun."""
    actions.forget_draft(draft)
    return redirect("web:home")


def _on(draft: OrderDraft, **told: object) -> HttpResponse:
    """Keep the answer and go on to the first question that has none."""
    actions.write_draft(draft, **told)
    return redirect(f"orders:draft_{Said.of(draft).unanswered}", draft.pk)


def _asked(request: HttpRequest, page: str, draft: OrderDraft, form, **more: object) -> HttpResponse:
    context = {"draft": draft, "form": form, **more}
    return render(request, f"orders/resident/{page}.html", context, status=422 if form.errors else 200)


def _kind(draft: OrderDraft) -> ServiceKind | None:
    """The service that was chosen, while it is on the menu there."""
    return on_menu(draft.place, Said.of(draft).kind) if draft.place else None
