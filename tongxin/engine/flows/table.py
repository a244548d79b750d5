"""A life as a table: states, the steps between them, what a step asks for. Pure; no database.

A trade writes one ``flow.py`` with two lists, aligned so that they read like a table. See
docs/explanation/flows.md.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import ModuleType
from typing import Any, Literal

from tongxin.engine.flows.who import Who, system

KINDS = (
    "text", "long_text", "choice", "choices", "boolean", "datetime", "integer",
    "photos", "units", "category", "place",
)  # fmt: skip
STAYS = "="
ANY_OPEN = "*"


@dataclass(frozen=True)
class Condition:
    """When a step may be taken, beyond the state: ``when(thing, now)``; ``reason`` is said when it is not
    so.
    """

    test: Callable[[Any, datetime], bool]
    reason: object

    def __call__(self, thing: Any, now: datetime) -> bool:
        return self.test(thing, now)


def condition(reason: object) -> Callable[[Callable[[Any, datetime], bool]], Condition]:
    """Decorate ``test(thing, now) -> bool``; ``reason`` is the lazy sentence a person reads when it is
    false.
    """
    return lambda test: Condition(test, reason)


@dataclass(frozen=True)
class Ask:
    """One thing a step asks for; its name is the keyword the step's action receives it by.

    ``kind`` is one of KINDS. ``choices`` (for choice, choices, units, category, place) is a list of (value,
    label) pairs or a callable ``(thing, actor) -> pairs``. ``private`` answers are passed to the action but
    never reach the journal.
    """

    name: str
    label: object
    kind: str = "text"
    required: bool = True
    choices: Sequence[tuple[Any, object]] | Callable[[Any, Any], Sequence[tuple[Any, object]]] | None = None
    help: object = ""
    private: bool = False

    def offers(self, thing: Any, actor: Any) -> list[tuple[Any, object]] | None:
        """The (value, label) pairs to choose from, or None where anything may be answered."""
        if self.choices is None:
            return None
        return list(self.choices(thing, actor) if callable(self.choices) else self.choices)


@dataclass(frozen=True)
class State:
    """Where a thing can stand.

    ``turn``: who must act now. ``promise``: name of the dated promise rows whose clock runs here; the clock
    runs on through a following state with the same promise. Late: ``late_tells`` are told, or the system
    takes ``late_step``. ``terminal``: the life may end here. ``outcome``: how the outside counts it.
    ``aside``: a question asked on the way; when it is settled, the clock it interrupted runs on as if it had
    never stopped.
    """

    name: str
    label: object
    turn: Who | None = None
    promise: str | None = None
    late_tells: Sequence[Who] = ()
    late_step: str | None = None
    terminal: bool = False
    outcome: Literal["open", "closed"] = "open"
    aside: bool = False


@dataclass(frozen=True)
class Step:
    """A row of the table: from ``source`` (names, or ``*`` for every state that is not terminal) to
    ``target``.

    ``target`` is one state, ``=`` (stays), or empty with several in ``targets``: then the action says
    which. ``who`` may take it, ``only_if`` says when; ``asks`` what it needs; ``tells`` who is told.
    ``by_system`` steps are the machine's alone.
    """

    name: str
    label: object
    source: str
    target: str = ""
    who: Who = field(default_factory=system)
    asks: Sequence[Ask] = ()
    only_if: Condition | None = None
    tells: Sequence[Who] = ()
    by_system: bool = False
    targets: str = ""
    note: object = ""

    @property
    def ends(self) -> tuple[str, ...]:
        """Every state the step can lead to, ``=`` included."""
        return tuple((self.target + " " + self.targets).split())

    def ask(self, name: str) -> Ask | None:
        return next((ask for ask in self.asks if ask.name == name), None)


@dataclass(frozen=True)
class Flow:
    """The whole table. ``noun`` is the journal's name of the thing ("cases.case"); ``actions`` the dotted
    module that holds one function per step, ``action(thing, *, by, version=None, client_key="",
    now=None, <one per ask>)``.
    """

    name: str
    noun: str
    states: Sequence[State]
    steps: Sequence[Step]
    actions: str
    initial: str
    label: object = ""

    @cached_property
    def state_by_name(self) -> dict[str, State]:
        return {state.name: state for state in self.states}

    @cached_property
    def step_by_name(self) -> dict[str, Step]:
        return {step.name: step for step in self.steps}

    @cached_property
    def open_names(self) -> tuple[str, ...]:
        return tuple(state.name for state in self.states if not state.terminal)

    def state(self, name: str) -> State:
        return self.state_by_name[name]

    def step(self, name: str) -> Step:
        return self.step_by_name[name]

    def sources(self, step: Step) -> tuple[str, ...]:
        """The states the step can be taken from, ``*`` spelt out."""
        names = step.source.split()
        return tuple(dict.fromkeys(s for n in names for s in (self.open_names if n == ANY_OPEN else (n,))))

    def ends(self, step: Step, source: str) -> tuple[str, ...]:
        """The states the step can lead to from ``source``, ``=`` spelt out."""
        return tuple(dict.fromkeys(source if end == STAYS else end for end in step.ends))

    def steps_from(self, state: str) -> list[Step]:
        return [step for step in self.steps if state in self.sources(step)]

    @property
    def choices(self) -> list[tuple[str, object]]:
        """(name, label) of every state, for a model field or a filter."""
        return [(state.name, state.label) for state in self.states]

    def action_module(self) -> ModuleType:
        return importlib.import_module(self.actions)

    def action(self, step: str) -> Callable[..., Any]:
        """The function that carries out ``step``."""
        return getattr(self.action_module(), step)
