"""Which promise holds: the most specific dated row for a thing at a moment."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, Value
from django.db.models.functions import Length

from tongxin.engine.flows.models import Flowing, Promise


def promise_for(
    flow: str,
    name: str,
    *,
    category_path: str = "",
    place_path: str = "",
    urgency: str = "",
    at: datetime,
) -> Promise | None:
    """The row in force at ``at``: longest category prefix first, then longest place prefix, then its own
    urgency.

    Category and place rows hold for everything below them. None when no row fits: nothing is promised.
    """
    return (
        Promise.objects.filter(Q(until__isnull=True) | Q(until__gt=at), flow=flow, name=name, since__lte=at)
        .alias(category=Value(category_path), place=Value(place_path))
        .filter(category__startswith=F("category_path"), place__startswith=F("place_path"))
        .filter(urgency__in={"", urgency})
        .order_by(
            Length("category_path").desc(), Length("place_path").desc(), Length("urgency").desc(), "-since"
        )
        .first()
    )


def promised(thing: Flowing, name: str, at: datetime) -> Promise | None:
    """The promise called ``name`` for ``thing`` at ``at``."""
    return promise_for(
        thing.flow.name,
        name,
        category_path=thing.category_path,
        place_path=thing.place_path,
        urgency=thing.urgency,
        at=at,
    )
