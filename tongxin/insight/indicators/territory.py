"""M1: the five levels of service, counted from the tree."""

from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongxin.ground.territory import selectors
from tongxin.ground.territory.models import Place
from tongxin.insight.indicators.figure import Figure, Period, Value, shared

COUNTED = _("places of this level in force on the day")


@shared
def _tree(period: Period) -> list[Place]:
    """The zones, and the places of the levels that are counted, in tree order."""
    counted = Q(level__code__in=[level for level, _key, _label in LEVELS])
    return list(selectors.places(on=period.until).filter(counted | Q(parent=None)))


def zones(period: Period) -> list[Place]:
    """The places nothing stands above."""
    return [place for place in _tree(period) if place.parent_id is None]


def places_by_level(period: Period) -> dict[str, list[Place]]:
    """The places of the levels that are counted, by level, in tree order."""
    found: dict[str, list[Place]] = {level: [] for level, _key, _label in LEVELS}
    for place in _tree(period):
        if place.level.code in found:
            found[place.level.code].append(place)
    return found


def _places(level: str, period: Period) -> Value:
    return Value("place", tuple(place.pk for place in places_by_level(period)[level]))


LEVELS = (
    ("street", "streets", _("Streets")),
    ("community", "communities", _("Communities")),
    ("section", "areas", _("Areas")),
    ("group", "groups", _("Groups")),
    ("neighbour_cell", "cells", _("Neighbour cells")),
)
FIGURES = [Figure("M1", key, label, COUNTED, partial(_places, level)) for level, key, label in LEVELS]
