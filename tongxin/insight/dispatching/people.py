"""The same week by volunteer: what each has at which part of which day, and where each still has time."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from tongxin.insight.dispatching import slots
from tongxin.insight.dispatching.board import Board
from tongxin.trades.orders.models import Order, Volunteer


@dataclass(frozen=True)
class Mark:
    """A volunteer's part of a day: ``agreed``, ``proposed``, ``free``, or nothing. ``order`` is None where it
    lies in another's area.
    """

    slot: int
    kind: str
    order: Order | None = None


@dataclass(frozen=True)
class Busy:
    """A volunteer of the week; ``load`` is what they would have on hand with the plan, ``marks`` by slot."""

    volunteer: Volunteer
    load: int
    marks: tuple[Mark, ...]


def people(found: Board, most: int) -> tuple[list[Busy], int]:
    """Who has something in the week first, the least loaded before the others; and how many more."""
    week, loads = found.week, found.made.loads(found.week.hands)
    proposed: dict[int, dict[int, Order]] = defaultdict(dict)
    for line in found.made.lines:
        proposed[line.hand][line.slot] = week.orders[line.job]
    going = {each.order.pk: each.order for each in week.going}
    listed = []
    for hand in week.hands:
        volunteer = week.volunteers[hand.key]
        agreed = _agreed(volunteer, found, going)
        marks = tuple(_mark(slot, agreed, proposed[hand.key], hand.slots) for slot in sorted(slots.ALL))
        listed.append(Busy(volunteer, loads[hand.key], marks))
    listed.sort(key=lambda each: (not _has_something(each), each.load, each.volunteer.pk))
    return listed[:most], max(0, len(listed) - most)


def _agreed(volunteer: Volunteer, found: Board, going: dict[int, Order]) -> dict[int, Order | None]:
    zone = timezone.get_current_timezone()
    timed = [each for each in volunteer.parts if each.starts_at and each.ended_at is None]
    return {
        slot: going.get(part.order_id)
        for part in timed
        for slot in slots.touched([(part.starts_at, part.ends_at)], found.week.monday, zone)
    }


def _mark(
    slot: int, agreed: dict[int, Order | None], proposed: dict[int, Order], free: frozenset[int]
) -> Mark:
    if slot in agreed:
        return Mark(slot, "agreed", agreed[slot])
    if slot in proposed:
        return Mark(slot, "proposed", proposed[slot])
    return Mark(slot, "free" if slot in free else "")


def _has_something(busy: Busy) -> bool:
    return any(each.kind in ("agreed", "proposed") for each in busy.marks)
