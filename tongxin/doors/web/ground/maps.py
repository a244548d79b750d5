"""What maps ask for: outlines of places that are there today, as everybody may see them.

An outline says nothing about anyone, and the public choice of a place lists the same places by name; closed
places and those of the future are left out.
"""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from tongxin.ground.territory import atlas, selectors
from tongxin.ground.territory.models import Place

MOST = 2000  # shapes on one map; more would say nothing
FRESH = 300  # seconds a browser need not ask again


def _edition(request: HttpRequest, pk: int = 0) -> str:
    """Changes whenever a place on the map does, and at midnight, when places begin and end."""
    return f'"{selectors.version()}.{timezone.localdate():%Y%m%d}.{pk}.{request.GET.get("of", "")}"'


@require_safe
@gzip_page
@condition(etag_func=_edition)
def outlines(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """A place and what is directly below it; ``?of=neighbour_cell``: what is below it of that level.

    Without a place: the roots, or all places of the level. GeoJSON in WGS-84; the frame of the others carries
    ``own``: the place, or where it has no outline the next one above that has. A building is its point.
    """
    place = get_object_or_404(selectors.places().defer(None), pk=pk) if pk else None
    level = request.GET.get("of", "")
    if level:
        below = selectors.descendants(place, level) if place else selectors.places().filter(level__code=level)
    else:
        below = selectors.children(place)
    frame = _frame(place) if place else []
    shown = [*frame, *below.defer(None).order_by("path")[:MOST]]
    body = {"type": "FeatureCollection", "features": atlas.features(shown, own=[e.pk for e in frame[:1]])}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(text, content_type="application/geo+json")
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


def _frame(place: Place) -> list[Place]:
    """The place; where it has no outline, the nearest one above that has, and then the place as its point."""
    if place.outline:
        return [place]
    above = selectors.ancestors(place).filter(outline__isnull=False).defer(None).order_by("-path").first()
    return [above, place] if above else [place]
