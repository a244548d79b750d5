"""One step of the desk on several cases: each in its own transaction, each refused for its own reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from tongxin.engine.flows import guard
from tongxin.engine.flows.table import Step
from tongxin.engine.flows.together import Left, Summary, take_each
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.flow import CASE
from tongxin.trades.cases.models import Case

MOST = 100
# What needs a look at each case by itself is not among them: verifying, calling back, splitting, moving,
# publishing, leaving out of the rates.
TOGETHER = (
    "accept",
    "decline",
    "merge",
    "handle",
    "whistle",
    "reclassify",
    "progress",
    "note",
    "supervise",
    "pause",
    "resume",
    "ask_extension",
    "grant_extension",
    "refuse_extension",
)


@dataclass(frozen=True)
class Sorted:
    """A step and several cases: with which of them it can be done now, and why not with the others."""

    step: Step
    able: list[Case]
    left: list[Left]


def sort_out(cases: Sequence[Case], name: str, actor: Actor, now: datetime | None = None) -> Sorted:
    """Which of the cases the actor could take the step with. Asks nothing of the database where the cases
    were read with ``children_open``.
    """
    step, now = CASE.step(name), now or timezone.now()
    reasons = [(case, guard.whose(case, step, actor) or guard.moment(case, step, now)) for case in cases]
    able = [case for case, refused in reasons if refused is None]
    return Sorted(step, able, [Left(case, refused.reason) for case, refused in reasons if refused])


def possible(cases: Sequence[Case], actor: Actor) -> list[Sorted]:
    """The steps that can be taken with at least one of the cases, in the order a desk thinks of them."""
    sorted_out = [sort_out(cases, name, actor) for name in TOGETHER]
    return [each for each in sorted_out if each.able]


def take_with_all(
    cases: Iterable[tuple[Case, int | None]],
    name: str,
    *,
    by: Actor,
    answers: Mapping[str, Any],
    client_key: str,
) -> Summary:
    """Take the step with each case; with each comes the version its reader saw."""
    each = ((case, version, answers) for case, version in cases)
    return take_each(each, name, by=by, client_key=client_key)
