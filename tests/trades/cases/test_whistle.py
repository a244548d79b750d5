"""The whistle: one lead, all answer, nobody passes the parcel twice, the clock counts on."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from tongxin.engine.flows import selectors as flows
from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.refusals import Incomplete, NotNow, NotYours
from tongxin.engine.flows.sweep import sweep
from tongxin.trades.cases import actions
from tongxin.trades.cases.models import Case, Summons


def test_the_first_unit_leads_and_a_later_one_joins_it(walk):
    case = walk.case("whistled")
    actions.whistle(case, by=walk.desk, units=[walk.cast.a.squad], note="请一起到场")
    assert [(s.organization, s.lead) for s in case.open_summonses()] == [
        (walk.cast.a.property_company, True),
        (walk.cast.a.housing, False),
        (walk.cast.a.squad, False),
    ]


def test_a_unit_is_summoned_once_and_only_where_it_serves(walk):
    case = walk.case("whistled")
    for units in ([walk.cast.a.housing], [walk.cast.a.squad] * 2, [walk.cast.b.squad], []):
        with pytest.raises(Incomplete) as refused:
            actions.whistle(case, by=walk.desk, units=units, note="请处理")
        assert list(refused.value.errors) == ["units"]
    assert case.summonses.count() == 2


def test_the_case_waits_for_every_unit(walk):
    case = walk.case("whistled")
    first, second = case.open_summonses()
    actions.sign_in(first, by=walk.property)
    actions.answer(first, by=walk.property, note="已清")
    case.refresh_from_db()
    assert case.state == "whistled"
    actions.call_off(second, by=walk.desk, reason="不需要了")
    case.refresh_from_db()
    assert case.state == "answered"


def test_when_the_last_unit_is_called_off_the_desk_decides_again(walk):
    case = walk.case("whistled")
    for summons in case.open_summonses():
        actions.call_off(summons, by=walk.desk, reason="报错了")
    case.refresh_from_db()
    assert case.state == "accepted"
    actions.whistle(case, by=walk.desk, units=[walk.cast.a.property_company], note="还是要处理")
    assert [s.lead for s in case.open_summonses()] == [True]


@pytest.mark.parametrize(
    ("urgency", "limit"), [("emergency", timedelta(minutes=30)), ("normal", None), ("urgent", None)]
)
def test_a_unit_signs_in_within_the_promise_of_the_urgency(walk, urgency, limit):
    case = walk.case("accepted")
    actions.reclassify(case, by=walk.desk, category=walk.category, urgency=urgency)
    summons = actions.whistle(case, by=walk.desk, units=[walk.cast.a.squad], note="请处理")[0]
    promise = flows.clock_of(summons).promise
    expected = {
        "emergency": ("0.5", "urgent_hour"),
        "urgent": ("2", "work_hour"),
        "normal": ("1", "work_day"),
    }
    amount, unit = expected[urgency]
    assert (str(promise.amount.normalize()), promise.unit) == (amount, unit)
    assert limit is None or summons.due_at - summons.issued_at == limit


def test_a_late_unit_is_told_to_itself_and_the_desk(walk):
    summons = walk.summons("issued")
    sweep(now=timezone.now() + timedelta(days=30))
    late = Journal.objects.get(noun="cases.summons", thing_id=str(summons.pk), step="late")
    assert late.tells == ["here:community_worker", "here:community_secretary", "the:unit"]


def test_the_first_return_is_the_communitys_and_passes_the_lead_on(walk):
    summons = walk.summons("disputed")
    passed_on = actions.uphold(summons, by=walk.desk)
    case = Case.objects.get(pk=summons.case_id)
    assert (case.returns, case.hops) == (1, 1)
    assert (passed_on.organization, passed_on.lead, passed_on.hop) == (walk.cast.a.squad, True, 1)
    assert passed_on.moved_from == summons
    with pytest.raises(NotYours):
        actions.sign_in(summons, by=walk.squad)


def test_the_second_return_of_a_case_is_the_streets_even_by_another_unit(walk):
    case = walk.case("whistled")
    first, second = case.open_summonses()
    actions.reject(walk.returned(first), by=walk.desk, reason="合同里写明")
    walk.returned(second, by=walk.housing)
    assert second.state == "at_street"
    with pytest.raises(NotYours):
        actions.decide_keep(second, by=walk.desk, reason="社区说了不算")
    kept = actions.decide_keep(second, by=walk.leader, reason="住建牵头")
    assert (kept.state, kept.final) == ("issued", True)
    with pytest.raises(NotNow):
        walk.returned(kept, by=walk.housing)


def test_whom_the_street_names_can_not_return_it(walk):
    passed_on = actions.decide_release(
        walk.summons("at_street"), by=walk.street, unit=walk.cast.a.police_post, reason="归口公安"
    )
    assert (passed_on.organization, passed_on.final, passed_on.hop) == (walk.cast.a.police_post, True, 2)
    assert Case.objects.get(pk=passed_on.case_id).hops == 2


def test_a_rejected_return_has_won_no_time(walk):
    with time_machine.travel("2026-06-01 09:00+08:00", tick=False) as clock:
        summons = walk.summons("signed_in")
        due = summons.due_at
        clock.move_to("2026-06-02 09:00+08:00")
        walk.returned(summons)
        assert flows.clock_of(summons).name == "settle"
        clock.move_to("2026-06-03 09:00+08:00")
        actions.reject(summons, by=walk.desk, reason="合同里写明")
        assert (summons.state, summons.due_at) == ("signed_in", due)
        assert [row.name for row in flows.clocks_of(summons)] == ["sign_in", "answer", "settle"]


def test_a_return_needs_a_listed_ground_another_owner_and_its_time(walk):
    summons = walk.summons("signed_in")
    with pytest.raises(Incomplete):
        actions.dispute(
            summons, by=walk.property, ground="too_much_work", proposed=walk.cast.a.squad, reason="忙"
        )
    with pytest.raises(Incomplete):
        walk.returned(summons, proposed=walk.cast.a.property_company)
    with time_machine.travel(summons.dispute_until + timedelta(minutes=1)), pytest.raises(NotNow):
        walk.returned(summons)


def test_the_proposed_unit_that_works_on_it_already_is_not_summoned_twice(walk):
    summons = walk.returned(walk.summons("signed_in"), proposed=walk.cast.a.housing)
    with pytest.raises(Incomplete):
        actions.uphold(summons, by=walk.desk)
    summons.refresh_from_db()
    assert summons.state == "disputed"


def test_send_back_names_units_and_only_they_do_it_again(walk):
    case = walk.case("answered")
    first, second = case.answered_summonses()
    actions.send_back(case, by=walk.desk, reason="没清干净", summonses=[first.pk])
    states = dict(Summons.objects.filter(case=case).values_list("pk", "state"))
    assert (case.state, states[first.pk], states[second.pk]) == ("whistled", "signed_in", "answered")
    first.refresh_from_db()
    actions.answer(first, by=walk.property, note="重新清理了")
    case.refresh_from_db()
    assert case.state == "answered"


def test_after_not_solved_the_same_unit_can_be_summoned_again(walk):
    case = walk.case("verified")
    actions.verdict(case, by=walk.resident_of(case), solved="no", satisfied=1)
    actions.whistle(case, by=walk.desk, units=[walk.cast.a.property_company], note="再去一次")
    assert (case.state, [s.lead for s in case.open_summonses()]) == ("whistled", [True])


def test_a_withdrawn_case_calls_its_units_off(walk):
    case = walk.case("whistled")
    actions.withdraw(case, by=walk.resident_of(case), reason="自己解决了")
    assert {s.state for s in case.summonses.all()} == {"cancelled"}


def test_the_database_itself_refuses_two_leads(walk):
    case = walk.case("whistled")
    with pytest.raises(IntegrityError), transaction.atomic():
        Summons.objects.filter(case=case).update(lead=True)
