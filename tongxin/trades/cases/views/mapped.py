"""Open cases on a map: how many where, and which of them are late. The table beside it says the same."""

import json
from math import ceil
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from tongxin.engine.flows.written import day_field
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, scope
from tongxin.ground.territory import selectors as territory
from tongxin.ground.territory.models import Level
from tongxin.trades.cases.selectors import mapping
from tongxin.trades.cases.selectors.mapping import MOST_POINTS, Counted
from tongxin.trades.cases.views import looking as ways
from tongxin.trades.cases.views.looking import Looking
from tongxin.trades.cases.views.queue import ANY, top_categories

SHADES = 4
STEPS_A_DEGREE = 100_000  # points travel as whole steps of about a metre


class MapForm(forms.Form):
    """How the map is narrowed. A GET form; what is no choice does not narrow."""

    level = forms.ChoiceField(label=gettext_lazy("Counted by"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    since = day_field(gettext_lazy("Reported since"), required=False)
    view = forms.ChoiceField(
        label=gettext_lazy("Which ones"),
        required=False,
        choices=[(name, ways.BY_NAME[name].label) for name in ("open", "late")],
    )

    def __init__(self, looking: Looking, levels: list[Level], level: Level | None) -> None:
        shown = {"view": looking.view.name, "level": level.code if level else "", **looking.narrowed}
        super().__init__(initial=shown, auto_id="map_%s")
        self.fields["category"].choices = [ANY, *top_categories()]
        self.fields["level"].choices = [(each.code, each.title) for each in levels]


@login_required
@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """Counts by place of one level, as a map and as a table; each leads to the queue of that place."""
    looking = _looking(request)
    levels = mapping.mapped_levels(request.actor)
    asked = next((each for each in levels if each.code == request.GET.get("level")), None)
    level = asked or mapping.usual_level(levels)
    counts = mapping.counted(request.actor, looking.filters, level) if level else []
    bounds = shades([each.open for each in counts if each.place])
    context = {
        "form": MapForm(looking, levels, level),
        "level": level,
        "rows": [_row(each, bounds, looking) for each in counts],
        "total": sum(each.open for each in counts),
        "late": sum(each.late for each in counts),
        "legend": _legend(bounds),
        "outlines": _outlines(request, level) if level else "",
        "points": f"{reverse('cases:map_points')}?{looking.query()}",
        "most": MOST_POINTS,
    }
    return render(request, "cases/desk/map.html", context)


@never_cache
@login_required
@require_safe
@gzip_page
def points(request: HttpRequest) -> HttpResponse:
    """The same cases one by one: ``from`` a corner, each in steps of 1/100,000 degree north and east of it,
    its number, and 1 when it is late.
    """
    found = mapping.points(request.actor, _looking(request).filters)
    south = min((each[1] for each in found), default=0.0)
    west = min((each[2] for each in found), default=0.0)
    rows = [
        [round((lat - south) * STEPS_A_DEGREE), round((lng - west) * STEPS_A_DEGREE), number, int(late)]
        for number, lat, lng, late in found
    ]
    body = {"from": [south, west], "steps": STEPS_A_DEGREE, "cases": rows}
    return HttpResponse(json.dumps(body, separators=(",", ":")), content_type="application/json")


def shades(counts: list[int]) -> list[int]:
    """The most open cases of each shade, palest first: equal parts of the largest count."""
    most = max(counts, default=0)
    return sorted({ceil(most * part / SHADES) for part in range(1, SHADES + 1)} - {0})


def _looking(request: HttpRequest) -> Looking:
    """What the address asks for, of open cases: late ones or all."""
    if not has_anywhere(request.actor, "case.read"):
        raise Forbidden(reason("case.read"))
    asked = ways.read(request.GET, request.actor)
    view = ways.BY_NAME["late" if asked.view.name == "late" else "open"]
    kept = {name: asked.narrowed[name] for name in ("category", "since") if name in asked.narrowed}
    return Looking(view, kept)


def _row(counted: Counted, bounds: list[int], looking: Looking) -> dict[str, object]:
    late = _("%(n)d late") % {"n": counted.late} if counted.late else ""
    said = " · ".join(filter(None, [str(counted.open), late]))
    row: dict[str, object] = {"open": counted.open, "late": counted.late, "said": said}
    if counted.place is None:
        return row
    narrowed = dict(sorted({**looking.narrowed, "path": counted.place.path}.items()))
    tone = next(n for n, most in enumerate(bounds, 1) if counted.open <= most)
    href = f"{reverse('cases:queue')}?{Looking(looking.view, narrowed).query()}"
    return row | {"place": counted.place, "tone": tone, "href": href}


def _legend(bounds: list[int]) -> list[dict[str, object]]:
    lows = [1, *(most + 1 for most in bounds)]
    return [
        {"tone": n, "words": f"{low}–{most}" if low < most else str(most)}
        for n, (low, most) in enumerate(zip(lows, bounds, strict=False), 1)
    ]


def _outlines(request: HttpRequest, level: Level) -> str:
    tops = scope(request.actor, "case.read")
    top = territory.place_by_path(tops[0]) if len(tops) == 1 and tops[0] else None
    address = reverse("places:outlines", args=[top.pk]) if top else reverse("places:all_outlines")
    return f"{address}?{urlencode({'of': level.code})}"
