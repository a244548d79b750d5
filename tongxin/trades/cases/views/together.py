"""Several cases at once: choose a step, answer it once, read what was done and what was not, and why."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.engine.flows.forms import StepForm, step_form
from tongxin.engine.tickets import numbers
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, scope_q
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.several import MOST, TOGETHER, possible, sort_out, take_with_all
from tongxin.trades.cases.views.desk import whole_cases
from tongxin.trades.cases.views.looking import BESIDE, LONGEST_ASKED

VERBS = ("case.handle", "case.supervise")
LONGEST_VERSION = 9


def works_on_several(actor: Actor) -> bool:
    """Whether any step with several cases can be this actor's."""
    return any(has_anywhere(actor, verb) for verb in VERBS)


@login_required
@require_safe
def together(request: HttpRequest) -> HttpResponse:
    """The cases ticked in a list, and the steps that can be taken with all or some of them."""
    cases = _chosen(request, request.GET.getlist("case"))
    steps = [
        {"sorted": each, "href": f"{_address(each.step.name)}?{_query(request, cases)}"}
        for each in possible(cases, request.actor)
    ]
    context = {"cases": cases, "steps": steps, "back": _back(request), "most": MOST}
    return render(request, "cases/desk/together.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def together_step(request: HttpRequest, step: str) -> HttpResponse:
    """The form of the step, once for all of them; then what became of it."""
    if step not in TOGETHER:
        raise Http404(_("There is no such step."))
    seen = dict(each.partition(":")[::2] for each in request.POST.getlist("seen"))
    cases = _chosen(request, seen or request.GET.getlist("case"))
    found = sort_out(cases, step, request.actor)
    context = {"step": found.step, "back": _back(request), "left": found.left, "able": found.able}
    if not cases or (not found.able and request.method != "POST"):
        return render(request, "cases/desk/together_step.html", context)
    form = _form(request, found.step, (found.able or cases)[0])
    if request.method == "POST" and form.is_valid():
        summary = take_with_all(
            [(case, _version(seen.get(case.number, ""))) for case in cases],
            step,
            by=request.actor,
            answers=form.answers,
            client_key=form.cleaned_data["client_key"],
        )
        context |= {"done": summary.done, "left": summary.left}
        return render(request, "cases/desk/together_done.html", context)
    versions = [f"{case.number}:{seen.get(case.number, case.version)}" for case in found.able]
    context |= {"form": form, "seen": versions}
    return render(request, "cases/desk/together_step.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, given: Sequence[str]) -> list[Case]:
    """The cases of these numbers that the actor may read, due first; at most a hundred."""
    if not works_on_several(request.actor):
        raise Forbidden(reason(VERBS[0]))
    wanted = [number for each in list(given)[:MOST] if (number := numbers.parse(each))]
    found = whole_cases().filter(scope_q(request.actor, "case.read"), number__in=wanted)
    return list(found.order_by("due_at", "pk"))


def _form(request: HttpRequest, step, case: Case) -> StepForm:
    """The step's form. It carries no version, for each case has its own; photos belong to one case."""
    form = step_form(step, case, request.actor, request.POST if request.method == "POST" else None)
    del form.fields["version"]
    for ask in step.asks:
        if ask.kind == "photos":
            del form.fields[ask.name]
    return form


def _version(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_VERSION else None


def _address(step: str) -> str:
    return reverse("cases:together_step", args=[step])


def _query(request: HttpRequest, cases: Sequence[Case]) -> str:
    parts = [("case", case.number) for case in cases]
    way = request.GET.get(BESIDE, "")[:LONGEST_ASKED]
    return urlencode([*parts, (BESIDE, way)] if way else parts)


def _back(request: HttpRequest) -> str:
    """The list one came from."""
    way = request.GET.get(BESIDE, "")[:LONGEST_ASKED]
    return f"{reverse('cases:queue')}?{way}" if way else reverse("cases:queue")
