"""Which promise holds: the most specific dated row for a thing at a moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from tongxin.engine.flows.models import Flowing, Promise
from tongxin.ground.statements import Given, composed


def offered(flow: str, name: str) -> list[Promise]:
    """Every row of the promise called ``name``, of whatever time; few, for people set them."""
    return _offered().things(flow=flow, name=name)


@composed
def _offered() -> QuerySet[Promise]:
    return Promise.objects.filter(flow=Given("flow"), name=Given("name"))


def promise_for(
    flow: str,
    name: str,
    *,
    category_path: str = "",
    place_path: str = "",
    urgency: str = "",
    at: datetime,
    rows: Iterable[Promise] | None = None,
) -> Promise | None:
    """The row in force at ``at``: longest category prefix first, then longest place prefix, then its own
    urgency.

    Category and place rows hold for everything below them. None when no row fits: nothing is promised.
    ``rows``, those ``offered``, spares many things asking for them one by one.
    """
    fitting = (
        row
        for row in (offered(flow, name) if rows is None else rows)
        if row.since <= at
        and (row.until is None or row.until > at)
        and category_path.startswith(row.category_path)
        and place_path.startswith(row.place_path)
        and row.urgency in ("", urgency)
    )
    return max(fitting, key=_how_special, default=None)


def promised(
    thing: Flowing, name: str, at: datetime, rows: Iterable[Promise] | None = None
) -> Promise | None:
    """The promise called ``name`` for ``thing`` at ``at``."""
    return promise_for(
        thing.flow.name,
        name,
        category_path=thing.category_path,
        place_path=thing.place_path,
        urgency=thing.urgency,
        at=at,
        rows=rows,
    )


def _how_special(row: Promise) -> tuple[int, int, int, datetime]:
    return len(row.category_path), len(row.place_path), len(row.urgency), row.since
