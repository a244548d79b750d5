"""Taking a step: one transaction, from the lock to the journal row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tongxin.engine.flows import clocks, guard, journal
from tongxin.engine.flows.gathering import is_in_one_go, life_of
from tongxin.engine.flows.models import Flowing, Journal
from tongxin.engine.flows.refusals import AlreadyTaken
from tongxin.engine.flows.table import Step
from tongxin.engine.flows.who import Who
from tongxin.ground.columns import changed_columns
from tongxin.ground.posts.actors import Actor
from tongxin.ground.statements import Given, composed

Thing = TypeVar("Thing", bound=Flowing)
BORN = "born"


@dataclass
class Taken:
    """The step in hand, as ``thing.taken`` inside ``taking``.

    A trade may set ``target``, add to ``data`` (goes to the journal) and to ``tells``. ``row`` is the
    journal row, once the step is done.
    """

    step: Step
    by: Actor
    now: datetime
    target: str = ""
    note: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    tells: list[Who] = field(default_factory=list)
    client_key: str = ""
    row: Journal | None = None


def begin(
    thing: Thing,
    *,
    by: Actor,
    note: str = "",
    data: Mapping[str, Any] | None = None,
    now: datetime | None = None,
    role: str = "",
    tells: list[Who] | None = None,
) -> Journal:
    """Save a new thing in its flow's initial state, start its clock, write journal row 1 ("born").

    ``role`` is what the journal says the actor acted as ("reporter"). ``tells`` defaults to whose turn it is.
    """
    now = now or timezone.now()
    flow = thing.flow
    state = flow.state(flow.initial)
    if tells is None:
        tells = [state.turn] if state.turn else []
    with transaction.atomic(savepoint=False):
        thing.state, thing.state_since, thing.version = flow.initial, now, 1
        started = clocks.prepare(thing, state.promise, now)
        thing.save(force_insert=True)
        if started is not None:
            clocks.save_new(thing, started)
        entry = journal.Entry.about(
            thing, BORN, by=by, role=role, at=now, old="", note=note, data=data or {}, tells=tells
        )
        return journal.write_one(entry, first=True)


@contextmanager
def taking(
    thing: Thing,
    step: str,
    *,
    by: Actor,
    version: int | None = None,
    note: str = "",
    data: Mapping[str, Any] | None = None,
    target: str = "",
    now: datetime | None = None,
    client_key: str = "",
) -> Iterator[Thing]:
    """Take ``step``: yields the locked, re-read thing to be changed; on exit the step is done, all or
    nothing.

    Checks in this order: same ``client_key`` before (AlreadyTaken), who (NotYours), ``version`` seen by a
    person (Conflict), state and ``only_if`` (NotNow), asks (Incomplete; an ask named "note" is answered by
    ``note``, every other by ``data``). A refusal by these checks leaves an outer transaction usable. On
    exit: new state, version, clock, due and wake, one journal row with the tells, one queued job per
    journal reader. ``target`` (or ``thing.taken.target``) says where to, for a step with several ends.
    Outside, ``thing`` is brought up to date. Lock order where a step takes two things: the parent first,
    then the child.
    """
    now = now or timezone.now()
    given = dict(data or {})
    taken = Taken(thing.flow.step(step), by, now, target, note, {}, [], client_key)
    life = life_of(thing)
    with transaction.atomic(savepoint=not is_in_one_go()):
        locked = life.copy() if life else lock(thing)
        seen = dict(locked.__dict__)
        refusal = _repeated(locked, client_key) or guard.refusal(
            locked, taken.step, by, now, version=version, answers={**given, "note": note}
        )
        if refusal is None:
            taken.data = guard.journalled(taken.step, given)
            taken.tells = list(taken.step.tells)
            locked.taken = taken
            before = locked.state
            role = taken.step.who.acts_as(by, locked)
            yield locked
            _move(locked, taken, before)
            entry = _entry(locked, taken, before, role)
            if life is None:
                locked.save(update_fields=changed_columns(locked, seen))
                taken.row = journal.write_one(entry)
            else:
                life.thing, taken.row = locked, life.add(journal.chained(entry, life.last))
    if refusal is not None:
        raise refusal
    bring_up_to_date(thing, locked)


def remark(thing: Thing, step: str, **kwargs: Any) -> Journal:
    """Take a step that only leaves a note; same arguments as ``taking``. Returns its journal row."""
    with taking(thing, step, **kwargs) as locked:
        taken = locked.taken
    return taken.row


def lock(thing: Thing) -> Thing:
    """The thing as it is now, its row locked until the end of the transaction."""
    found = _locked(type(thing)).things(pk=thing.pk)
    if not found:
        raise type(thing).DoesNotExist
    return found[0]


@composed
def _locked(model: type[Thing]) -> QuerySet[Thing]:
    return model._base_manager.select_for_update(of=("self",)).filter(pk=Given("pk"))


def bring_up_to_date(thing: Flowing, fresh: Flowing) -> None:
    """Make the caller's instance equal to the one that was written."""
    fresh.taken = None
    thing.__dict__.update(fresh.__dict__)


def _repeated(thing: Flowing, client_key: str) -> AlreadyTaken | None:
    if not client_key:
        return None
    row = Journal.objects.filter(noun=thing.noun, thing_id=thing.thing_id, client_key=client_key).first()
    return AlreadyTaken(row) if row else None


def _move(thing: Flowing, taken: Taken, before: str) -> None:
    """The thing's next version, its new state and the clock of that state; the thing itself is not saved."""
    after = _target(thing, taken, before)
    flow = thing.flow
    thing.version += 1
    if after != before:
        thing.state, thing.state_since = after, taken.now
        left, come_to = flow.state(before), flow.state(after)
        clocks.change(thing, left.promise, come_to.promise, taken.now, goes_on=left.aside)


def _entry(thing: Flowing, taken: Taken, before: str, role: str) -> journal.Entry:
    return journal.Entry.about(
        thing,
        taken.step.name,
        by=taken.by,
        role=role,
        at=taken.now,
        old=before,
        note=taken.note,
        data=taken.data,
        tells=taken.tells,
        client_key=taken.client_key,
    )


def _target(thing: Flowing, taken: Taken, before: str) -> str:
    ends = thing.flow.ends(taken.step, before)
    target = taken.target or (ends[0] if len(ends) == 1 else "")
    if target not in ends:
        raise ValueError(f"step {taken.step.name!r} leads to {', '.join(ends)}, not to {target!r}")
    return target
