"""Who may take which step in which state: the whole table against a list written by hand."""

from django.db.models import prefetch_related_objects

from tests.engine.flows.enumerate import allowed_by_table, enumerate_offers
from tests.trades.orders.walking import AT, HOUR, NOW
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.flow import ORDER
from tongxin.trades.orders.flow_volunteer import VOLUNTEERING

DESKS = {"a.community_worker", "a.community_secretary", "a.street_desk"}
ORDERER = {"orderer"}
TAKER, ASKED, NEAR, SELF = {"taker"}, {"asked"}, {"near", "asked", "taker"}, {"self"}
SYSTEM = {"system"}
WHEN = {"on_way": AT + HOUR, "scheduled": AT + HOUR}
STEPS = {
    "accept": DESKS,
    "refuse": DESKS,
    "turn_into_case": DESKS,
    "open_up": DESKS,
    "take": NEAR,
    "dispatch": DESKS,
    "agree": ASKED,
    "decline": ASKED,
    "unanswered": SYSTEM,
    "widen": SYSTEM,
    "widen_now": DESKS,
    "fall_back": SYSTEM,
    "do_ourselves": DESKS,
    "schedule": TAKER | DESKS,
    "move": TAKER | ORDERER | DESKS,
    "set_out": TAKER,
    "finish": TAKER,
    "finish_ourselves": DESKS,
    "hand_back": TAKER,
    "swap": TAKER,
    "agree_swap": ASKED,
    "decline_swap": ASKED,
    "recall": DESKS,
    "no_show": ORDERER | DESKS,
    "change": ORDERER | DESKS,
    "cancel": ORDERER | DESKS,
    "remark": DESKS,
    "rate": ORDERER | DESKS,
    "lapse": SYSTEM,
    "close": DESKS,
}
VOLUNTEER_STEPS = {
    "admit": DESKS,
    "turn_down": DESKS,
    "rest": SELF | DESKS,
    "come_back": SELF | DESKS,
    "leave": SELF | DESKS,
    "renew": SELF | DESKS,
    "attest": DESKS,
    "take_away": DESKS,
}


def test_every_step_of_both_tables_has_its_row_here():
    assert STEPS.keys() == ORDER.step_by_name.keys()
    assert VOLUNTEER_STEPS.keys() == VOLUNTEERING.step_by_name.keys()


def test_order_every_state_step_and_person(walk):
    near = volunteer_actor(walk.volunteer())
    far = volunteer_actor(walk.volunteer(home=walk.cast.b.door))
    resting = walk.volunteer()
    type(resting).objects.filter(pk=resting.pk).update(state="resting")
    for state in ORDER.state_by_name:
        order = walk.order(state, requester=walk.person())
        people = walk.people(order) | {"near": near, "far": far, "resting": volunteer_actor(resting)}
        for role, parts in (("taker", order.engaged()), ("asked", order.asked())):
            people |= {role: volunteer_actor(parts[0].volunteer)} if parts else {}
        # As a page reads them, beforehand: else each of some thousand questions asks for them anew.
        prefetch_related_objects(
            [order], "engagements__volunteer__person", "engagements__volunteer__organization"
        )
        found = enumerate_offers(order, people, WHEN.get(state, NOW))
        expected = {(step, name) for step, name in allowed_by_table(ORDER, state, STEPS) if name in people}
        assert found == expected, state


def test_volunteer_every_state_step_and_person(walk):
    made = {"joined": walk.joined(), "active": walk.volunteer(), "resting": walk.volunteer()}
    made |= {"refused": walk.joined(), "left": walk.volunteer()}
    for state, volunteer in made.items():
        type(volunteer).objects.filter(pk=volunteer.pk).update(state=state)
        volunteer.refresh_from_db()
        people = walk.people() | {
            "self": volunteer_actor(volunteer),
            "other": volunteer_actor(walk.volunteer()),
        }
        found = enumerate_offers(volunteer, people, NOW)
        assert found == allowed_by_table(VOLUNTEERING, state, VOLUNTEER_STEPS), state
    assert made.keys() == VOLUNTEERING.state_by_name.keys()
