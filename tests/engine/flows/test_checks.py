"""A wrong table fails at start: each fault by its own code."""

from dataclasses import replace

import pytest
from django.core.checks import run_checks

from tests.engine.flows.errands.flow import FLOW, STATES, STEPS
from tests.engine.flows.errands.models import Errand
from tongxin.engine.flows import registry
from tongxin.engine.flows.checks import check, check_model
from tongxin.engine.flows.table import Ask, State, Step
from tongxin.engine.flows.who import here, the

DESK = here("community_worker")


def codes(flow):
    return sorted({fault.id.partition(".")[2] for fault in check(flow)})


def with_steps(*steps, without=()):
    kept = [step for step in STEPS if step.name not in without]
    return replace(FLOW, steps=[*kept, *steps])


def with_states(*states, without=()):
    return replace(FLOW, states=[*(s for s in STATES if s.name not in without), *states])


def changed_state(name, **facts):
    return replace(FLOW, states=[replace(s, **facts) if s.name == name else s for s in STATES])


def changed_step(name, **facts):
    return replace(FLOW, steps=[replace(s, **facts) if s.name == name else s for s in STEPS])


WRONG = {
    "state declared twice": (with_states(STATES[0]), ["E01"]),
    "step declared twice": (with_steps(STEPS[0]), ["E01"]),
    "begins nowhere": (replace(FLOW, initial="lost"), ["E02"]),
    "leads nowhere": (changed_step("take", target="lost"), ["E02"]),
    "comes from nowhere": (changed_step("take", source="lost"), ["E02"]),
    "has no target": (changed_step("take", target=""), ["E03"]),
    "unreachable": (with_states(State("lonely", "Lonely", terminal=True)), ["E04"]),
    "nobody can leave": (
        replace(
            FLOW,
            states=[*STATES, State("stuck", "Stuck")],
            steps=[
                *(replace(s, source="asked") if s.name in ("drop", "remark") else s for s in STEPS),
                Step("finish", "Finish", "doing", who=DESK, targets="done asked stuck"),
            ],
        ),
        ["E01", "E05"],
    ),
    "a promise that is nobody's turn": (changed_state("asked", turn=None), ["E06"]),
    "a promise nobody hears of": (changed_state("asked", late_tells=[]), ["E07"]),
    "late step unknown": (changed_state("doing", late_step="vanish"), ["E08"]),
    "late step of a person": (changed_state("doing", late_step="drop"), ["E08"]),
    "late step that stays": (changed_step("lapse", target="="), ["E08"]),
    "late step from elsewhere": (changed_step("lapse", source="doing"), ["E08"]),
    "asked twice": (changed_step("drop", asks=[Ask("reason", "R"), Ask("reason", "R")]), ["E09"]),
    "unknown kind": (changed_step("drop", asks=[Ask("reason", "R", "smell")]), ["E10"]),
    "nothing to choose": (changed_step("drop", asks=[Ask("reason", "R", "choice")]), ["E11"]),
    "the system is asked": (changed_step("lapse", asks=[Ask("reason", "R")]), ["E11"]),
    "unknown role": (changed_step("drop", who=here("king")), ["E12"]),
    "named without words": (changed_step("drop", who=the("helper")), ["E13"]),
    "no actions": (replace(FLOW, actions="tests.engine.flows.nowhere"), ["E14"]),
    "step without action": (with_steps(Step("fly", "Fly", "asked", "=", who=DESK)), ["E15"]),
    "action that is not asked for": (
        changed_step("go_on", asks=[Ask("weather", "Weather")]),
        ["E16"],
    ),
}


def test_a_sound_table_passes():
    assert check(FLOW) == []
    assert check_model(FLOW, Errand) == []


@pytest.mark.parametrize(("flow", "expected"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_table_is_named(flow, expected):
    assert codes(flow) == expected


def test_a_model_without_index_and_constraint_is_named(monkeypatch):
    monkeypatch.setattr(Errand._meta, "indexes", [])
    monkeypatch.setattr(Errand._meta, "constraints", [])
    other = replace(FLOW, label="another")
    assert [fault.id for fault in check_model(other, Errand)] == ["flows.E20", "flows.E21", "flows.E22"]


def test_registered_tables_are_checked_at_start(monkeypatch):
    wrong = replace(FLOW, initial="lost")
    monkeypatch.setitem(registry._flows, FLOW.noun, wrong)
    assert "flows.E02" in {message.id for message in run_checks(tags=["flows"])}
