"""What a step's form offers to choose from: pairs of value and words, for a thing and whoever acts.

Models are asked for by name, because the flow tables, which name these functions, are themselves part of
the models.
"""

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.engine.flows.gathering import once
from tongxin.ground.statements import composed
from tongxin.trades.cases.choices import Satisfaction, Urgency, WaitingFor

Pairs = list[tuple[object, object]]


def urgencies(thing, actor) -> Pairs:
    return list(Urgency.choices)


def satisfactions(thing, actor) -> Pairs:
    return list(Satisfaction.choices)


def yes_or_no(thing, actor) -> Pairs:
    """Two words to choose from: an unticked box could not be told from "no"."""
    return [("yes", _("Yes")), ("no", pgettext_lazy("it is not so", "No"))]


def waiting(thing, actor) -> Pairs:
    return list(WaitingFor.choices)


def categories(thing, actor) -> Pairs:
    """Every category in use, parents before their children."""
    return once("categories", _categories)


def grounds(thing, actor) -> Pairs:
    """The listed grounds on which a unit may return a whistle."""
    return _grounds("return")


def exclusion_grounds(thing, actor) -> Pairs:
    """The listed grounds on which a case may be left out of the rates."""
    return _grounds("exclusion")


def units(thing, actor) -> Pairs:
    """The units that can be summoned to the thing's place."""
    return [(unit.pk, unit.name) for unit in thing.summonable_units()]


def answered_units(thing, actor) -> Pairs:
    """The summonses of a case that wait to be verified."""
    return [(summons.pk, summons.organization.name) for summons in thing.answered_summonses()]


def photos(thing, actor) -> Pairs:
    """The photos of a case, by when they were added."""
    return [(photo.pk, f"{photo.get_stage_display()} {photo.pk}") for photo in thing.attachments.all()]


def _categories() -> Pairs:
    return [(category.pk, category.indented) for category in _categories_in_use().things()]


@composed
def _categories_in_use() -> QuerySet:
    found = apps.get_model("cases", "Category").objects.filter(active=True).order_by("path")
    return found.only("path", "name", "name_en")


def _grounds(purpose: str) -> Pairs:
    found = (
        apps.get_model("cases", "Ground").objects.filter(purpose=purpose, active=True).order_by("position")
    )
    return [(ground.code, ground.title) for ground in found]
