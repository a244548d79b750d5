"""A wrong table fails at start: what a flow must be, said as Django system checks."""

from __future__ import annotations

import importlib
import inspect
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from tongxin.engine.flows import registry
from tongxin.engine.flows.table import ANY_OPEN, KINDS, STAYS, Flow, Step
from tongxin.engine.flows.who import The, Who
from tongxin.ground.posts.roles import ROLES

LISTED_KINDS = frozenset({"choice", "choices"})


@register("flows")
def check_registered(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Every registered flow and its model, at start and in ``manage.py check``."""
    found = []
    for flow in registry.flows():
        found += check(flow) + check_model(flow, registry.model_of(flow.noun))
    return found


def check(flow: Flow) -> list[CheckMessage]:
    """What is wrong with a table; empty when it is sound."""
    return [
        Error(f"Flow {flow.name!r}: {words}.", hint=hint, obj=flow.actions, id=f"flows.{code}")
        for code, words, hint in _faults(flow)
    ]


def check_model(flow: Flow, model: Any) -> list[CheckMessage]:
    """Whether the model declares what the sweep and the database need."""
    found = []
    if getattr(model, "flow", None) != flow:
        found.append(Error(f"{model.__name__}.flow is not the registered flow.", obj=model, id="flows.E20"))
    if not any(index.fields == ["wake_at"] and index.condition for index in model._meta.indexes):
        hint = f'Add wake_index("{flow.name}") to Meta.indexes.'
        found.append(Error("The sweep would read every row.", hint=hint, obj=model, id="flows.E21"))
    if not any(rule.name == f"{flow.name}_state_declared" for rule in model._meta.constraints):
        hint = "Add state_check(FLOW) to Meta.constraints."
        found.append(Error("The database would take any state.", hint=hint, obj=model, id="flows.E22"))
    return found


Fault = tuple[str, str, str]


def _faults(flow: Flow) -> Iterator[Fault]:
    yield from _twice("state", [state.name for state in flow.states], "E01")
    yield from _twice("step", [step.name for step in flow.steps], "E01")
    undeclared = list(_undeclared(flow))
    yield from undeclared
    if not undeclared:
        yield from _paths(flow)
    yield from _promises(flow)
    for step in flow.steps:
        yield from _asks(step)
    yield from _people(flow)
    yield from _actions(flow)


def _twice(what: str, names: Iterable[str], code: str) -> Iterator[Fault]:
    for name, count in Counter(names).items():
        if count > 1:
            yield code, f"{what} {name!r} is declared {count} times", "Names are unique."


def _undeclared(flow: Flow) -> Iterator[Fault]:
    known = set(flow.state_by_name)
    if flow.initial not in known:
        yield "E02", f"it begins in an undeclared state {flow.initial!r}", ""
    for step in flow.steps:
        for name in (*step.source.split(), *step.ends):
            if name not in known | {ANY_OPEN, STAYS}:
                yield "E02", f"step {step.name!r} names an undeclared state {name!r}", ""
        if not step.source.split() or not step.ends:
            yield "E03", f"step {step.name!r} has no source or no target", 'Use target="=" to stay.'


def _paths(flow: Flow) -> Iterator[Fault]:
    reached, waiting = set(), [flow.initial]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += [end for step in flow.steps_from(state) for end in flow.ends(step, state)]
    for state in flow.states:
        if state.name not in reached:
            yield "E04", f"state {state.name!r} cannot be reached from {flow.initial!r}", "Add a step to it."
        leaves = any(set(flow.ends(step, state.name)) - {state.name} for step in flow.steps_from(state.name))
        if not leaves and not state.terminal:
            yield "E05", f"nobody can leave state {state.name!r}", "Add a step, or say terminal=True."


def _promises(flow: Flow) -> Iterator[Fault]:
    for state in flow.states:
        if state.promise and state.turn is None:
            yield (
                "E06",
                f"state {state.name!r} promises {state.promise!r}, but it is nobody's turn",
                "Set turn.",
            )
        if state.promise and not state.late_tells and not state.late_step:
            hint = "Set late_tells or late_step."
            yield "E07", f"when {state.promise!r} is broken in {state.name!r}, nobody hears of it", hint
        if state.late_step:
            yield from _late_step(flow, state.name, state.late_step)


def _late_step(flow: Flow, state: str, name: str) -> Iterator[Fault]:
    step = flow.step_by_name.get(name)
    if step is None or not step.by_system:
        yield "E08", f"late step {name!r} of state {state!r} is no step by the system", "Set by_system=True."
    elif state not in flow.sources(step) or len(step.ends) != 1 or flow.ends(step, state) == (state,):
        yield "E08", f"late step {name!r} does not lead out of state {state!r} to one other", ""


def _asks(step: Step) -> Iterator[Fault]:
    yield from _twice(f"step {step.name!r}: ask", [ask.name for ask in step.asks], "E09")
    for ask in step.asks:
        if ask.kind not in KINDS:
            yield "E10", f"step {step.name!r} asks for an unknown kind {ask.kind!r}", f"One of {KINDS}."
        if ask.kind in LISTED_KINDS and ask.choices is None:
            yield "E11", f"step {step.name!r}: ask {ask.name!r} has nothing to choose from", "Give choices."
    if step.by_system and any(ask.required for ask in step.asks):
        yield "E11", f"step {step.name!r} is the system's and cannot be asked anything", ""


def _people(flow: Flow) -> Iterator[Fault]:
    named = [
        *(state.turn for state in flow.states),
        *(who for state in flow.states for who in state.late_tells),
    ]
    named += [step.who for step in flow.steps] + [who for step in flow.steps for who in step.tells]
    parts = {part for who in named if isinstance(who, Who) for part in who}
    for role in sorted({role for part in parts for role in getattr(part, "roles", ())} - set(ROLES)):
        yield "E12", f"unknown role {role!r}", "See tongxin/ground/posts/roles.py."
    for part in parts:
        if isinstance(part, The) and not part.phrase:
            hint = f'the("{part.names[0]}", words=_("…"))'
            yield "E13", f"the({', '.join(part.names)}) has no words to say whom to ask", hint


def _actions(flow: Flow) -> Iterator[Fault]:
    try:
        module = importlib.import_module(flow.actions)
    except ImportError as error:
        yield "E14", f"its actions {flow.actions!r} cannot be imported: {error}", ""
        return
    for step in flow.steps:
        action = getattr(module, step.name, None)
        if not callable(action):
            yield "E15", f"step {step.name!r} has no action", f"Write {flow.actions}.{step.name}()."
        else:
            yield from _signature(step, action)


def _signature(step: Step, action: Any) -> Iterator[Fault]:
    """The step page and the sweep call every action alike."""
    parameters = inspect.signature(action).parameters
    if any(each.kind is each.VAR_KEYWORD for each in parameters.values()):
        return
    wanted = (
        ["by", "now"] if step.by_system else ["by", "version", "client_key", *(ask.name for ask in step.asks)]
    )
    missing = [name for name in wanted if name not in parameters]
    if missing:
        hint = f"def {step.name}(thing, *, {', '.join(wanted)})"
        yield "E16", f"the action of step {step.name!r} does not take {', '.join(missing)}", hint
