"""Whose task is what, where the dictionary leaves it to the office: which department, which company."""

import datetime as dt

from django.utils import timezone

from tongxin.demo.settling import Ground
from tongxin.demo.zone import STREETS
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases import actions
from tongxin.trades.cases.models import Category

IN_THE_ZONE = {
    "heating": "heating",
    "heat_burst": "heating",
    "water": "water",
    "water_burst": "water",
    "power": "power",
    "damaged_wires": "power",
    "utilities": "housing",
    "building_safety": "housing",
    "gas_burst": "fire",
    "insurance": "civil",
    "schooling": "civil",
    "health": "civil",
    "labour": "civil",
}
OF_EACH_STREET = ("sudden", "transport")  # its office for the look of the city


def give_tasks(ground: Ground, *, since: dt.date, by: Actor) -> int:
    """Name who leads each of these, as a street does in the duty catalogue; how many were given."""
    category = {each.code: each for each in Category.objects.all()}
    given = [(code, None, unit) for code, unit in IN_THE_ZONE.items()]
    given += [
        (code, ground.places[street], f"{street}/urban") for code in OF_EACH_STREET for street in STREETS
    ]
    for code, place, unit in given:
        actions.assign_duty(
            category[code],
            by=by,
            place=place,
            organization=ground.bodies[unit],
            since=since,
            source="高新区首问清单（示例）",
            now=timezone.make_aware(dt.datetime.combine(since, dt.time(9))),
        )
    return len(given)
