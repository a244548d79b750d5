"""Taking and asking: who fits, two can't take one, sensitive ones are never open, nobody is booked twice."""

from datetime import time
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from tests.cast import make_cast
from tests.engine.flows.threads import at_once
from tests.trades.orders.walking import AT, DAY, HOUR, NOW, Walk
from tongxin.engine.flows.refusals import Conflict, Incomplete, NotNow, NotYours
from tongxin.ground.people.models import Account
from tongxin.ground.posts.actors import SYSTEM
from tongxin.trades.orders import actions, offers
from tongxin.trades.orders.actions import Contact
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.models import Engagement, Order, Volunteer
from tongxin.trades.orders.selectors import mine, near_me


def test_one_tap_takes_it(walk):
    volunteer = walk.volunteer()
    order = walk.order("open")
    assert [wanted.order for wanted in near_me(volunteer)] == [order]
    actions.take(order, by=volunteer_actor(volunteer), now=NOW)
    assert (order.state, [part.order for part in mine(volunteer)]) == ("taken", [order])
    assert near_me(volunteer) == []


def test_an_account_and_a_post_of_an_organisation_speak_for_their_volunteer(walk):
    person = walk.person()
    account = Account.objects.create(username="hand", person=person, password="none")
    walk.volunteer(person=person)
    walk.volunteer(organization=walk.cast.a.housing)
    for actor in (walk.cast.actor(account), walk.cast.actor(walk.cast.a.unit_staff)):
        order = walk.order("open")
        actions.take(order, by=actor, now=NOW)
        assert order.the("taker", actor)


@pytest.mark.parametrize("code", ["legal_help", "repair_home"])
def test_a_skill_counts_when_said_or_proved_where_a_proof_is_needed(walk, code):
    skill = walk.kind(code).skills[0]
    without, said = walk.volunteer(), walk.volunteer(skills=[skill])
    order = walk.order("open", code)
    able = [walk.volunteer("law"), said] if code == "legal_help" else [said]
    refusing = [without, said] if code == "legal_help" else [without]
    for volunteer in refusing:
        with pytest.raises(NotNow):
            actions.take(order, by=volunteer_actor(volunteer), now=NOW)
        assert near_me(volunteer) == []
    actions.take(order, by=volunteer_actor(able[0]), now=NOW)


def test_a_proof_that_has_run_out_does_not_count(walk):
    volunteer = walk.volunteer()
    walk.attest(volunteer, "law", until=NOW - DAY)
    with pytest.raises(NotNow):
        actions.take(walk.order("open", "legal_help"), by=volunteer_actor(volunteer), now=NOW)


def test_nobody_takes_their_own_order(walk):
    person = walk.person()
    volunteer = walk.volunteer(person=person)
    for order in (walk.order("open", requester=person), walk.order("open", beneficiary=person)):
        with pytest.raises(NotNow) as refused:
            actions.take(order, by=volunteer_actor(volunteer), now=NOW)
        assert str(refused.value)
    assert near_me(volunteer) == []


def test_the_young_take_what_is_for_the_young(walk):
    volunteer = walk.volunteer(person=walk.person(born=2011), guardian=True, skills=["phone"])
    with pytest.raises(NotNow):
        actions.take(walk.order("open"), by=volunteer_actor(volunteer), now=NOW)
    actions.take(walk.order("open", "smartphone"), by=volunteer_actor(volunteer), now=NOW)


def test_a_volunteer_has_no_more_on_hand_than_they_wanted(walk):
    volunteer = walk.volunteer(most_open=1)
    actions.take(walk.order("open"), by=volunteer_actor(volunteer), now=NOW)
    with pytest.raises(NotNow):
        actions.take(walk.order("open"), by=volunteer_actor(volunteer), now=NOW)


def test_from_another_community_only_once_it_is_offered_further(walk):
    volunteer = walk.volunteer(home=walk.cast.a.other_community)
    order = walk.order("open")
    with pytest.raises(NotYours):
        actions.take(order, by=volunteer_actor(volunteer), now=NOW)
    actions.widen_now(order, by=walk.desk, now=NOW)
    assert [wanted.order for wanted in near_me(volunteer)] == [order]
    actions.take(order, by=volunteer_actor(volunteer), now=NOW)


def test_a_place_named_by_the_volunteer_counts_as_near(walk):
    volunteer = walk.volunteer(home=walk.cast.b.door, places=[walk.cast.a.community])
    order = walk.order("open")
    assert [wanted.order for wanted in near_me(volunteer)] == [order]
    actions.take(order, by=volunteer_actor(volunteer), now=NOW)


def test_where_two_are_needed_it_stays_open_for_the_second(walk):
    order = walk.order("open", "moving")
    first, second, third = (volunteer_actor(walk.volunteer(skills=["strong"])) for _each in range(3))
    actions.take(order, by=first, now=NOW)
    assert order.state == "open"
    with pytest.raises(NotNow):
        actions.take(order, by=first, now=NOW)
    actions.take(order, by=second, now=NOW)
    assert order.state == "taken"
    with pytest.raises(NotNow):
        actions.take(order, by=third, now=NOW)


def test_sensitive_is_never_open_and_needs_two_who_are_vetted(walk):
    order = walk.place("accompany_hospital")
    with pytest.raises(Incomplete) as refused:
        actions.accept(order, by=walk.desk, openly="yes", now=NOW)
    assert list(refused.value.errors) == ["openly"]
    actions.accept(order, by=walk.desk, openly="no", now=NOW)
    with pytest.raises(NotNow):
        actions.open_up(order, by=walk.desk, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(state="open")
    vetted, other, plain = walk.volunteer("vetted"), walk.volunteer("vetted"), walk.volunteer()
    for chosen in ([vetted], [vetted, plain], [vetted, vetted]):
        with pytest.raises(Incomplete) as refused:
            actions.dispatch(order, by=walk.desk, volunteers=chosen, now=NOW)
        assert list(refused.value.errors) == ["volunteers"]
    actions.dispatch(order, by=walk.desk, volunteers=[vetted, other], now=NOW)
    actions.agree(order, by=volunteer_actor(vetted), now=NOW)
    assert order.state == "dispatched"
    actions.agree(order, by=volunteer_actor(other), now=NOW)
    assert order.state == "taken"


def test_when_one_of_two_declines_the_other_stays(walk):
    order = walk.order("dispatched", "accompany_hospital")
    first, second = (volunteer_actor(part.volunteer) for part in order.asked())
    actions.agree(order, by=first, now=NOW)
    actions.decline(order, by=second, now=NOW)
    assert (order.state, order.places_left) == ("accepted", 1)
    third = walk.volunteer("vetted")
    actions.dispatch(order, by=walk.desk, volunteers=[third], now=NOW)
    actions.agree(order, by=volunteer_actor(third), now=NOW)
    assert order.state == "taken"


def test_two_dispatchers_at_the_same_order_one_sees_what_changed(walk):
    order = walk.order("accepted")
    seen, mate = order.version, Order.objects.get(pk=order.pk)
    actions.dispatch(order, by=walk.desk, volunteers=[walk.volunteer()], version=seen, now=NOW)
    with pytest.raises(Conflict) as conflict:
        actions.dispatch(mate, by=walk.secretary, volunteers=[walk.volunteer()], version=seen, now=NOW)
    assert [row.step for row in conflict.value.difference.steps] == ["dispatch"]
    assert Engagement.objects.filter(order=order).count() == 1


def test_the_same_hour_can_not_be_promised_twice(walk):
    volunteer = walk.volunteer()
    first, second = walk.order("open"), walk.order("open")
    for order in (first, second):
        actions.take(order, by=volunteer_actor(volunteer), now=NOW)
    actions.schedule(first, by=volunteer_actor(volunteer), starts_at=AT, now=NOW)
    for starts_at in (AT, AT + HOUR / 2, AT - HOUR / 2):
        with pytest.raises(Incomplete) as refused:
            actions.schedule(second, by=volunteer_actor(volunteer), starts_at=starts_at, now=NOW)
        assert list(refused.value.errors) == ["starts_at"]
    actions.schedule(second, by=volunteer_actor(volunteer), starts_at=AT + 3 * HOUR, now=NOW)
    assert second.state == "scheduled"


@pytest.mark.parametrize("starts_at", [NOW - HOUR, NOW + 90 * DAY])
def test_a_time_that_is_past_or_far_off_is_no_time(walk, starts_at):
    order = walk.order("taken")
    with pytest.raises(Incomplete) as refused:
        actions.schedule(order, by=walk.desk, starts_at=starts_at, now=NOW)
    assert list(refused.value.errors) == ["starts_at"]


def test_handed_back_is_open_again_and_the_time_is_free(walk):
    order = walk.order("scheduled")
    taker = walk.taker(order)
    actions.hand_back(order, by=taker, reason="孩子病了", now=NOW)
    assert (order.state, order.starts_at, order.places_left) == ("open", None, 1)
    part = order.engagements.get()
    assert (part.ending, part.starts_at) == ("handed_back", AT - HOUR / 3)
    actions.take(order, by=taker, now=NOW)


def test_swapped_keeps_the_time_and_the_first_stays_bound_until_the_other_agrees(walk):
    order = walk.order("scheduled")
    first, other = walk.taker(order), walk.volunteer()
    own = order.engaged()[0].volunteer.number
    for number, said in (("123", "没有这个编号的志愿者。"), (own, "这是您自己的编号")):
        with pytest.raises(Incomplete) as refused:
            actions.swap(order, by=first, number=number, now=NOW)
        assert str(refused.value.errors["number"]).startswith(said)
    actions.swap(order, by=first, number=other.number, now=NOW)
    assert order.the("taker", first)
    with pytest.raises(NotNow):
        actions.swap(order, by=first, number=walk.volunteer().number, now=NOW)
    actions.agree_swap(order, by=volunteer_actor(other), now=NOW)
    assert (order.state, order.starts_at) == ("scheduled", AT)
    assert [part.volunteer for part in order.engaged()] == [other]
    assert not order.the("taker", first)


def test_when_nobody_came_others_are_sought(walk):
    order = walk.order("scheduled")
    with pytest.raises(NotNow):
        actions.no_show(order, by=walk.orderer(order), now=AT)
    actions.no_show(order, by=walk.orderer(order), now=AT + HOUR)
    assert (order.state, order.engagements.get().ending) == ("open", "no_show")


@pytest.mark.parametrize("minutes", [0, 721, -5])
def test_minutes_are_between_one_and_twelve_hours(walk, minutes):
    order = walk.order("on_way")
    with pytest.raises(Incomplete):
        actions.finish(order, by=walk.taker(order), note="好了", minutes=minutes, now=AT)


def test_nobody_rests_or_leaves_with_something_on_hand(walk):
    order = walk.order("taken")
    volunteer = order.engaged()[0].volunteer
    for step in (actions.rest, actions.leave):
        with pytest.raises(NotNow):
            step(volunteer, by=volunteer_actor(volunteer), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_fifty_who_tap_at_once_one_has_it_and_the_others_are_told_kindly():
    walk = Walk(make_cast())
    takers = [volunteer_actor(walk.volunteer()) for _each in range(50)]
    order = walk.order("open")

    def take(by):
        return actions.take(Order.objects.get(pk=order.pk), by=by, now=NOW)

    outcomes = []
    for start in range(0, 50, 25):
        outcomes += at_once(*[partial(take, by) for by in takers[start : start + 25]])
    won = [each for each in outcomes if isinstance(each, Engagement)]
    told = [each for each in outcomes if isinstance(each, NotNow)]
    assert (len(won), len(told)) == (1, 49)
    assert all(str(each) for each in told)
    assert Engagement.objects.filter(order=order, ended_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_taps_two_at_once_gets_no_more_than_the_cap():
    walk = Walk(make_cast())
    by = volunteer_actor(walk.volunteer(most_open=1))
    orders = [walk.order("open") for _each in range(3)]
    outcomes = at_once(
        *[partial(actions.take, Order.objects.get(pk=each.pk), by=by, now=NOW) for each in orders]
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["Engagement", "NotNow", "NotNow"]


def test_the_list_of_who_could_do_it_puts_the_best_first(walk):
    far = walk.volunteer(home=walk.cast.a.other_community)
    busy, keen, near = walk.volunteer(), walk.volunteer(interests=["errands"]), walk.volunteer()
    walk.volunteer(home=walk.cast.b.door)
    actions.take(walk.order("open"), by=volunteer_actor(busy), now=NOW)
    order = walk.order("accepted")
    assert Volunteer.fitting(order) == [keen, near, busy, far]
    assert SYSTEM.is_system


def test_who_can_be_asked_is_named_with_the_reasons_in_a_constant_number_of_queries(
    walk, django_assert_num_queries
):
    order = walk.order("accepted", requester=Contact("王小芳", "13800001234"))
    keen = walk.volunteer(interests=["errands"], hours=[(2, time(8), time(18))])
    been, far = walk.volunteer(), walk.volunteer(home=walk.cast.a.other_community)
    earlier = walk.order("open")
    for step, given in (("take", {}), ("schedule", {"starts_at": AT})):
        getattr(actions, step)(earlier, by=volunteer_actor(been), now=NOW, **given)
    actions.finish(earlier, by=volunteer_actor(been), note="送到", minutes=30, now=AT)
    order = Order.objects.select_related("place", "kind").get(pk=order.pk)
    with translation.override("en"):
        with django_assert_num_queries(8):
            told = offers.volunteers(order, walk.desk)
        assert told == [
            (
                keen.pk,
                f"{keen.shown}: likes to do this, usually has time then, of the same community, "
                "1 order on hand with it",
            ),
            (been.pk, f"{been.shown}: has been there before, of the same community, 1 order on hand with it"),
            (far.pk, f"{far.shown}: 1 order on hand with it"),
        ]
        walk.volunteer()
        with django_assert_num_queries(8):
            assert len(offers.volunteers(order, walk.desk)) == 4


def test_what_is_wanted_comes_from_every_level_and_from_where_one_also_goes(walk):
    also = walk.cast.a.other_community
    nearby, travels = walk.volunteer(), walk.volunteer(places=[also])
    here, widened, there = walk.order("open"), walk.order("widened"), walk.place(place=also)
    actions.accept(there, by=walk.cast.actor(walk.cast.a.street_desk), openly="yes", now=NOW)
    for volunteer, expected in ((nearby, [here, widened]), (travels, [here, widened, there])):
        found = sorted((wanted.order for wanted in near_me(volunteer)), key=lambda each: each.pk)
        assert found == [each for each in (here, widened, there) if volunteer.is_near(each)] == expected
