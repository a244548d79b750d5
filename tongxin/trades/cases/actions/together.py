"""A case and its summonses move together: the case is always locked first, so that two people can't
deadlock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
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
