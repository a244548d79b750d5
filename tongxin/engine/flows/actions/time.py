"""What a trade's steps do to the running clock. Called inside ``taking``, on the thing it yields."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows import clocks
from tongxin.engine.flows.clock import WORKING_UNITS, refuse_amount
from tongxin.engine.flows.gathering import life_of
from tongxin.engine.flows.models import Clock, Extension, Flowing, Pause
from tongxin.engine.flows.refusals import Incomplete, NotNow
from tongxin.ground.posts.actors import Actor


def pause(thing: Flowing, *, by: Actor, reason: str, waiting_for: str = "") -> Pause:
    """Stop counting until ``resume``. ``waiting_for`` is a role ("reporter") or other words. NotNow when it
    cannot be.

    The state the step leads to must carry the same promise, or the clock ends instead of standing still.
    """
    taken = _in_hand(thing)
    row = _running(thing)
    if thing.paused_at is not None:
        raise NotNow(_("The time limit is standing still already."))
    thing.paused_at = taken.now
    thing.wake_at = clocks.wake(row, taken.now)
    taken.data.update(waiting_for=waiting_for)
    return Pause.objects.create(clock=row, since=taken.now, reason=reason, waiting_for=waiting_for)


def resume(thing: Flowing, *, by: Actor) -> Pause:
    """Count on: exactly the rest that was left when it was paused. NotNow when nothing stands still."""
    taken = _in_hand(thing)
    row = _running(thing)
    standing = next((each for each in row.pauses.all() if each.until is None), None)
    if standing is None:
        raise NotNow(_("The time limit is not standing still."))
    standing.until = max(taken.now, standing.since)
    standing.save(update_fields=["until"])
    thing.paused_at = None
    _retimed(thing)
    return standing


def ask_extension(thing: Flowing, *, by: Actor, amount: Decimal | int, unit: str, reason: str) -> Extension:
    """Ask for more time; nothing moves until someone decides. NotNow while another request is undecided."""
    taken = _in_hand(thing)
    row = _running(thing)
    _refuse_measure(row, amount, unit)
    if clocks.undecided(row) is not None:
        raise NotNow(_("More time has been asked for already; that is not decided yet."))
    taken.data.update(extension_amount=str(amount), extension_unit=unit)
    return Extension.objects.create(
        clock=row, amount=amount, unit=unit, reason=reason, asked_by=by.key, asked_at=taken.now
    )


def decide_extension(thing: Flowing, *, by: Actor, granted: bool, note: str = "") -> Extension:
    """Grant the extension that was asked for (the due moment moves) or refuse it. NotNow when none
    was asked.
    """
    taken = _in_hand(thing)
    row = _running(thing)
    asked = clocks.undecided(row)
    if asked is None:
        raise NotNow(_("No extension has been asked for."))
    if granted:
        asked.granted_by, asked.granted_at = by.key, taken.now
    else:
        asked.refused_by, asked.refused_at = by.key, taken.now
    asked.decision_note = note
    asked.save()
    taken.data.update(granted=granted)
    if granted:
        _retimed(thing)
    return asked


def _retimed(thing: Flowing) -> None:
    row = _running(thing)
    before = row.due_at
    if clocks.retime(thing, row):
        thing.taken.data.update(old_due=before, due=row.due_at)


def _in_hand(thing: Flowing):
    if thing.taken is None:
        raise RuntimeError("the clock moves only inside taking(), on the thing it yields")
    return thing.taken


def _running(thing: Flowing) -> Clock:
    if life_of(thing) is not None:
        raise RuntimeError("clocks cannot be paused or extended while steps are gathered")
    row = clocks.running(thing).prefetch_related("pauses", "extensions").first()
    if row is None:
        raise NotNow(_("No time limit is running."))
    return row


def _refuse_measure(row: Clock, amount: Decimal | int, unit: str) -> None:
    """Working time is extended by working time, natural time by natural time."""
    try:
        refuse_amount(amount, unit)
    except ValueError as error:
        raise Incomplete({"amount": _("Please give a whole number of days, or hours.")}) from error
    if (unit in WORKING_UNITS) != (row.unit in WORKING_UNITS):
        raise Incomplete(
            {"unit": _("This time limit counts differently; please ask in the same way of counting.")}
        )
