"""The figures of the mission as pages: each with its formula, each open into the list behind it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason
from tongxin.insight.indicators import selectors

MOST_LISTED = 500


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every figure of the last three months."""
    _may_read(request)
    period = selectors.period_to()
    rows = selectors.rows(period)
    context = {"period": period, "rows": rows, "by_kind": selectors.by_kind(rows)}
    return render(request, "indicators/index.html", context)


@require_safe
def opened(request: HttpRequest, row: str, key: str) -> HttpResponse:
    """One figure: what is counted, and by name what is below the line and not above it."""
    _may_read(request)
    figure = selectors.find(row, key)
    if figure is None:
        raise Http404
    value = figure.compute(selectors.period_to())
    counted = set(value.counted)
    missing = tuple(pk for pk in value.of or () if pk not in counted)
    context = {
        "figure": figure,
        "value": value,
        "counted": selectors.listed(value.noun, value.counted)[:MOST_LISTED],
        "missing": selectors.listed(value.noun, missing)[:MOST_LISTED],
    }
    return render(request, "indicators/opened.html", context)


def _may_read(request: HttpRequest) -> None:
    if not has_anywhere(request.actor, "figures.read"):
        raise Forbidden(reason("figures.read"))
