"""M1: the five levels of service, counted from the tree."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from tongxin.ground.territory import selectors
from tongxin.ground.territory.models import Place
from tongxin.insight.indicators.figure import Figure, Period, Value, shared

COUNTED = _("places of this level in force on the day")


@shared
def places_by_level(period: Period) -> dict[str, list[Place]]:
    """The places of the levels that are counted, by level, in tree order."""
    found: dict[str, list[Place]] = {level: [] for level, _key, _label in LEVELS}
    for place in selectors.places(on=period.until).filter(level__code__in=found):
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
