"""What a dispatcher has changed about a proposed week: checked, then planned around, never stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from django.utils import timezone

from tongxin.insight.dispatching import slots
from tongxin.insight.dispatching.reading import Week
from tongxin.insight.planning.terms import Hand, Job
from tongxin.trades.orders.models import Order, Volunteer

FIRST = 100  # more urgent than anything that was not put there by hand


@dataclass(frozen=True)
class Pin:
    """An order put into a slot by hand: ``number`` is the order's, ``hands`` are the keys of who is to be
    asked, none for whoever fits best.
    """

    number: str
    slot: int
    hands: tuple[int, ...] = ()


class Why(Enum):
    """Why a move can't be."""

    GONE = "gone"
    NOT_WANTED = "not wanted"
    UNKNOWN = "unknown"
    OWN = "own"
    NOT_AGAIN = "not again"
    AGE = "age"
    STREET = "street"
    TONGUE = "tongue"
    PROOF = "proof"
    BUSY = "busy"
    TWICE = "twice"
    FULL = "full"


@dataclass(frozen=True)
class Objection:
    """What speaks against a pin, and about whom; ``other`` is the order they have been put down for at that
    time.
    """

    pin: Pin
    why: Why
    order: Order | None = None
    volunteer: Volunteer | None = None
    other: Order | None = None


def objection(week: Week, pin: Pin, others: Iterable[Pin]) -> Objection | None:
    """What speaks against a pin beside the ``others``; None when it can be."""
    order = next((each for each in week.orders.values() if each.number == pin.number), None)
    if order is None:
        return Objection(pin, Why.GONE)
    job = next(each for each in week.jobs if each.key == order.pk)
    if pin.slot not in job.slots:
        return Objection(pin, Why.NOT_WANTED, order)
    theirs = [each for each in others if each.number != pin.number]
    hands = {each.key: each for each in week.hands}
    for key in pin.hands:
        if key not in hands:
            return Objection(pin, Why.UNKNOWN, order)
        volunteer, on_hand = week.volunteers[key], [each for each in theirs if key in each.hands]
        there = next((each.number for each in on_hand if each.slot == pin.slot), None)
        why = _unfit(week, job, order, hands[key], pin.slot) or (
            Why.TWICE if there else Why.FULL if _is_full(hands[key], len(on_hand)) else None
        )
        if why:
            other = next((each for each in week.orders.values() if each.number == there), None)
            return Objection(pin, why, order, volunteer, other)
    return None


def sift(week: Week, pins: Iterable[Pin]) -> tuple[tuple[Pin, ...], tuple[Objection, ...]]:
    """The pins that still can be, the earlier before the later, and what speaks against the rest."""
    kept: list[Pin] = []
    lost: list[Objection] = []
    for pin in pins:
        if found := objection(week, pin, kept):
            lost.append(found)
        else:
            kept.append(pin)
    return tuple(kept), tuple(lost)


def pinned(week: Week, pins: Iterable[Pin]) -> tuple[Job, ...]:
    """The jobs of the week with each pin as its only slot and its only hands, before all others."""
    by_number = {pin.number: pin for pin in pins}
    everybody = frozenset(week.volunteers)
    return tuple(
        _pin(job, by_number[week.orders[job.key].number], everybody)
        if week.orders[job.key].number in by_number
        else job
        for job in week.jobs
    )


def asked_for(week: Week, pins: Iterable[Pin]) -> tuple[Hand, ...]:
    """The hands of the week, each also with the slots it was put into by hand: usual hours are a habit, and
    whoever is asked says yes or no.
    """
    extra: dict[int, set[int]] = {}
    for pin in pins:
        for key in pin.hands:
            extra.setdefault(key, set()).add(pin.slot)
    return tuple(
        replace(hand, slots=hand.slots | extra[hand.key]) if hand.key in extra else hand
        for hand in week.hands
    )


def moved_to(now: Sequence[int], places: int, who: int | None) -> tuple[int, ...]:
    """Who does an order once somebody is put on it who has ``now`` on it: the last one makes room."""
    if who is None or who in now:
        return tuple(now) if who in now else ()
    return (*now[: places - 1], who)


def _pin(job: Job, pin: Pin, everybody: frozenset[int]) -> Job:
    barred = job.barred | (everybody - set(pin.hands)) if pin.hands else job.barred
    return replace(job, slots=frozenset({pin.slot}), barred=barred, urgency=job.urgency + FIRST)


def _unfit(week: Week, job: Job, order: Order, hand: Hand, slot: int) -> Why | None:
    volunteer = week.volunteers[hand.key]
    if volunteer.person_id and volunteer.person_id in (order.requester_id, order.beneficiary_id):
        return Why.OWN
    if hand.key in job.barred:
        return Why.NOT_AGAIN
    if missing := job.skills - hand.skills:
        kind = min(missing).partition(" ")[0]
        return {"age": Why.AGE, "street": Why.STREET, "speaks": Why.TONGUE}.get(kind, Why.PROOF)
    return Why.BUSY if slot in _busy(week, volunteer) else None


def _busy(week: Week, volunteer: Volunteer) -> frozenset[int]:
    spans = [
        (each.starts_at, each.ends_at) for each in volunteer.parts if each.starts_at and not each.ended_at
    ]
    return slots.touched(spans, week.monday, timezone.get_current_timezone())


def _is_full(hand: Hand, more: int) -> bool:
    return hand.load + more >= hand.most
