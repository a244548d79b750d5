"""Who had a part in an order that has just ended for them is told that it has."""

from datetime import date

import pytest

from tests.trades.orders.walking import AT, DAY, HOUR, NOW
from tongxin.engine.flows.models import Journal
from tongxin.engine.notices.recipients import recipients_of
from tongxin.trades.orders import actions
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.models import Order

DAY_OF_IT = date(2026, 11, 24)


def told(order, step):
    """The persons told of the latest such step, by audience; read as the reader of notices does."""
    row = Journal.objects.filter(noun="orders.order", thing_id=str(order.pk), step=step).latest("pk")
    found = recipients_of(row, Order.objects.get(pk=order.pk), on=DAY_OF_IT)
    return {(each.audience, each.person.pk) for each in found if each.person is not None}


@pytest.mark.parametrize(
    ("state", "step", "given", "audience"),
    [
        ("scheduled", "cancel", {}, "the:taker"),
        ("scheduled", "no_show", {}, "the:taker"),
        ("scheduled", "recall", {"reason": "志愿者要住院"}, "the:taker"),
        ("dispatched", "recall", {"reason": "不用了"}, "the:asked"),
        ("dispatched", "cancel", {}, "the:asked"),
    ],
)
def test_whose_part_ended_by_the_step_of_another_is_told(walk, state, step, given, audience):
    order = walk.order(state)
    [part] = order.parts()
    getattr(actions, step)(order, by=walk.desk, now=AT + HOUR, **given)
    assert (audience, part.volunteer.person_id) in told(order, step)


def test_whose_part_ended_long_before_is_not(walk):
    order = walk.order("taken")
    first = order.engaged()[0].volunteer
    actions.recall(order, by=walk.desk, reason="换一天", now=NOW)
    second = walk.volunteer()
    actions.dispatch(order, by=walk.desk, volunteers=[second], now=NOW + HOUR)
    actions.cancel(order, by=walk.desk, now=NOW + DAY)
    assert {person for _audience, person in told(order, "cancel")} == {second.person_id, order.requester_id}
    assert first.person_id != second.person_id


def test_of_a_swap_the_one_who_asked_is_told_and_not_who_stepped_in(walk):
    order, other = walk.order("scheduled"), walk.volunteer()
    [part] = order.parts()
    actions.swap(order, by=walk.taker(order), number=other.number, now=NOW + HOUR)
    assert told(order, "swap") == {("the:asked", other.person_id)}
    actions.agree_swap(order, by=volunteer_actor(other), now=NOW + 2 * HOUR)
    takers = {person for audience, person in told(order, "agree_swap") if audience == "the:taker"}
    assert takers == {part.volunteer.person_id}


def test_who_did_it_is_told_that_the_hours_are_confirmed(walk):
    order = walk.order("rated")
    actions.close(order, by=walk.desk, minutes=50, now=AT + 2 * DAY)
    assert told(order, "close") == {("the:taker", order.engagements.get().volunteer.person_id)}
