"""The menu of a place as a resident reads it."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from tongxin.ground.territory.models import Place
from tongxin.trades.orders.choices import Shelf
from tongxin.trades.orders.models import ServiceKind


@dataclass(frozen=True, slots=True)
class Gathered:
    """One shelf of the menu with what lies on it, in the order of the menu."""

    shelf: Shelf
    kinds: list[ServiceKind]


def gathered_menu(place: Place, on: dt.date | None = None) -> list[Gathered]:
    """What can be ordered at a place, by shelf; shelves with nothing on them are left out. One query."""
    kinds = ServiceKind.menu(place.path, on or timezone.localdate())
    shelves = [Gathered(shelf, [each for each in kinds if each.shelf == shelf]) for shelf in Shelf]
    return [each for each in shelves if each.kinds]


def on_menu(place: Place, code: str, on: dt.date | None = None) -> ServiceKind | None:
    """The service of this code on the menu of a place; None where there is none."""
    menu = ServiceKind.menu(place.path, on or timezone.localdate()) if code else []
    return next((each for each in menu if each.code == code), None)
