"""What a summoned unit sees: its own summonses, or by a signed link the one it was sent."""

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongxin.engine.flows.clocks import running
from tongxin.engine.flows.selectors import own_steps, timeline
from tongxin.engine.flows.words import counts_words
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, sees
from tongxin.trades.cases.asking import what_next, why
from tongxin.trades.cases.glance import glances
from tongxin.trades.cases.links import Opened
from tongxin.trades.cases.models import Attachment, Summons
from tongxin.trades.cases.selectors.lists import summons_queue
from tongxin.trades.cases.selectors.sight import purposes_for, reporter_line, text_for
from tongxin.trades.cases.storyline import chronicle
from tongxin.trades.cases.views.linked import by_link


@login_required
@require_safe
def summonses(request: HttpRequest) -> HttpResponse:
    """What is asked of the actor's units, due first."""
    if not has_anywhere(request.actor, "case.answer"):
        raise Forbidden(reason("case.answer"))
    page = summons_queue(request.actor, after=request.GET.get("after", ""))
    context = {"glances": glances(page.rows), "next": f"?after={page.after}" if page.after else ""}
    return render(request, "cases/unit/summonses.html", context)


@login_required
@require_safe
def summons(request: HttpRequest, pk: int) -> HttpResponse:
    """One summons, for its unit or for the desk of its place."""
    found = summons_for(request.actor, pk)
    return render(request, "cases/unit/summons.html", told(found, request.actor, "web/desk.html"))


@by_link
@require_safe
def linked(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    """One summons by a signed link in a message, without an account."""
    context = told(opened.summons, opened.actor, "web/unit.html") | {"token": token}
    return render(request, "cases/unit/summons.html", context)


def summons_for(actor: Actor, pk: int) -> Summons:
    """A summons the actor may read: of its own unit, or of a case below its posts; else not found."""
    related = ("organization", "ground", "proposed", "case__place", "case__category", "case__reporter")
    found = Summons.objects.select_related(*related).filter(pk=pk).first()
    if found is None or not (found.the("unit", actor) or sees(actor, found.case.place_path)):
        raise Http404(_("There is no such summons for you."))
    return found


def told(summons: Summons, actor: Actor, shell: str) -> dict:
    """What a unit needs to know: what, where, why it, till when. Nothing of the reporter."""
    prefetch_related_objects(
        [summons.case], "summonses"
    )  # who may read what is asked of them again and again
    return {
        "shell": shell,
        "summons": summons,
        "glance": glances([summons])[0],
        "counts": counts_words(running(summons).first()),
        "why": why(summons),
        "next": what_next(summons),
        "text": text_for(summons.case, actor),
        "photos": Attachment.objects.filter(case=summons.case, summons=None),
        "offers": own_steps(summons, actor),
        "reporter": reporter_line(summons.case, actor) if purposes_for(summons.case, actor) else "",
        "entries": chronicle(timeline(summons), summons.flow),
    }
