"""M1: the five levels of service, counted from the tree."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from tongxin.ground.territory import selectors
from tongxin.insight.indicators.figure import Figure, Period, Value

COUNTED = _("places of this level in force on the day")


def _places(level: str, period: Period) -> Value:
    found = selectors.places(on=period.until).filter(level__code=level)
    return Value("place", tuple(found.values_list("pk", flat=True)))


FIGURES = [
    Figure("M1", key, label, COUNTED, partial(_places, level))
    for key, level, label in (
        ("streets", "street", _("Streets")),
        ("communities", "community", _("Communities")),
        ("areas", "section", _("Areas")),
        ("groups", "group", _("Groups")),
        ("cells", "neighbour_cell", _("Neighbour cells")),
    )
]
