"""A resident follows a case: opens it with number and query code, then sees, adds, urges, judges, reopens."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxin.engine.flows.clocks import running
from tongxin.engine.flows.selectors import Offer, available_steps
from tongxin.engine.flows.words import counts_words
from tongxin.engine.tickets.following import follow, kinds
from tongxin.trades.cases.forms import TrackForm
from tongxin.trades.cases.models import Attachment, Case
from tongxin.trades.cases.selectors.sight import who_looked
from tongxin.trades.cases.storyline import story
from tongxin.trades.cases.views.held import case_of
from tongxin.trades.cases.views.sharing import link_of

# The order in which a resident thinks of them.
STEPS = ("verdict", "reopen", "supply", "urge", "withdraw", "ask_copy")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and query code, of whatever was asked for; wrong ones are told apart by nobody.
    ``?number=`` is written into the form.
    """
    known = {"number": request.GET.get("number", "")}
    form = TrackForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        followed = follow(form.cleaned_data["number"], form.cleaned_data["code"])
        if followed is not None:
            kind, thing = followed
            response = redirect(kind.page, thing.number)
            kind.hold(request, response, thing)
            return response
        form.add_error(None, _("Number and query code don't fit together. Please look at your note again."))
    mine = [
        (reverse(kind.page, args=[each.number]), each, getattr(each, kind.since))
        for kind in kinds()
        for each in kind.listed(request)
    ]
    context = {"form": form, "mine": mine}
    return render(request, "cases/resident/track.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def tracked(request: HttpRequest, number: str) -> HttpResponse:
    """One sentence of state with the next date, then the story. A joined case goes on in the other one."""
    case, actor = case_of(request, number)
    goes_on = case.duplicate_of or case
    context = {
        "case": case,
        "goes_on": goes_on,
        "counts": counts_words(running(goes_on).first()),
        "offers": _offers(case, actor),
        "story": story(goes_on, own=goes_on == case),
        "link": link_of(case),
        "photos": Attachment.objects.filter(case=case, summons=None),
        "supplements": case.supplements.filter(internal=False),
        "looks": who_looked(case),
    }
    return render(request, "cases/resident/tracked.html", context)


@require_POST
def let_go(request: HttpRequest) -> HttpResponse:
    """Forget, on this device, what it may open."""
    response = redirect("cases:track")
    for kind in kinds():
        kind.forget(response)
    return response


def _offers(case: Case, actor) -> list[Offer]:
    offered = {offer.step.name: offer for offer in available_steps(case, actor)}
    return [offered[name] for name in STEPS if name in offered]
