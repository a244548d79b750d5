"""What a summoned unit sees: its own summonses, or by a signed link the one it was sent."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongxin.engine.flows.clocks import running
from tongxin.engine.flows.selectors import own_steps, timeline
from tongxin.engine.flows.words import counts_words
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import sees
from tongxin.trades.cases.glance import glances
from tongxin.trades.cases.links import LinkRefused, open_link
from tongxin.trades.cases.models import Attachment, Summons
from tongxin.trades.cases.selectors.lists import summons_queue
from tongxin.trades.cases.selectors.sight import text_for
from tongxin.trades.cases.storyline import chronicle


@require_safe
def summonses(request: HttpRequest) -> HttpResponse:
    """What is asked of the actor's units, due first."""
    page = summons_queue(request.actor, after=request.GET.get("after", ""))
    context = {"glances": glances(page.rows), "next": f"?after={page.after}" if page.after else ""}
    return render(request, "cases/unit/summonses.html", context)


@require_safe
def summons(request: HttpRequest, pk: int) -> HttpResponse:
    """One summons, for its unit or for the desk of its place."""
    found = summons_for(request.actor, pk)
    return render(request, "cases/unit/summons.html", told(found, request.actor, "web/desk.html"))


@never_cache
@require_safe
def linked(request: HttpRequest, token: str) -> HttpResponse:
    """One summons by a signed link in a message, without an account."""
    try:
        opened = open_link(token)
    except LinkRefused as refused:
        return render(request, "cases/unit/no_link.html", {"reason": refused.reason}, status=404)
    context = told(opened.summons, opened.actor, "web/unit.html") | {"token": token}
    return render(request, "cases/unit/summons.html", context)


def summons_for(actor: Actor, pk: int) -> Summons:
    """A summons the actor may read: of its own unit, or of a case below its posts; else not found."""
    related = ("organization", "ground", "proposed", "case__place", "case__category")
    found = Summons.objects.select_related(*related).filter(pk=pk).first()
    if found is None or not (found.the("unit", actor) or sees(actor, found.case.place_path)):
        raise Http404(_("There is no such summons for you."))
    return found


def told(summons: Summons, actor: Actor, shell: str) -> dict:
    """What a unit needs to know: what, where, why it, till when. Nothing of the reporter."""
    return {
        "shell": shell,
        "summons": summons,
        "glance": glances([summons])[0],
        "counts": counts_words(running(summons).first()),
        "text": text_for(summons.case, actor),
        "photos": Attachment.objects.filter(case=summons.case, summons=None),
        "offers": own_steps(summons, actor),
        "entries": chronicle(timeline(summons), summons.flow),
    }
