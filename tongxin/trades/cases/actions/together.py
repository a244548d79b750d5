"""A case moves together with its summonses and with the case it was split off: what is above is always
locked first, so that two people can't deadlock.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from tongxin.engine.flows.actions import taking
from tongxin.engine.flows.actions.taking import lock
from tongxin.ground.posts.actors import SYSTEM, Actor
from tongxin.trades.cases.models import Case, Summons


@contextmanager
def case_locked(summons: Summons) -> Iterator[Case]:
    """The summons' case, locked until the end of the transaction this opens."""
    with transaction.atomic():
        yield lock(summons.case)


@contextmanager
def ending(case: Case, step: str, *, now: datetime | None = None, **given: Any) -> Iterator[Case]:
    """``taking`` a step that may end the case: the desk of the case it was split off is told when it does."""
    with ExitStack() as held:
        parent = None
        if case.parent_id is not None:
            held.enter_context(transaction.atomic())
            parent = lock(case.parent)
        with taking(case, step, now=now, **given) as locked:
            yield locked
        if parent is not None and parent.is_open and not case.is_open:
            part_over(parent, by=SYSTEM, part=case, now=now)


def settle(case: Case, *, now: datetime | None = None) -> None:
    """Move a whistled case on when its units have all answered, or when none is left. Within
    ``case_locked``.
    """
    if case.state != "whistled":
        return
    left = case.open_summonses()
    if not left:
        none_left(case, by=SYSTEM, now=now)
    elif all(summons.state == "answered" for summons in left):
        all_answered(case, by=SYSTEM, now=now)


def part_over(case: Case, *, by: Actor, part: Case, now: datetime | None = None, **step: Any) -> Case:
    """A case that was split off this one is over; which, and how it ended."""
    data = {"part": part.number, "state": part.state}
    with taking(case, "part_over", by=by, now=now, **step) as locked:
        locked.taken.data |= data
    return case


def all_answered(case: Case, *, by: Actor, now: datetime | None = None, **step: Any) -> Case:
    """Every unit still summoned has answered: the community verifies."""
    with taking(case, "all_answered", by=by, now=now, **step):
        pass
    return case


def none_left(case: Case, *, by: Actor, now: datetime | None = None, **step: Any) -> Case:
    """No unit is summoned any more: the desk decides anew."""
    with taking(case, "none_left", by=by, now=now, **step):
        pass
    return case
