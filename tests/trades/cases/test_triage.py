"""The desk puts things right: places, duplicates, children, what everybody may read, time, and the rates."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tongxin.engine.flows import selectors as flows
from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.refusals import Conflict, Incomplete, NotNow, NotYours
from tongxin.engine.notices.actions import telling
from tongxin.engine.notices.models import Notice
from tongxin.ground.people.refusals import Invalid
from tongxin.trades.cases import actions
from tongxin.trades.cases.links import LinkRefused, open_link, token_for
from tongxin.trades.cases.models import Case, Exclusion
from tongxin.trades.cases.promised import promise_line
from tongxin.trades.cases.selectors import follow, may_read, outcomes, reporter_line, text_for, who_looked


def test_a_duplicate_keeps_its_number_which_leads_on(walk):
    master = walk.report()
    told = actions.report(
        place=walk.cast.a.door,
        text="又占了",
        by=walk.desk,
        channel="phone",
        contact=actions.Contact(phone="13900001111"),
    )
    actions.merge(told.case, by=walk.desk, into=master.number)
    followed = follow(told.case.number, told.query_code)
    assert (followed.case, followed.goes_on, followed.is_joined) == (told.case, master, True)
    assert master.recipients("reporter") == [master.reporter, told.case.reporter]
    actions.unmerge(told.case, by=walk.desk, reason="不是一件事")
    assert (told.case.state, told.case.duplicate_of) == ("reported", None)


def test_joining_a_master_takes_its_duplicates_along(walk):
    first, second, third = walk.report(), walk.report(), walk.report()
    actions.merge(first, by=walk.desk, into=second.number)
    actions.merge(second, by=walk.desk, into=third.number)
    fourth = actions.merge(walk.report(), by=walk.desk, into=first.number)
    first.refresh_from_db()
    assert first.duplicate_of == fourth.duplicate_of == third


def test_a_case_joins_neither_itself_nor_one_of_another_street(walk):
    case, foreign = walk.report(), walk.report(place=walk.cast.b.door)
    for into in (case.number, foreign.number, "123", ""):
        with pytest.raises(Incomplete):
            actions.merge(case, by=walk.desk, into=into)
    assert Case.objects.get(pk=case.pk).state == "reported"


def test_children_hold_their_parent_open(walk):
    case = walk.case("handling")
    children = actions.split(case, by=walk.desk, texts="路灯坏\n\n 护栏坏 ")
    assert [child.text for child in children] == ["路灯坏", "护栏坏"]
    assert {child.parent_id for child in children} == {case.pk}
    with pytest.raises(NotNow, match=r"没办完|Parts of it"):
        actions.report_done(case, by=walk.desk, note="好了")
    for child in children:
        actions.decline(child, by=walk.desk, reason="重复")
    case.refresh_from_db()
    actions.report_done(case, by=walk.desk, note="好了")
    with pytest.raises(Incomplete):
        actions.split(walk.case("accepted"), by=walk.desk, texts="只有一行")


def test_the_parents_desk_is_told_of_every_part_that_is_over(walk):
    case = walk.case("handling")
    taken_back, solved = actions.split(case, by=walk.desk, texts="路灯坏\n护栏坏")
    actions.supply(taken_back, by=walk.grid, text="已经不闪了")
    actions.withdraw(taken_back, by=walk.resident_of(taken_back))
    actions.accept(solved, by=walk.desk, category=walk.category, urgency="normal")
    actions.handle(solved, by=walk.grid)
    actions.report_done(solved, by=walk.grid, note="已修好")
    actions.call_back(solved, by=walk.desk, reached="yes", solved="no")
    assert parts_over(case) == [(taken_back.number, "withdrawn")]
    actions.handle(solved, by=walk.grid)
    actions.report_done(solved, by=walk.grid, note="已修好")
    actions.call_back(solved, by=walk.desk, reached="yes", solved="yes")
    assert parts_over(case) == [(taken_back.number, "withdrawn"), (solved.number, "closed")]
    rows = [row for row in flows.timeline(case) if row.step == "part_over"]
    assert {tuple(row.tells) for row in rows} == {("here:community_worker", "here:community_secretary")}
    assert [telling.tell(row.pk) for row in rows] == [2, 2]
    told = Notice.objects.filter(key="case.part_over", recipient_account=walk.cast.a.community_worker)
    assert [case.number in notice.body for notice in told] == [True, True]


def parts_over(case: Case) -> list[tuple[str, str]]:
    rows = [row for row in flows.timeline(case) if row.step == "part_over"]
    return [(row.data["part"], row.data["state"]) for row in rows]


def test_a_relocated_case_is_the_other_desks(walk):
    case = walk.report()
    actions.relocate(case, by=walk.street, place=walk.cast.a.other_community, reason="在光明社区")
    assert case.place_path == case.community_path == walk.cast.a.other_community.path
    with pytest.raises(NotYours):
        actions.accept(case, by=walk.desk, category=walk.category, urgency="normal")


def test_two_people_at_once_the_second_is_told_what_changed(walk):
    case = walk.report()
    seen = case.version
    actions.accept(
        Case.objects.get(pk=case.pk), by=walk.desk, category=walk.category, urgency="normal", version=seen
    )
    with pytest.raises(Conflict) as refused:
        actions.decline(case, by=walk.street, reason="不受理", version=seen)
    assert [row.step for row in refused.value.difference.steps] == ["accept"]


def test_the_clock_stands_still_while_paused_and_can_be_given_more(walk):
    with time_machine.travel("2026-06-01 09:00+08:00", tick=False) as clock:
        case = walk.case("handling")
        due = case.due_at
        actions.pause(case, by=walk.desk, waiting_for="resident", reason="等居民回家")
        clock.move_to("2026-06-04 09:00+08:00")
        actions.resume(case, by=walk.desk)
        assert case.due_at > due
        before = case.due_at
        actions.ask_extension(case, by=walk.desk, days=5, reason="等配件")
        with pytest.raises(NotYours):
            actions.grant_extension(case, by=walk.desk)
        actions.grant_extension(case, by=walk.street)
        assert case.due_at > before
        assert case.extension_asked is None


@pytest.mark.parametrize("days", [0, -1, 11])
def test_no_more_days_than_the_rule_allows(walk, days):
    with pytest.raises(Incomplete):
        actions.ask_extension(walk.case("handling"), by=walk.desk, days=days, reason="太忙")


def test_a_unit_asks_the_community_for_time(walk):
    summons = walk.summons("signed_in")
    due = summons.due_at
    actions.ask_more_time(summons, by=walk.property, days=2, reason="配件在路上")
    actions.grant_more_time(summons, by=walk.desk)
    assert summons.due_at > due
    actions.ask_more_time(summons, by=walk.property, days=2, reason="还没到")
    actions.refuse_more_time(summons, by=walk.desk, reason="已经延过")
    assert summons.extension_asked is None


def test_leaving_out_needs_a_second_person_and_both_figures_stay(walk):
    case, other = walk.case("closed"), walk.case("closed")
    since, until = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    actions.propose_exclusion(case, by=walk.street, ground="court", evidence="案号")
    with pytest.raises(NotYours):
        actions.confirm_exclusion(case, by=walk.street)
    figures = outcomes(walk.cast.a.community.path, since, until)
    assert figures.whole == figures.without_excluded
    actions.confirm_exclusion(case, by=walk.leader)
    figures = outcomes(walk.cast.a.community.path, since, until)
    assert (figures.whole.solved, figures.without_excluded.solved) == (2, 1)
    assert list(figures.list_of("solved", without_excluded=True)) == [other]
    actions.reopen(case, by=walk.resident_of(case), reason="没解决")
    assert (case.exclusion_state, Exclusion.objects.get().confirmed) == ("", True)


def test_a_proposal_falls_when_the_case_is_reopened(walk):
    case = walk.case("closed")
    actions.propose_exclusion(case, by=walk.desk, ground="court", evidence="案号")
    actions.reopen(case, by=walk.resident_of(case), reason="没解决")
    assert (case.exclusion_state, Exclusion.objects.get().confirmed) == ("", False)


def test_outcomes_count_what_the_residents_said_and_nothing_else(walk):
    satisfied, mostly = walk.case("verified"), walk.case("verified")
    actions.verdict(satisfied, by=walk.resident_of(satisfied), solved="yes", satisfied=4)
    actions.call_back(mostly, by=walk.desk, reached="yes", solved="yes", satisfied=2)
    unheard = walk.case("unheard")
    actions.lapse(unheard, by=walk.people(unheard)["system"])
    walk.case("whistled")
    share = outcomes(walk.cast.zone.path, timezone.now() - timedelta(days=1), timezone.now()).whole
    assert (share.closed, share.followed_up, share.responded, share.solved) == (3, 2, 2, 2)
    assert (share.satisfied, share.mostly, share.satisfied_points) == (1, 1, 1.9)
    empty = outcomes(walk.cast.b.street.path, timezone.now() - timedelta(days=1), timezone.now()).whole
    assert (empty.closed, empty.satisfied_points) == (0, 0)


def test_a_signed_link_opens_one_summons_until_it_is_over(walk):
    case = walk.case("whistled")
    first, second = case.open_summonses()
    opened = open_link(token_for(first))
    actions.sign_in(opened.summons, by=opened.actor)
    with pytest.raises(NotYours):
        actions.sign_in(second, by=opened.actor)
    token = token_for(first)
    actions.call_off(first, by=walk.desk, reason="不用了")
    for wrong in (token, token_for(second) + "x", "", "a:b:c", token_for(second)[:-1]):
        with pytest.raises(LinkRefused):
            open_link(wrong)


def test_a_link_grows_old(walk):
    token = token_for(walk.summons("issued"))
    with time_machine.travel(timezone.now() + timedelta(days=61)), pytest.raises(LinkRefused):
        open_link(token)


def test_units_read_the_need_without_numbers_that_find_a_person(walk):
    case = walk.report("电梯坏了，打13812345678")
    actions.accept(case, by=walk.desk, category=walk.category, urgency="normal")
    assert (may_read(case, walk.property), text_for(case, walk.property)) == (False, "")
    actions.whistle(case, by=walk.desk, units=[walk.cast.a.property_company], note="去看看")
    assert (may_read(case, walk.property), may_read(case, walk.squad)) == (True, False)
    assert text_for(case, walk.property) == "电梯坏了，打138****78"
    assert text_for(case, walk.desk) == text_for(case, walk.resident_of(case)) == case.text


def test_units_never_see_who_reported_unless_he_agreed(walk):
    secret = walk.case("whistled")
    open_case = walk.report(contact=actions.Contact("王小芳", "13800001234", shares=True))
    actions.accept(open_case, by=walk.desk, category=walk.category, urgency="normal")
    actions.whistle(open_case, by=walk.desk, units=[walk.cast.a.property_company], note="去看看")
    with pytest.raises(NotYours):
        actions.unmask_reporter(secret, by=walk.property, purpose="visit")
    assert "王" not in reporter_line(secret, walk.property)
    assert reporter_line(open_case, walk.property) == "王*芳 138****1234"


@pytest.mark.django_db(transaction=True)
def test_who_looked_is_read_by_the_reporter(walk):
    case = walk.report()
    seen = actions.unmask_reporter(case, by=walk.desk, purpose="call_back")
    assert seen.phone == "13800001234"
    with pytest.raises(Invalid):
        actions.unmask_reporter(case, by=walk.desk, purpose="curiosity")
    with pytest.raises(NotYours):
        actions.unmask_reporter(case, by=walk.leader, purpose="call_back")
    assert [(look.actor_key, look.purpose) for look in who_looked(case)] == [(walk.desk.key, "call_back")]


def test_a_promise_reads_as_people_speak(walk):
    with time_machine.travel("2026-06-01 09:00+08:00", tick=False) as clock:
        case = walk.report()
        assert "17:" in str(promise_line(case)) or "18:" in str(promise_line(case))
        clock.move_to("2026-06-20 09:00+08:00")
        assert str(promise_line(case)) != ""
    assert promise_line(walk.case("closed")) == ""


def test_the_journal_tells_who_did_what_without_naming_the_resident(walk):
    case = walk.case("closed")
    timeline = flows.timeline(case)
    assert [row.step for row in timeline] == [
        "born",
        "accept",
        "whistle",
        "all_answered",
        "verify",
        "verdict",
    ]
    assert [row.actor_role for row in timeline if row.step in ("born", "verdict")] == ["the:reporter"] * 2
    assert not Journal.objects.filter(note__contains="王小芳").exists()
