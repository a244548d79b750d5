"""Pairings: asked, agreed, delivered, thanked for by a letter; for the community, the unit, and by link."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.engine.flows.changes import after_refusal
from tongxin.engine.flows.selectors import own_steps, timeline
from tongxin.engine.flows.steps import attempt
from tongxin.engine.flows.storyline import chronicle
from tongxin.engine.flows.words import turn_words
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, require, scope_q
from tongxin.ground.territory.selectors import place_by_path
from tongxin.trades.orders.forms.cobuilding import VERB
from tongxin.trades.orders.glance import glances
from tongxin.trades.orders.models import Pairing
from tongxin.trades.orders.pairing import SAME_COMMUNITY, SAME_MEANS, SAME_WORDS
from tongxin.trades.orders.pairing_links import by_token, whole_pairings
from tongxin.trades.orders.views.cobuilding.asking import may, tabs

METHODS = ["GET", "HEAD", "POST"]
MOST = 100
OPEN = ("proposed", "agreed", "delivered")
SENTENCES = {each.code: each.sentence for each in (SAME_MEANS, SAME_COMMUNITY, SAME_WORDS)}


@login_required
@require_safe
def pairings(request: HttpRequest) -> HttpResponse:
    """The pairings of one's area: open ones due first, then the latest that are over."""
    may(request.actor)
    found = whole_pairings().filter(scope_q(request.actor, VERB))
    opened = found.filter(state__in=OPEN).order_by("due_at", "pk")[:MOST]
    over = found.exclude(state__in=OPEN).order_by("-pk")[:MOST]
    context = {"open": glances(opened), "over": glances(over), "tabs": tabs("orders:pairings")}
    return render(request, "orders/desk/pairings.html", context)


@login_required
@require_safe
def asked_of_us(request: HttpRequest) -> HttpResponse:
    """What communities ask of the actor's own units."""
    actor = request.actor
    if not has_anywhere(actor, "order.take"):
        raise Forbidden(reason("order.take"))
    found = whole_pairings().filter(resource__registration__unit__in=actor.organization_ids)
    context = {"glances": glances(found.order_by("closed_at", "due_at", "-pk")[:MOST])}
    return render(request, "orders/unit/asked.html", context)


@login_required
@require_safe
def pairing(request: HttpRequest, pk: int) -> HttpResponse:
    """One pairing, for its unit or for the desk of its community."""
    found = pairing_for(request.actor, pk)
    base = reverse("orders:pairing", args=[pk])
    return render(request, "orders/unit/pairing.html", _told(found, request.actor, "web/desk.html", base))


@login_required
@require_http_methods(METHODS)
def pairing_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """A step on a pairing, by its unit or the community."""
    found = pairing_for(request.actor, pk)
    return _step(request, found, step, request.actor, "web/desk.html", reverse("orders:pairing", args=[pk]))


@login_required
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of thanks, to print."""
    found = pairing_for(request.actor, pk)
    return _letter(request, found, "web/desk.html", reverse("orders:pairing", args=[pk]))


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand ``view`` the pairing and the unit of a link; one that opens nothing says so kindly."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, **parts: str) -> HttpResponse:
        found = by_token(token)
        if found is None:
            return render(request, "orders/unit/no_link.html", status=404)
        return view(request, *found, reverse("orders:linked_pairing", args=[token]), **parts)

    return opened


@by_link
@require_safe
def linked_pairing(request: HttpRequest, found: Pairing, unit: Actor, base: str) -> HttpResponse:
    """One pairing by a signed link in a message, without an account."""
    return render(request, "orders/unit/pairing.html", _told(found, unit, "web/unit.html", base))


@by_link
@require_safe
def linked_letter(request: HttpRequest, found: Pairing, unit: Actor, base: str) -> HttpResponse:
    """The letter of thanks by the same link."""
    return _letter(request, found, "web/unit.html", base)


@by_link
@require_http_methods(METHODS)
def linked_pairing_step(
    request: HttpRequest, found: Pairing, unit: Actor, base: str, step: str
) -> HttpResponse:
    """The unit agrees, declines, or says that it has taken place, by its signed link."""
    return _step(request, found, step, unit, "web/unit.html", base)


def pairing_for(actor: Actor, pk: int) -> Pairing:
    """A pairing the actor may read: of the own unit, or of a community below the actor's posts."""
    found = whole_pairings().filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such pairing for you."))
    if not found.the("unit", actor):
        require(actor, VERB, found.place_path)
    return found


def _told(found: Pairing, actor: Actor, shell: str, base: str) -> dict[str, object]:
    return {
        "shell": shell,
        "pairing": found,
        "community": place_by_path(found.place_path),
        "glance": glances([found])[0],
        "turn": turn_words(found),
        "offers": own_steps(found, actor),
        "base": base,
        "because": [SENTENCES[code] for code in found.because if code in SENTENCES],
        "entries": chronicle(timeline(found), found.flow),
        "of_unit": found.the("unit", actor),
        "by_link": shell == "web/unit.html",
    }


def _letter(request: HttpRequest, found: Pairing, shell: str, back: str) -> HttpResponse:
    if not found.letter:
        raise Http404(_("No letter has been written yet."))
    context = {"shell": shell, "pairing": found, "community": place_by_path(found.place_path), "back": back}
    return render(request, "orders/unit/letter.html", context)


def _step(
    request: HttpRequest, found: Pairing, step: str, actor: Actor, shell: str, back: str
) -> HttpResponse:
    if step not in found.flow.step_by_name:
        raise Http404(_("There is no such step."))
    data = request.POST if request.method == "POST" else None
    tried = attempt(found, step, actor, data=data, initial=_suggested(found, step))
    if tried.done:
        messages.success(request, _("Done: %(step)s.") % {"step": tried.step.label})
        return redirect(back)
    context = {"shell": shell, "pairing": found, "tried": tried, "back": back, "back_label": _("Back")}
    if tried.refusal and data is not None:
        context |= after_refusal(found, tried, actor)
    return render(request, "orders/unit/step.html", context, status=tried.status)


def _suggested(found: Pairing, step: str) -> dict[str, object]:
    """A letter begins with a line to go on from; what was done stands below it by itself."""
    if step != "thank":
        return {}
    said = _("Thank you for “%(resource)s”. It was a help to the residents, and we know it.")
    return {"letter": said % {"resource": found.resource.title}}
