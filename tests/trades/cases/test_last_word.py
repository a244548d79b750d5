"""The resident has the last word; "closed" means solved for the resident, or says that nobody knows."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.refusals import Incomplete, NotNow, NotYours
from tongxin.engine.flows.sweep import sweep
from tongxin.trades.cases import actions
from tongxin.trades.cases.models import Verdict
from tongxin.trades.cases.storyline import story


def test_solved_and_satisfied_are_two_answers(walk):
    case = walk.case("verified")
    actions.verdict(case, by=walk.resident_of(case), solved="yes", satisfied="1", comment="太慢了")
    assert (case.state, case.solved, case.satisfied) == ("closed", True, 1)
    assert case.closed_at is not None


def test_not_solved_sends_it_back_to_work(walk):
    case = walk.case("verified")
    actions.verdict(case, by=walk.resident_of(case), solved=False)
    assert (case.state, case.solved, case.rounds, case.closed_at) == ("accepted", False, 1, None)


def test_not_solved_is_told_as_opened_again(walk):
    by_page, by_call = walk.case("verified"), walk.case("verified")
    actions.verdict(by_page, by=walk.resident_of(by_page), solved=False)
    actions.call_back(by_call, by=walk.desk, reached="yes", solved="no")
    last = [story(case, own=own)[-1].title for own in (True, False) for case in (by_page, by_call)]
    assert last == [
        "您说还没解决，已重新办理",
        "您在回访时说还没解决，已重新办理",
        "反映人说还没解决，已重新办理",
        "反映人在回访时说还没解决，已重新办理",
    ]


def test_a_call_that_reached_nobody_waits_and_then_lapses_without_a_claim(walk):
    case = walk.case("verified")
    actions.call_back(case, by=walk.desk, reached="no")
    actions.call_back(case, by=walk.desk, reached="no")
    assert (case.state, case.call_attempts) == ("unheard", 2)
    sweep(now=timezone.now() + timedelta(days=30))
    case.refresh_from_db()
    assert (case.state, case.solved, case.satisfied) == ("closed", None, None)
    row = Journal.objects.get(noun="cases.case", thing_id=str(case.pk), step="lapse")
    assert row.tells == ["the:reporter", "here:community_worker", "here:community_secretary"]


def test_a_case_nobody_called_about_does_not_lapse_but_is_late(walk):
    case = walk.case("verified")
    sweep(now=timezone.now() + timedelta(days=30))
    case.refresh_from_db()
    assert case.state == "verified"
    assert Journal.objects.filter(thing_id=str(case.pk), noun="cases.case", step="late").exists()


def test_without_a_contact_the_word_is_only_waited_for(walk):
    case = walk.anonymous()
    actions.accept(case, by=walk.desk, category=walk.category, urgency="normal")
    actions.handle(case, by=walk.desk)
    actions.report_done(case, by=walk.desk, note="已清理")
    assert case.state == "unheard"


def test_a_grid_worker_verifies_his_own_handling_a_secretary_of_the_grid_does_not(walk):
    by_worker, by_secretary = walk.case("handling"), walk.case("handling")
    actions.report_done(by_worker, by=walk.grid, note="好了")
    actions.report_done(by_secretary, by=walk.cast.actor(walk.cast.a.grid_secretary), note="好了")
    assert (by_worker.state, by_secretary.state) == ("verified", "answered")


def test_what_was_answered_on_the_telephone_counts_as_the_residents_word(walk):
    case = walk.case("verified")
    heard = actions.call_back(case, by=walk.desk, reached="yes", solved="yes", satisfied=4)
    assert (case.state, case.solved, case.satisfied, heard.asked) == ("closed", True, 4, True)


@pytest.mark.parametrize("answer", [{"reached": "yes"}, {"reached": "no", "solved": "yes"}])
def test_a_call_back_that_contradicts_itself_is_refused(walk, answer):
    case = walk.case("verified")
    with pytest.raises(Incomplete):
        actions.call_back(case, by=walk.desk, **answer)
    assert Verdict.objects.count() == 0


def test_the_last_word_can_come_within_14_days_of_a_lapse_and_not_later(walk):
    case = walk.case("unheard")
    sweep(now=timezone.now() + timedelta(days=30))
    case.refresh_from_db()
    resident = walk.resident_of(case)
    with pytest.raises(NotNow):
        actions.verdict(case, by=resident, solved="no", now=case.state_since + timedelta(days=15))
    actions.verdict(case, by=resident, solved="no", now=case.state_since + timedelta(days=13))
    assert case.state == "accepted"


def test_a_word_once_given_is_not_given_again_but_the_case_can_be_reopened(walk):
    case = walk.case("closed")
    resident = walk.resident_of(case)
    with pytest.raises(NotNow):
        actions.verdict(case, by=resident, solved="no")
    actions.reopen(case, by=resident, reason="又坏了，打13812345678")
    assert (case.state, case.solved, case.rounds) == ("accepted", None, 1)
    row = Journal.objects.filter(noun="cases.case", thing_id=str(case.pk)).order_by("-seq").first()
    assert "13812345678" not in str(row.data) + row.note


def test_reopening_has_14_days_for_the_resident_and_none_for_the_street(walk):
    case = walk.case("closed")
    late = case.state_since + timedelta(days=14, minutes=1)
    with pytest.raises(NotNow):
        actions.reopen(case, by=walk.resident_of(case), reason="又坏了", now=late)
    with pytest.raises(NotYours):
        actions.reopen_by_street(case, by=walk.desk, reason="抽查")
    actions.reopen_by_street(case, by=walk.leader, reason="抽查发现没修好", now=late)
    assert case.state == "accepted"


def test_a_declined_case_goes_back_to_the_desk_when_reopened(walk):
    case = walk.case("not_accepted")
    actions.reopen(case, by=walk.resident_of(case), reason="这就是社区的事")
    assert case.state == "reported"


def test_answers_are_only_added(walk):
    walk.case("closed")
    for write in (lambda: Verdict.objects.update(satisfied=4), lambda: Verdict.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_urging_is_heard_once_a_day(walk):
    with time_machine.travel("2026-06-01 23:00+08:00", tick=False) as clock:
        case = walk.case("accepted")
        resident = walk.resident_of(case)
        actions.urge(case, by=resident)
        with pytest.raises(NotNow):
            actions.urge(case, by=resident)
        clock.move_to("2026-06-02 08:00+08:00")
        actions.urge(case, by=resident)
