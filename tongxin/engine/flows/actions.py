"""The writes of the engine. A trade's own actions are short: they open ``taking`` and say what the step
means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from tongxin.engine.flows.models import Flowing, Journal
from tongxin.engine.flows.table import Step
from tongxin.engine.flows.who import Who
from tongxin.ground.posts.actors import Actor

Thing = TypeVar("Thing", bound=Flowing)


@dataclass
class Taken:
    """The step in hand, as ``thing.taken`` inside ``taking``: set ``target``, add to ``data``, add to
    ``tells``.
    """

    step: Step
    by: Actor
    now: datetime
    target: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    tells: list[Who] = field(default_factory=list)


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
    raise NotImplementedError


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
    ``note``, every other by ``data``). On exit: new state, version, clock, due and wake, one journal row
    with the tells, one queued job per journal reader. ``target`` (or ``thing.taken.target``) says where to,
    for a step with several ends. Outside, ``thing`` is brought up to date. Lock order where a step takes
    two things: the parent first, then the child.
    """
    raise NotImplementedError
    yield thing


def remark(thing: Thing, step: str, **kwargs: Any) -> Journal:
    """Take a step that only leaves a note (target ``=``); same arguments as ``taking``. Returns its journal
    row.
    """
    raise NotImplementedError
