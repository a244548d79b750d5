"""For telephones without a signal: a page that works without one, and the door for what was written there."""

import hashlib
import json

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets import codes
from tongxin.ground.posts.actors import NOBODY
from tongxin.ground.statements import Given, composed
from tongxin.ground.territory import selectors as territory
from tongxin.ground.territory.choosing import place_of
from tongxin.ground.territory.models import Place
from tongxin.trades.cases import actions
from tongxin.trades.cases.actions.intake import Contact
from tongxin.trades.cases.choices import Channel
from tongxin.trades.cases.forms import ReportForm
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.views.held import CASES

# What the page below needs; a telephone keeps it. Scripts that these import are named too.
KEPT = (
    "web/tongxin.css",
    "web/resident.css",
    "web/enhance.js",
    "web/aloud.js",
    "web/proof.js",
    "web/mark.svg",
    "cases/resident.css",
    "cases/resident.js",
    "cases/outbox.js",
    "cases/waiting.js",
)


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What was written here and waits to be sent. The same for everybody: the rest lies on the telephone."""
    communities = territory.places().filter(level__code="community")
    context = {"communities": communities, "form": ReportForm()}
    return render(request, "cases/resident/waiting.html", context)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the addresses of what it keeps; other bytes as soon as one of them changes.

    With ``?sends`` it is a module that sends what waits when the browser wakes it: for browsers that do.
    """
    kept = [static(name) for name in KEPT]
    shell = {
        "version": hashlib.sha256(json.dumps(kept).encode()).hexdigest()[:12],
        "pages": {"report": reverse("cases:waiting"), "other": reverse("web:offline")},
        "kept": kept,
        "preference": reverse("web:preference"),
    }
    outbox = static("cases/outbox.js") if "sends" in request.GET else ""
    context = {"shell": json.dumps(shell), "script": static("cases/worker.js"), "outbox": outbox}
    response = render(request, "cases/resident/worker.js", context, content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@never_cache
@require_POST
def whole(request: HttpRequest) -> JsonResponse:
    """A whole report, written without a signal. Sent again, it answers with the number it has already.

    200 with number, query code and the page to follow it; 409 with the same where another text came before
    under its key; 422 with what is wrong, in sentences.
    """
    form = ReportForm(request.POST, request.FILES)
    place, _code = place_of(request.POST)
    if place is None:
        form.add_error(None, _("Please choose where it is."))
    if not form.is_valid():
        return _wrong({field: errors[0] for field, errors in form.errors.items()})
    for known in _sent_before().things(key=form.cleaned_data["client_key"]):
        return _received(request, known, differs=_plain(known.text) != _plain(form.cleaned_data["text"]))
    try:
        case = _report(form.cleaned_data, place)
    except Incomplete as incomplete:
        return _wrong(incomplete.errors)
    return _received(request, case)


@composed
def _sent_before() -> QuerySet[Case]:
    return Case.objects.filter(client_key=Given("key"))


def _report(said: dict, place: Place) -> Case:
    reported = actions.report(
        place=place,
        text=said["text"],
        by=NOBODY,
        channel=Channel.PLACE_CODE if said["at"] else Channel.WEB,
        client_key=said["client_key"],
        contact=Contact(said["name"], said["phone"], said["shares"]) or None,
        photos=said["photos"],
        address_note=said["address_note"],
        point=said["point"],
    )
    actions.settle_draft(said["client_key"], reported.case)
    return reported.case


def _received(request: HttpRequest, case: Case, *, differs: bool = False) -> JsonResponse:
    told = {
        "number": str(case),
        "code": codes.grouped(codes.code_for(case.client_key)),
        "href": reverse("cases:tracked", args=[case.number]),
    }
    response = JsonResponse(told, status=409 if differs else 200)
    CASES.hold(request, response, case)
    return response


def _wrong(errors: dict[str, object]) -> JsonResponse:
    return JsonResponse({"errors": {field: str(said) for field, said in errors.items()}}, status=422)


def _plain(text: str) -> str:
    """A text whatever its line ends: telephones send others than they show."""
    return "\n".join(text.split("\r\n")).strip()
