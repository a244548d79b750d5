"""Which units can be summoned to a place: those that serve it, by its estate or by what they cover."""

from tongxin.engine.flows.gathering import once
from tongxin.ground.organizations.kinds import TERRITORIAL, Kind
from tongxin.ground.organizations.models import Organization
from tongxin.ground.organizations.selectors import serving_many
from tongxin.ground.territory.models import Place

SUMMONABLE = [kind.value for kind in Kind if kind not in TERRITORIAL]


def summonable(place: Place) -> list[Organization]:
    """The units that serve the place, by kind and then the nearest first. At most four queries."""
    return list(once(("units", place.pk), lambda: _serving(place)))


def _serving(place: Place) -> list[Organization]:
    found = serving_many([place], SUMMONABLE)
    units = {unit.pk: unit for kind in SUMMONABLE for unit in found[place.pk, kind]}
    return list(units.values())
