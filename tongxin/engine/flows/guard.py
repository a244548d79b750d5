"""Whether a step may be taken: one answer for the button, the page, the API and the action itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows import answers as checks
from tongxin.engine.flows.models import Flowing, Journal
from tongxin.engine.flows.refusals import Conflict, Difference, Incomplete, NotNow, NotYours, Refused
from tongxin.engine.flows.table import Step
from tongxin.ground.posts.actors import Actor


def refusal(
    thing: Flowing,
    step: Step,
    actor: Actor,
    now: datetime,
    *,
    version: int | None,
    answers: Mapping[str, Any],
) -> Refused | None:
    """Why the step is not taken, or None. Reads; writes nothing."""
    return (
        whose(thing, step, actor)
        or stale(thing, version)
        or moment(thing, step, now)
        or incomplete(thing, step, actor, answers)
    )


def whose(thing: Flowing, step: Step, actor: Actor) -> NotYours | None:
    """The refusal of an actor the step is not for."""
    if step.by_system and not actor.is_system:
        return NotYours(_("This happens by itself; nobody has to do it."))
    if step.by_system:
        return None
    reason = step.who.reason(actor, thing)
    return NotYours(reason) if reason else None


def moment(thing: Flowing, step: Step, now: datetime) -> NotNow | None:
    """The refusal of a step at the wrong state or the wrong time."""
    if thing.state not in thing.flow.sources(step):
        label = thing.current_state.label
        return NotNow(format_lazy(_("It now stands at “{state}”, where this can not be done."), state=label))
    if step.only_if is not None and not step.only_if(thing, now):
        return NotNow(step.only_if.reason)
    return None


def stale(thing: Flowing, version: int | None) -> Conflict | None:
    """The refusal of someone who looked at an older version."""
    return None if version is None or version == thing.version else Conflict(difference(thing, version))


def difference(thing: Flowing, seen_version: int) -> Difference:
    """What happened to the thing after ``seen_version``."""
    rows = Journal.objects.filter(noun=thing.noun, thing_id=thing.thing_id, version__gt=seen_version)
    steps = list(rows.order_by("seq"))
    last = steps[-1] if steps else None
    return Difference(
        seen_version=seen_version,
        version=thing.version,
        old=steps[0].old if steps else thing.state,
        new=thing.state,
        state_label=thing.current_state.label,
        who=last.actor_name if last else "",
        role=last.actor_role if last else "",
        when=last.at if last else None,
        steps=steps,
    )


def incomplete(thing: Flowing, step: Step, actor: Actor, answers: Mapping[str, Any]) -> Incomplete | None:
    """The refusal of a step that lacks what it asks for."""
    errors = {}
    for ask in step.asks:
        sentence = checks.problem(ask, answers.get(ask.name), thing, actor)
        if sentence:
            errors[ask.name] = sentence
    return Incomplete(errors) if errors else None


def journalled(step: Step, data: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that may stand in the journal: no private ones, no files."""
    hidden = {ask.name for ask in step.asks if ask.private or ask.kind == "photos"}
    return {name: value for name, value in data.items() if name not in hidden and not isinstance(value, File)}
