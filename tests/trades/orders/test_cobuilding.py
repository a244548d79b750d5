"""Units and members report to a community; what they offer meets what it needs."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.utils import timezone

from tests.cast import SINCE, make_cast
from tests.engine.flows.enumerate import allowed_by_table, enumerate_offers
from tests.engine.flows.threads import at_once
from tests.trades.orders.sharing import TODAY, Shared
from tests.trades.orders.walking import NOW, Walk
from tongxin.engine.flows import selectors as flows
from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.refusals import Incomplete, NotNow
from tongxin.ground.organizations.actions import found_organizations
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.posts.gates import Forbidden, Hidden
from tongxin.ground.territory.actions import plant
from tongxin.insight.indicators.figure import Period
from tongxin.insight.indicators.selectors import find
from tongxin.trades.orders import actions
from tongxin.trades.orders.flow_pairing import PAIRING
from tongxin.trades.orders.selectors import proposals, year_of

STEPS = {
    "agree_pairing": {"a.unit_head", "a.unit_staff"},
    "decline_pairing": {"a.unit_head", "a.unit_staff"},
    "deliver": {
        "a.unit_head",
        "a.unit_staff",
        "a.community_worker",
        "a.community_secretary",
        "a.street_desk",
    },
    "thank": {"a.community_worker", "a.community_secretary", "a.street_desk"},
    "drop_pairing": {"a.community_worker", "a.community_secretary", "a.street_desk"},
}


@pytest.fixture
def shared(walk) -> Shared:
    return Shared(walk)


def test_every_state_step_and_person(shared):
    people = shared.walk.people()
    for state in PAIRING.state_by_name:
        made = shared.pairing(state)
        made.refresh_from_db()
        assert made.state == state
        assert (made.due_at is not None) == (PAIRING.state(state).promise is not None)
        assert enumerate_offers(made, people, NOW) == allowed_by_table(PAIRING, state, STEPS), state
    assert STEPS.keys() == PAIRING.step_by_name.keys()
    assert list(flows.verify("orders.pairing")) == []


def test_proposals_come_with_their_reasons_the_strongest_first(shared):
    need = shared.need()
    other = actions.register_unit(
        shared.walk.cast.a.squad,
        shared.walk.cast.a.other_community,
        by=shared.walk.cast.actor(shared.walk.cast.a.street_desk),
        since=date(2026, 3, 1),
    )
    near, far = (
        shared.resource(),
        actions.offer_resource(other, by=SYSTEM, means="room", title="礼堂", since=TODAY),
    )
    shared.resource("面包车", means="car")
    found = [(each.resource, [reason.code for reason in each.because]) for each in proposals(need, TODAY)]
    assert found == [(near, ["means", "community", "words"]), (far, ["means"])]


def test_a_need_is_paired_once_and_free_again_when_the_unit_declines(shared):
    need, resource = shared.need(), shared.resource(times=3)
    made = actions.propose(need, resource, by=shared.walk.desk, now=NOW)
    with pytest.raises(NotNow):
        actions.propose(need, resource, by=shared.walk.desk, now=NOW)
    actions.decline_pairing(made, by=shared.unit, reason="装修", now=NOW)
    assert actions.propose(need, resource, by=shared.walk.desk, now=NOW).state == "proposed"


def test_a_need_is_dropped_only_while_no_unit_is_asked(shared):
    need, resource = shared.need(), shared.resource()
    made = actions.propose(need, resource, by=shared.walk.desk, now=NOW)
    with pytest.raises(Incomplete):
        actions.drop_need(need, by=shared.walk.desk, reason="不需要了")
    actions.drop_pairing(made, by=shared.walk.desk, reason="不需要了", now=NOW)
    actions.drop_need(need, by=shared.walk.desk, reason="不需要了", on=TODAY)
    need.refresh_from_db()
    row = Journal.objects.get(noun="orders.need")
    assert (need.dropped_on, row.note, row.place_path) == (TODAY, "不需要了", need.place_path)
    with pytest.raises(NotNow):
        actions.propose(need, resource, by=shared.walk.desk, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_need_asked_for_and_dropped_at_once_is_only_one_of_both():
    shared = Shared(Walk(make_cast()))
    need, resource = shared.need(), shared.resource()
    outcomes = at_once(
        partial(actions.propose, need, resource, by=shared.walk.desk, now=NOW),
        partial(actions.drop_need, need, by=shared.walk.desk, reason="不需要了"),
    )
    assert sorted(type(each).__name__ for each in outcomes) in (["Incomplete", "Pairing"], ["Need", "NotNow"])


def test_a_resource_is_not_promised_more_often_than_it_is_offered(shared):
    resource = shared.resource(times=1)
    actions.propose(shared.need(), resource, by=shared.walk.desk, now=NOW)
    with pytest.raises(NotNow):
        actions.propose(shared.need("办年货节的会议室"), resource, by=shared.walk.desk, now=NOW)


@pytest.mark.parametrize(
    ("need", "resource"),
    [
        ({"means": "car"}, {}),
        ({}, {"until": date(2026, 11, 1)}),
        ({}, {"since": date(2027, 1, 1)}),
    ],
)
def test_what_does_not_go_together_is_said(shared, need, resource):
    with pytest.raises(NotNow) as refused:
        actions.propose(shared.need(**need), shared.resource(**resource), by=shared.walk.desk, now=NOW)
    assert str(refused.value)


def test_a_year_counts_what_was_delivered_and_the_hours_of_members(shared):
    walk = shared.walk
    shared.pairing("thanked")
    shared.pairing("agreed")
    order = walk.order("closed")
    volunteer = order.engagements.get().volunteer
    actions.register_member(volunteer, by=walk.desk, unit=walk.cast.a.housing, since=SINCE)
    year = year_of(walk.cast.a.housing, 2026)
    assert (len(year.delivered), year.hours, year.reached, year.member_minutes) == (1, 1.5, 32, 50)
    assert year_of(walk.cast.a.housing, 2025).delivered == ()


@pytest.mark.parametrize(
    ("since", "until", "minutes"), [(-9, None, 50), (-9, 0, 0), (-9, 1, 50), (1, None, 0)]
)
def test_a_year_counts_what_was_done_while_they_were_its_member_alone(shared, since, until, minutes):
    walk, day = shared.walk, timedelta(days=1)
    order = walk.order("closed")
    done = timezone.localdate(order.done_at)
    report = actions.register_member(
        order.engagements.get().volunteer, by=walk.desk, unit=walk.cast.a.housing, since=done + since * day
    )
    if until is not None:
        report.until = done + until * day
        report.save(update_fields=["until"])
    year = year_of(walk.cast.a.housing, 2026)
    assert (year.member_minutes, len(year.parts)) == (minutes, 1 if minutes else 0)


def test_the_figures_count_units_members_and_needs_met(shared):
    walk = shared.walk
    shared.pairing("delivered")
    shared.need("还缺一间教室")
    actions.register_member(walk.volunteer(), by=walk.desk, since=SINCE)
    period = Period(date(2026, 10, 1), date(2026, 12, 31))
    numbers = [find("M7", key).compute(period) for key in ("units", "members", "needs_met")]
    assert [value.number for value in numbers] == [1, 1, 50.0]


def test_a_unit_reports_once_to_a_community_of_its_own_district(shared):
    walk = shared.walk
    zone = {"key": "z", "parent": None, "level": "zone", "name": "邻区", "since": SINCE}
    (elsewhere,) = plant([zone], by=SYSTEM)
    facts = {"kind": "unit", "parent": None, "since": SINCE}
    far, gone = found_organizations(
        [
            {**facts, "name": "邻区小学", "places": [elsewhere]},
            {**facts, "name": "撤并的厂", "places": []},
        ],
        by=SYSTEM,
    )
    type(gone).objects.filter(pk=gone.pk).update(until=TODAY)
    gone.refresh_from_db()
    cases = [
        (walk.cast.a.housing, shared.community, "unit"),
        (far, shared.community, "unit"),
        (gone, shared.community, "unit"),
        (walk.cast.a.squad, walk.cast.a.cell, "community"),
    ]
    for unit, place, field in cases:
        with pytest.raises(Incomplete) as refused:
            actions.register_unit(unit, place, by=walk.desk, since=TODAY)
        assert list(refused.value.errors) == [field]
    with pytest.raises((Forbidden, Hidden)):
        actions.register_unit(far, walk.cast.b.community, by=walk.desk, since=TODAY)


def test_a_member_reports_once_and_as_a_person(shared):
    walk = shared.walk
    member, body = walk.volunteer(), walk.volunteer(organization=walk.cast.a.squad)
    actions.register_member(member, by=walk.desk)
    for wrong in (member, body):
        with pytest.raises(Incomplete) as refused:
            actions.register_member(wrong, by=walk.desk)
        assert list(refused.value.errors) == ["volunteer"]


@pytest.mark.parametrize(
    ("kwargs", "field"),
    [
        ({"means": "money"}, "means"),
        ({"title": " "}, "title"),
        ({"title": "长" * 81}, "title"),
        ({"times": 0}, "times"),
        ({"until": date(2026, 1, 1)}, "until"),
    ],
)
def test_a_resource_with_something_wrong_is_not_kept(shared, kwargs, field):
    with pytest.raises(Incomplete) as refused:
        shared.resource(**kwargs)
    assert list(refused.value.errors) == [field]
    assert shared.registration.resources.count() == 0


def test_a_need_in_the_past_or_of_a_foreign_project_is_not_kept(shared):
    other = actions.begin_project(shared.walk.cast.b.community, by=SYSTEM, title="亮灯工程")
    own = actions.begin_project(shared.community, by=shared.walk.desk, title="亮灯工程")
    for kwargs, field in (({"by_day": date(2026, 11, 1)}, "by_day"), ({"project": other}, "project")):
        with pytest.raises(Incomplete) as refused:
            shared.need(**kwargs)
        assert list(refused.value.errors) == [field]
    assert shared.need(project=own).project == own


@pytest.mark.parametrize(
    ("kwargs", "field"),
    [
        ({"held_at": datetime.fromisoformat("2026-12-24T09:00:00+08:00")}, "held_at"),
        ({"minutes": 0}, "minutes"),
        ({"reached": -1}, "reached"),
    ],
)
def test_what_has_not_taken_place_is_not_delivered(shared, kwargs, field):
    made = shared.pairing("agreed")
    with pytest.raises(Incomplete) as refused:
        shared.deliver(made, **kwargs)
    assert list(refused.value.errors) == [field]
    made.need.refresh_from_db()
    assert made.need.met_on is None


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_for_the_same_resource_at_once_get_it_once():
    shared = Shared(Walk(make_cast()))
    resource, needs = shared.resource(times=1), [shared.need(), shared.need("另一间会议室")]
    outcomes = at_once(
        *[partial(actions.propose, need, resource, by=shared.walk.desk, now=NOW) for need in needs]
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["NotNow", "Pairing"]
