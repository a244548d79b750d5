"""What a dispatcher changed and has not sent: it stands in the address, so looking still changes nothing."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from tongxin.insight.dispatching import slots
from tongxin.insight.dispatching.moving import Pin

WEEKS_AHEAD = 8
WHOLE = "all"
WEEKEND = 5
MOST = 60
LONGEST_NUMBER = 18


@dataclass(frozen=True)
class Draft:
    """The week from ``monday``, one ``day`` of it or all; what was put somewhere by hand or ``held`` back."""

    monday: dt.date
    day: dt.date | None = None
    pins: tuple[Pin, ...] = ()
    held: tuple[str, ...] = ()

    def query(self, **more: str) -> str:
        """As it stands in an address, ``more`` after it."""
        asked = [("week", self.monday.isoformat())]
        asked += [("day", self.day.isoformat() if self.day else WHOLE)]
        asked += [("pin", ".".join(map(str, (each.number, each.slot, *each.hands)))) for each in self.pins]
        asked += [("hold", each) for each in self.held]
        return urlencode(asked + list(more.items()))

    def address(self, name: str = "week", **more: str) -> str:
        return f"{reverse(f'dispatching:{name}')}?{self.query(**more)}"

    def on(self, day: dt.date | None) -> "Draft":
        return replace(self, day=day)

    def with_pin(self, pin: Pin) -> "Draft":
        return replace(self, pins=(*self.without([pin.number]).pins, pin)[-MOST:])

    def moved(self, pin: Pin) -> "Draft":
        """With the pin; who looks at one day sees the order arrive on its day."""
        there = slots.day_of(pin.slot, self.monday)
        return self.with_pin(pin).on(there if self.day else None)

    def without(self, numbers: Iterable[str]) -> "Draft":
        """The same, these orders as they were proposed."""
        gone = set(numbers)
        return replace(self, pins=tuple(each for each in self.pins if each.number not in gone))

    def edited(self, sent: QueryDict) -> "Draft":
        """With what was chosen and unticked in the form of the week."""
        ticked, complete = set(sent.getlist("send")), sent.getlist("full")[:MOST]
        held = [each for each in self.held if each not in complete]
        changed = replace(self, held=(*held, *(each for each in complete if each not in ticked))[-MOST:])
        for pin in _changed(sent):
            changed = changed.with_pin(pin)
        return changed


def read(given: QueryDict) -> Draft:
    """What an address asks for; what can't be read is left out. Weeks that are over are this one; without a
    week it is the one that can still be planned: at the weekend the next.
    """
    today = timezone.localdate()
    this = slots.monday_of(today)
    usual = this if today.weekday() < WEEKEND else this + dt.timedelta(weeks=1)
    monday = slots.monday_of(_date(given.get("week", "")) or usual)
    monday = min(max(monday, this), this + dt.timedelta(weeks=WEEKS_AHEAD))
    day = _date(given.get("day", ""))
    pins = {pin.number: pin for each in given.getlist("pin")[:MOST] if (pin := _pin(each.split(".")))}
    held = tuple(each for each in given.getlist("hold")[:MOST] if _digits(each))
    return Draft(monday, day if day and slots.monday_of(day) == monday else None, tuple(pins.values()), held)


def number(text: str) -> int | None:
    """A whole number as a form sends it."""
    return int(text) if _digits(text) else None


def slot(text: str) -> int | None:
    found = number(text)
    return found if found in slots.ALL else None


def chosen(sent: QueryDict, number: str) -> Pin | None:
    """Who was chosen for an order in the form of the week, and when."""
    return _pin([number, sent.get(f"slot_{number}", ""), *sent.getlist(f"who_{number}")])


def _changed(sent: QueryDict) -> Iterator[Pin]:
    for each in sent.getlist("row")[:MOST]:
        pin = chosen(sent, each)
        if pin and pin.hands and ".".join(map(str, pin.hands)) != sent.get(f"was_{each}"):
            yield pin


def _pin(parts: list[str]) -> Pin | None:
    if not (2 <= len(parts) <= 4 and all(map(_digits, parts)) and slot(parts[1]) is not None):
        return None
    return Pin(parts[0], int(parts[1]), tuple(map(int, parts[2:])))


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


def _date(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
