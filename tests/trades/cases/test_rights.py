"""Who may take which step in which state: the whole table against a list written by hand, for every person
of the cast.
"""

import pytest

from tests.trades.cases.walking import Walk
from tongxin.engine.flows import selectors as flows
from tongxin.engine.flows.actions import taking
from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.refusals import NotYours, Refused
from tongxin.trades.cases import actions
from tongxin.trades.cases.flow import CASE
from tongxin.trades.cases.flow_summons import SUMMONS

DESK = {"a.community_worker", "a.community_secretary"}
DESKS = DESK | {"a.street_desk"}
FIELD = DESKS | {"a.grid_worker", "a.grid_secretary"}
VERIFIERS = DESKS | {"a.grid_worker"}
SECOND = {"a.street_desk", "a.street_leader"}
ABOVE = SECOND | {"a.zone_leader", "b.zone_leader"}
REPORTER = {"reporter"}
NOBODY_HUMAN = set()
UNIT = {"a.property_staff", "a.property_supervisor", "link"}

CASE_STEPS = {
    "accept": DESKS,
    "decline": DESKS,
    "reclassify": DESKS,
    "relocate": DESKS,
    "merge": DESKS,
    "unmerge": DESKS,
    "split": DESKS,
    "publish": DESKS,
    "handle": FIELD,
    "whistle": DESKS,
    "progress": FIELD,
    "report_done": FIELD,
    "all_answered": NOBODY_HUMAN,
    "none_left": NOBODY_HUMAN,
    "part_over": NOBODY_HUMAN,
    "verify": VERIFIERS,
    "send_back": VERIFIERS,
    "call_back": DESKS,
    "verdict": REPORTER,
    "lapse": NOBODY_HUMAN,
    "reopen": REPORTER,
    "reopen_by_street": ABOVE,
    "join": REPORTER,
    "withdraw": REPORTER,
    "supply": REPORTER | FIELD,
    "note": FIELD | {"a.street_leader"},
    "urge": REPORTER,
    "ask_copy": REPORTER,
    "supervise": ABOVE,
    "pause": DESKS,
    "resume": DESKS,
    "ask_extension": DESK,
    "grant_extension": ABOVE,
    "refuse_extension": ABOVE,
    "propose_exclusion": DESKS,
    "confirm_exclusion": SECOND,
    "refuse_exclusion": SECOND,
}
SUMMONS_STEPS = {
    "sign_in": UNIT,
    "arrive": UNIT,
    "unit_progress": UNIT,
    "answer": UNIT,
    "dispute": UNIT,
    "uphold": DESKS,
    "reject": DESKS,
    "decide_release": SECOND,
    "decide_keep": SECOND,
    "redo": DESKS,
    "settle_answer": NOBODY_HUMAN,
    "call_off": DESKS,
    "fall_away": NOBODY_HUMAN,
    "urge_unit": DESKS | ABOVE,
    "ask_more_time": UNIT,
    "grant_more_time": DESKS,
    "refuse_more_time": DESKS,
}
BY_SYSTEM = {"all_answered", "none_left", "part_over", "lapse", "settle_answer", "fall_away"}
# Needs something that was not done on the way to the state.
NOT_YET = {"resume", "grant_extension", "refuse_extension", "confirm_exclusion", "refuse_exclusion"}
NOT_YET |= {"grant_more_time", "refuse_more_time"}


def allowed(flow, thing, people):
    return {
        (step.name, name)
        for step in flow.steps
        for name, actor in people.items()
        if flows.may(thing, step.name, actor)
    }


def expected(flow, matrix, state, skipped=frozenset()):
    return {
        (step.name, name)
        for step in flow.steps
        if state in flow.sources(step) and step.name not in skipped
        for name in matrix[step.name] | ({"system"} if step.name in BY_SYSTEM else set())
    }


def test_every_step_of_both_tables_has_its_row_here():
    assert CASE_STEPS.keys() == CASE.step_by_name.keys()
    assert SUMMONS_STEPS.keys() == SUMMONS.step_by_name.keys()


def test_case_every_state_step_and_person(walk: Walk):
    for state in CASE.state_by_name:
        case = walk.case(state)
        skipped = NOT_YET | ({"verdict"} if state == "closed" else set())
        found = allowed(CASE, case, walk.people(case))
        assert found == expected(CASE, CASE_STEPS, state, skipped), state


def test_case_once_paused_asked_and_proposed_the_other_steps_open(walk: Walk):
    case = walk.case("whistled")
    actions.pause(case, by=walk.desk, waiting_for="resident", reason="等居民回家")
    actions.ask_extension(case, by=walk.desk, days=3, reason="等配件")
    found = allowed(CASE, case, walk.people(case))
    assert found == expected(CASE, CASE_STEPS, "whistled", {"pause", "ask_extension"})
    case = walk.case("closed")
    actions.propose_exclusion(case, by=walk.street, ground="court", evidence="案号")
    found = allowed(CASE, case, walk.people(case))
    by_another = expected(CASE, CASE_STEPS, "closed", {"propose_exclusion", "verdict"})
    by_proposer = {(step, "a.street_desk") for step in ("confirm_exclusion", "refuse_exclusion")}
    assert found == by_another - by_proposer


def test_summons_every_state_step_and_person(walk: Walk):
    for state in SUMMONS.state_by_name:
        summons = walk.summons(state)
        # At the street it is the squad's, to which the first unit's whistle was passed on.
        unit = {"a.squad_staff", "a.enforcement_officer", "link"} if state == "at_street" else UNIT
        matrix = {step: unit if who is UNIT else who for step, who in SUMMONS_STEPS.items()}
        found = allowed(SUMMONS, summons, walk.people(summons.case, summons))
        assert found == expected(SUMMONS, matrix, state, NOT_YET), state


def test_a_returned_summons_that_the_street_has_kept_can_not_be_returned_again(walk: Walk):
    kept = actions.decide_keep(walk.summons("at_street"), by=walk.leader, reason="占道属执法")
    people = walk.people(kept.case, kept)
    assert {name for step, name in allowed(SUMMONS, kept, people) if step == "dispute"} == set()


@pytest.mark.parametrize("flow", [CASE, SUMMONS], ids=["case", "summons"])
def test_a_neighbour_street_is_refused_everywhere_and_nothing_changes(walk: Walk, flow):
    stranger = walk.cast.actor(walk.cast.b.community_worker)
    for state in flow.state_by_name:
        thing = walk.case(state) if flow is CASE else walk.summons(state)
        thing.refresh_from_db()
        before = (thing.version, thing.state, Journal.objects.count())
        for step in flow.steps:
            with pytest.raises(Refused) as refused, taking(thing, step.name, by=stranger):
                raise AssertionError("taken")
            assert isinstance(refused.value, NotYours)
            assert str(refused.value)
        thing.refresh_from_db()
        assert (thing.version, thing.state, Journal.objects.count()) == before
