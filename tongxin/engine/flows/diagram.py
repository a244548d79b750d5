"""The table drawn: a state diagram and a permission table, for the docs. Generated, never edited."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import translation

from tongxin.engine.flows.table import Flow, Step
from tongxin.engine.flows.who import Who


def mermaid(flow: Flow) -> str:
    """The flow as a mermaid ``stateDiagram-v2``. Steps that stay are left to the table."""
    with translation.override("en"):
        lines = ["stateDiagram-v2"]
        lines += [f"    {state.name}: {state.label}" for state in flow.states]
        lines.append(f"    [*] --> {flow.initial}")
        for state in flow.states:
            for step in flow.steps_from(state.name):
                lines += [
                    f"    {state.name} --> {end}: {step.name}"
                    for end in flow.ends(step, state.name)
                    if end != state.name
                ]
        lines += [f"    {state.name} --> [*]" for state in flow.states if state.terminal]
    return "\n".join(lines) + "\n"


def page(flow: Flow) -> str:
    """The reference page of a flow, in English markdown: diagram, states, steps with who may."""
    with translation.override("en"):
        parts = [
            f"# Flow `{flow.name}`",
            "Generated from the table by `tongxin flows --write docs/reference/flows`; do not edit.",
            f"```mermaid\n{mermaid(flow)}```",
            "## States",
            _table(
                ["State", "In words", "Whose turn", "Promise", "When late", "Counts as"],
                (
                    [
                        f"`{state.name}`",
                        state.label,
                        state.turn.words if state.turn else "",
                        state.promise and f"`{state.promise}`",
                        _late(state.late_tells, state.late_step),
                        state.outcome + (", may end" if state.terminal else ""),
                    ]
                    for state in flow.states
                ),
            ),
            "## Steps",
            _table(
                ["Step", "In words", "From", "To", "Who may", "Asks", "Only if", "Tells"],
                (_step_row(flow, step) for step in flow.steps),
            ),
        ]
    return "\n\n".join(parts)


def _step_row(flow: Flow, step: Step) -> list[object]:
    return [
        f"`{step.name}`",
        step.label,
        ", ".join(flow.sources(step)),
        ", ".join("stays" if end == "=" else end for end in step.ends),
        "the system" if step.by_system else step.who.words,
        ", ".join(f"{ask.label}{'' if ask.required else ' (optional)'}" for ask in step.asks),
        step.only_if.reason if step.only_if else "",
        "; ".join(str(who.words) for who in step.tells),
    ]


def _late(tells: Iterable[Who], step: str | None) -> str:
    told = [f"tell {who.words}" for who in tells]
    return "; ".join([*told, *([f"the system takes `{step}`"] if step else [])])


def _table(heads: list[str], rows: Iterable[list[object]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for row in rows:
        lines.append("| " + " | ".join(_cell(value) for value in row) + " |")
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    return str(value or "").replace("|", "\\|").replace("\n", " ")
