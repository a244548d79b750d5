"""Opening who reported a case: for the desk, and for a unit that the resident lets call. Each look is
recorded first.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongxin.ground.people.purposes import PART_WORDS
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, reason, sees
from tongxin.trades.cases import actions
from tongxin.trades.cases.links import Opened
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.selectors.sight import purposes_for, reporter_line
from tongxin.trades.cases.views.desk import case_for
from tongxin.trades.cases.views.linked import by_link
from tongxin.trades.cases.views.unit import summons_for

METHODS = ["GET", "HEAD", "POST"]


@never_cache
@login_required
@require_http_methods(METHODS)
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """The desk has name and number opened, for a purpose."""
    case = case_for(request.actor, number)
    return _page(request, case, request.actor, back=reverse("cases:case", args=[case.number]), chrome="desk")


@never_cache
@login_required
@require_http_methods(METHODS)
def of_summons(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit calls the resident who agreed to it."""
    summons = summons_for(request.actor, pk)
    back = reverse("cases:summons", args=[pk])
    return _page(request, summons.case, request.actor, back=back, chrome="desk")


@by_link
@require_http_methods(METHODS)
def of_link(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    """The same by a signed link."""
    back = reverse("cases:linked", args=[token])
    return _page(request, opened.summons.case, opened.actor, back=back, chrome="unit")


def _page(request: HttpRequest, case: Case, actor: Actor, *, back: str, chrome: str) -> HttpResponse:
    purposes = purposes_for(case, actor)
    if not purposes:
        raise Forbidden(reason("person.unmask", at=case.place.full_name))
    context = {
        "title": _("Who reported it"),
        "back": back,
        "back_label": _("Back to the case %(case)s") % {"case": case},
        "shell": f"web/{chrome}.html",
        "unit": actor.name,
        "purposes": purposes,
        "person": reporter_line(case, actor),
        "kept_at": _kept_at(case, actor),
    }
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("purpose", "reference")}
        try:
            seen = actions.unmask_reporter(case, by=actor, **given)
        except Invalid as refused:
            context |= {"errors": refused.errors, "given": given}
        else:
            parts = ((words, getattr(seen, part)) for part, words in PART_WORDS.items())
            context["opened"] = [(words, value) for words, value in parts if value]
    return render(request, "web/looking_up.html", context, status=422 if "errors" in context else 200)


def _kept_at(case: Case, actor: Actor) -> str:
    """The page of everything kept about the reporter, for a desk that may hand out a copy; else nothing."""
    person = case.reporter
    return (
        reverse("people:person", args=[person.pk]) if sees(actor, person.place_path, "person.unmask") else ""
    )
