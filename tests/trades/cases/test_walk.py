"""Every state can be reached, and says what it should."""

import pytest

from tongxin.engine.flows import selectors as flows
from tongxin.trades.cases.flow import CASE
from tongxin.trades.cases.flow_summons import SUMMONS


@pytest.mark.parametrize("state", [state.name for state in CASE.states])
def test_every_state_of_a_case_is_reached_by_walking(walk, state):
    case = walk.case(state)
    assert case.state == state
    assert case.is_open == (CASE.state(state).outcome == "open")
    assert (case.due_at is not None) == (CASE.state(state).promise is not None)
    assert list(flows.verify("cases.case")) == []


@pytest.mark.parametrize("state", [state.name for state in SUMMONS.states])
def test_every_state_of_a_summons_is_reached_by_walking(walk, state):
    summons = walk.summons(state)
    summons.refresh_from_db()
    assert summons.state == state
    assert summons.lively == (SUMMONS.state(state).outcome == "open")
    assert list(flows.verify("cases.summons")) == []
