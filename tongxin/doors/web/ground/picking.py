"""The lists of a place picker, fetched while one types or presses the map: the same as in its form."""

from collections.abc import Sequence

import numpy as np
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongxin.ground.posts.gates import Forbidden, reason, scope
from tongxin.ground.posts.verbs import VERBS
from tongxin.ground.territory import picking, selectors
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import is_within


@never_cache
@require_safe
def choices(request: HttpRequest) -> HttpResponse:
    """Places by name (``?q=``) or below a place (``?in=``), of the area where the reader may do ``?for=``."""
    asked = request.GET
    within = asked.get("in", "")
    tops = _tops(request, asked.get("for", ""))
    said = asked.get("q", "")[:80].replace("\0", "")
    return _fragment(request, asked, picking.choices(tops, said=said, within=picking.id_of(within)))


@never_cache
@require_POST
def at(request: HttpRequest) -> HttpResponse:
    """The deepest place around a position, chosen, with what is below it. The position is not kept."""
    asked = request.POST
    tops = _tops(request, asked.get("for", ""))
    here = _place_at(asked.get("lat", ""), asked.get("lng", ""))
    inside = here is not None and ("" in tops or any(is_within(here.path, top) for top in tops))
    offered = picking.choices(tops, within=here.pk if inside else 0)
    return _fragment(request, asked, offered, nowhere=not inside)


def _fragment(
    request: HttpRequest, asked, offered: picking.Choices, *, nowhere: bool = False
) -> HttpResponse:
    context = {"name": asked.get("name", "where")[:40], "choices": offered, "nowhere": nowhere}
    return render(request, "web/places/choices.html", context)


def _tops(request: HttpRequest, verb: str) -> Sequence[str]:
    """Everywhere without a verb, as in the public choice of a place; else the reader's own area."""
    if not verb:
        return picking.EVERYWHERE
    if verb not in VERBS:
        raise Http404
    if not (tops := scope(request.actor, verb)):
        raise Forbidden(reason(verb))
    return tops


def _place_at(lat: str, lng: str) -> Place | None:
    try:
        found = selectors.locate_many(np.array([[float(lat), float(lng)]]))[0]
    except ValueError:
        return None
    return selectors.places().filter(pk=found).first() if found else None
