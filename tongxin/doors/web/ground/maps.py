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

    Without a place: the roots, or all places of the level. GeoJSON in WGS-84; the place itself carries
    ``own``. A building without an outline is its point.
    """
    own = [_shown(pk)] if pk else []
    level = request.GET.get("of", "")
    if level:
        below = selectors.descendants(own[0], level) if own else selectors.places().filter(level__code=level)
    else:
        below = selectors.children(own[0] if own else None)
    shown = [*own, *below.defer(None).order_by("path")[:MOST]]
    body = {"type": "FeatureCollection", "features": atlas.features(shown, own=[each.pk for each in own])}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(text, content_type="application/geo+json")
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


def _shown(pk: int) -> Place:
    return get_object_or_404(selectors.places().defer(None), pk=pk)
