"""One page for every step of every table: its form, why it can't be taken, or what changed meanwhile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongxin.engine.flows.changes import after_refusal
from tongxin.engine.flows.forms import StepForm
from tongxin.engine.flows.models import Flowing
from tongxin.engine.flows.steps import attempt
from tongxin.engine.photos.aside import Tray
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.asking import what_next
from tongxin.trades.cases.links import Opened
from tongxin.trades.cases.models import Case, Summons
from tongxin.trades.cases.suggest.advised import Advised, advised
from tongxin.trades.cases.views.beside import carried
from tongxin.trades.cases.views.desk import case_for
from tongxin.trades.cases.views.held import case_of
from tongxin.trades.cases.views.linked import by_link
from tongxin.trades.cases.views.tracking import STEPS as OF_RESIDENTS
from tongxin.trades.cases.views.unit import summons_for

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def desk_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """A step on a case, for the desk and whoever else has a post there."""
    case = case_for(request.actor, number)
    back = reverse("cases:case", args=[number]) + carried(request)
    return _page(request, case, step, request.actor, back=back, chrome="desk")


@login_required
@require_http_methods(METHODS)
def summons_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """A step on a summons, for its unit or for the desk; each goes back to where it came from."""
    summons = summons_for(request.actor, pk)
    of_unit = summons.the("unit", request.actor)
    back = (
        reverse("cases:summons", args=[pk]) if of_unit else reverse("cases:case", args=[summons.case.number])
    )
    return _page(request, summons, step, request.actor, back=back, chrome="desk")


@by_link
@require_http_methods(METHODS)
def linked_step(request: HttpRequest, opened: Opened, token: str, step: str) -> HttpResponse:
    """A step on a summons by its signed link."""
    back = reverse("cases:linked", args=[token])
    return _page(request, opened.summons, step, opened.actor, back=back, chrome="unit")


@never_cache
@require_http_methods(METHODS)
def resident_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """What a resident may do with the own case."""
    case, actor = case_of(request, number)
    if step not in OF_RESIDENTS:
        raise Http404
    back = reverse("cases:tracked", args=[case.number])
    return _page(request, case, step, actor, back=back, chrome="resident")


def _page(
    request: HttpRequest, thing: Flowing, name: str, actor: Actor, *, back: str, chrome: str
) -> HttpResponse:
    if name not in thing.flow.step_by_name or thing.flow.step(name).by_system:
        raise Http404(_("There is no such step."))
    at_desk = isinstance(thing, Case) and chrome == "desk"
    advice = advised(thing, name) if at_desk and request.method != "POST" else Advised()
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and chrome == "resident":
        # What the desk did meanwhile is written among colleagues: whether the step is still possible decides.
        data["version"] = ""
    proposed = {"unit": thing.proposed_id} if isinstance(thing, Summons) and thing.proposed_id else {}
    asked = {key: value for key, value in request.GET.items() if thing.flow.step(name).ask(key)}
    tray = Tray.of_step(request, thing, actor.key)
    files = tray.along(request)
    tried = attempt(thing, name, actor, data=data, files=files, initial=advice.initial | proposed | asked)
    _suggested_first(tried.form, advice)
    if tried.done:
        tray.clear()
        done = _("Done: %(step)s.") % {"step": tried.step.label}
        if isinstance(thing, Summons) and thing.the("unit", actor):
            done = f"{done} {what_next(thing)}"
        messages.success(request, done)
        return redirect(back)
    case = thing if isinstance(thing, Case) else thing.case
    context = {
        "shell": f"web/{chrome}.html",
        "thing": thing,
        "case": case,
        "back_label": _("Back to the case %(case)s") % {"case": case},
        "tried": tried,
        "back": back,
        "advice": advice.because,
        "at_desk": at_desk,
        "photos": tray.keep(request, tried.form) if tried.goes_on else [],
    }
    if tried.refusal and request.method == "POST":
        context |= after_refusal(thing, tried, actor)
    return render(request, "cases/step.html", context, status=tried.status)


def _suggested_first(form: StepForm, advice: Advised) -> None:
    """What is ticked already stands on top of a long list, where it is seen."""
    for name, ticked in advice.initial.items():
        if isinstance(ticked, list) and name in form.fields:
            first = {str(value) for value in ticked}
            field = form.fields[name]
            field.choices = sorted(field.choices, key=lambda pair: str(pair[0]) not in first)
