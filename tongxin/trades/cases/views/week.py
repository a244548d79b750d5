"""Whose cases the coming week brings: by community and by whose turn it is, a column a day."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason
from tongxin.trades.cases.selectors.week import Share, coming, days_from


@login_required
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """What is late and what falls due on each of seven days; every figure opens its list."""
    if not has_anywhere(request.actor, "case.read"):
        raise Forbidden(reason("case.read"))
    days = days_from(timezone.now())
    rows = [_row(share, days) for share in coming(request.actor)]
    return render(request, "cases/desk/week.html", {"days": days, "rows": rows})


def _row(share: Share, days: Sequence[date]) -> dict:
    cells = [
        {
            "day": day,
            "count": share.by_day.get(day, 0),
            "href": _list(share, view="open", due=day.isoformat()),
        }
        for day in days
    ]
    return {"share": share, "late": {"count": share.late, "href": _list(share, view="late")}, "cells": cells}


def _list(share: Share, **how: str) -> str:
    query = urlencode({**how, "path": share.community.path, "turn": share.turn})
    return f"{reverse('cases:queue')}?{query}"
