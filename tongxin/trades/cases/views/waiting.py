"""For telephones without a signal: a page that works without one, and the door for what was written there."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets.whole import plain, received, refused
from tongxin.ground.people.selectors import text_in_force
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


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What was written here and waits to be sent. The same for everybody: the rest lies on the telephone."""
    communities = territory.places().filter(level__code="community")
    context = {"communities": communities, "form": ReportForm(), "told": text_in_force(actions.TOLD)}
    return render(request, "cases/resident/waiting.html", context)


@never_cache
@require_POST
def whole(request: HttpRequest) -> JsonResponse:
    """A whole report, written without a signal. Sent again, it answers with the number it has already.

    200 with number, query code and the page to follow it; 409 with the same where another text came before
    under its key; 422 with what is wrong, in sentences.
    """
    form = ReportForm(request.POST, request.FILES)
    place, _code = place_of(request.POST)
    errors = {field: said[0] for field, said in form.errors.items()}
    if place is None:
        errors["community"] = _("Please choose where it is.")
    if errors:
        return refused(errors)
    for known in _sent_before().things(key=form.cleaned_data["client_key"]):
        return received(CASES, request, known, differs=plain(known.text) != plain(form.cleaned_data["text"]))
    try:
        case = _report(form.cleaned_data, place)
    except Incomplete as incomplete:
        return refused(incomplete.errors)
    return received(CASES, request, case)


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
