"""Which due moments a change of the calendar or of a promise has moved, read from the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.models.journal import RETIMED

CALENDAR = "flows.calendar"
HOURS = "flows.hours"
PROMISE = "flows.promise"
CHANGES = (CALENDAR, HOURS, PROMISE)


@dataclass(frozen=True, slots=True)
class Move:
    """One thing whose due moment a change has moved."""

    noun: str
    thing_id: str
    old_due: datetime
    due: datetime


@dataclass(frozen=True, slots=True)
class Moves:
    """What one change has moved: how many in all, how many of them a reader may see, and the first of
    those.
    """

    change: Journal
    in_all: int
    seen: int
    first: Sequence[Move]

    @property
    def more(self) -> int:
        return self.seen - len(self.first)


def latest_change(noun: str, key: str) -> Journal | None:
    """The last change of that kind about ``key``, the day it begins with; None where there was none."""
    return Journal.objects.filter(noun=noun, thing_id=key).order_by("-seq").first()


def latest_changes(most: int) -> list[Journal]:
    """The last changes of calendar, hours and promises, newest first."""
    return list(Journal.objects.filter(noun__in=CHANGES).order_by("-pk")[:most])


def moves_of(change: int, seen: Q, most: int) -> Moves:
    """What the change written down in row ``change`` has moved, of what ``seen`` lets through ``most`` with
    their moments. Raises Journal.DoesNotExist when that row is no such change. Four queries at most.
    """
    row = Journal.objects.get(pk=change, noun__in=CHANGES)
    retimed = Journal.objects.filter(step=RETIMED, data__change=row.pk)
    moved = retimed.exclude(data__due=F("data__old_due"))  # other terms may come to the same moment
    visible = moved.filter(seen)
    found = [_move(each) for each in visible.order_by("pk")[: most + 1]]
    count = len(found) if len(found) <= most else visible.count()
    return Moves(row, moved.count(), count, found[:most])


def _move(row: Journal) -> Move:
    old, new = (datetime.fromisoformat(row.data[key]) for key in ("old_due", "due"))
    return Move(row.noun, row.thing_id, old, new)
