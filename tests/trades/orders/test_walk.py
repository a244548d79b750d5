"""Every state can be reached, and says what it should."""

import pytest

from tests.trades.orders.walking import AT, DAY, HOUR, NOW
from tongxin.engine.flows import selectors as flows
from tongxin.engine.flows.models import Clock
from tongxin.engine.flows.sweep import sweep
from tongxin.trades.orders import actions
from tongxin.trades.orders.flow import ORDER
from tongxin.trades.orders.models import Engagement


@pytest.mark.parametrize("state", [state.name for state in ORDER.states])
def test_every_state_of_an_order_is_reached_by_walking(walk, state):
    order = walk.order(state)
    order.refresh_from_db()
    assert order.state == state
    assert (order.due_at is not None) == (ORDER.state(state).promise is not None)
    assert list(flows.verify("orders.order")) == []


def test_every_promise_of_both_tables_is_seeded(db):
    assert [gap for gap in flows.promise_gaps() if gap.split(".")[0] in ("order", "volunteer")] == []


def test_nobody_takes_it_so_it_goes_further_and_then_to_the_community(walk):
    order = walk.order("open")
    community, street = walk.cast.a.community.path, walk.cast.a.street.path
    assert order.reach_path == community
    sweep(NOW + DAY + HOUR)
    order.refresh_from_db()
    assert (order.state, order.reach_path) == ("widened", street)
    sweep(NOW + 2 * DAY + 2 * HOUR)
    order.refresh_from_db()
    assert order.state == "own_duty"
    actions.finish_ourselves(order, by=walk.desk, note="社区送去了", now=NOW + 3 * DAY)
    assert (order.state, order.engagements.count()) == ("done", 0)


def test_who_does_not_answer_is_passed_over(walk):
    order = walk.order("dispatched")
    sweep(NOW + DAY + HOUR)
    order.refresh_from_db()
    assert (order.state, order.parts()) == ("accepted", [])
    assert order.engagements.get().ending == "unanswered"


def test_no_word_in_time_lets_the_desk_confirm_the_hours(walk):
    order = walk.order("done")
    sweep(AT + 5 * DAY)
    order.refresh_from_db()
    assert order.state == "rated"
    actions.close(order, by=walk.desk, minutes=45, now=AT + 6 * DAY)
    part = order.engagements.get()
    assert (order.state, part.minutes, part.confirmed_minutes) == ("closed", 50, 45)


def test_to_come_is_promised_from_the_agreed_time(walk):
    order = walk.order("scheduled")
    clock = Clock.objects.get(noun="orders.order", thing_id=str(order.pk), name="come")
    assert (clock.started_at, order.due_at) == (AT, AT + HOUR / 2)


def test_hours_are_confirmed_only_by_the_other_side(walk):
    order = walk.order("done")
    assert Engagement.objects.get().confirmed_minutes is None
    actions.rate(order, by=walk.orderer(order), content=4, time_right=True, now=AT + DAY)
    part = Engagement.objects.get()
    assert (part.confirmed_minutes, part.confirmed_by) == (50, walk.orderer(order).key)
    assert order.rating.asked is False


def test_dissatisfied_is_looked_at_before_it_closes(walk):
    order = walk.order("done")
    actions.rate(order, by=walk.desk, content=1, time_right=True, comment="没来", now=AT + DAY)
    assert (order.state, order.rating.asked) == ("rated", True)
    actions.close(order, by=walk.desk, minutes=0, note="投诉属实", now=AT + 2 * DAY)
    assert Engagement.objects.get().confirmed_minutes == 0
