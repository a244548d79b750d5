"""Complaints: who may make one, who decides, who may object, who decides then; and what each side reads."""

import pytest
from django.urls import reverse

from tests.engine.flows.enumerate import allowed_by_table, enumerate_offers
from tests.trades.orders.views.writing import english, following
from tests.trades.orders.walking import AT, DAY, NOW
from tongxin.engine.flows import selectors as flows
from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.refusals import Incomplete, NotNow, NotYours
from tongxin.engine.flows.sweep import sweep
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Account
from tongxin.ground.people.refusals import StillNeeded
from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import NOBODY
from tongxin.trades.orders import actions
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.flow_complaint import COMPLAINING

PAGES = ("complaint", "my_complaint", "desk_complaint")
WORDS = "来得很晚，还在门口抽烟"
DESKS = {"a.community_worker", "a.community_secretary", "a.street_desk"}
STEPS = {
    "uphold": DESKS,
    "not_uphold": DESKS,
    "withdraw_complaint": {"orderer"},
    "object_to": {"taker"},
    "let_stand": {"system"},
    "keep_upheld": DESKS - {"a.community_worker"},
    "set_aside": DESKS - {"a.community_worker"},
}
TO = {
    "made": [],
    "unfounded": ["not_uphold"],
    "upheld": ["uphold"],
    "objected": ["uphold", "object_to"],
    "final": ["uphold", "object_to", "keep_upheld"],
    "set_aside": ["uphold", "object_to", "set_aside"],
    "withdrawn": ["withdraw_complaint"],
}


@pytest.fixture
def order(walk):
    return walk.order("closed")


def doer(order):
    return order.engagements.get().volunteer


def complaint(walk, order, state="made"):
    """A complaint about the order, walked to a state: the worker decides first, the secretary after that."""
    made = actions.complain(order, by=walk.orderer(order), text=WORDS, now=AT + 2 * DAY)
    who = {"withdraw_complaint": walk.orderer(order), "object_to": volunteer_actor(doer(order))}
    who |= {"keep_upheld": walk.secretary, "set_aside": walk.secretary}
    for step in TO[state]:
        given = {} if step == "withdraw_complaint" else {"reason": f"理由：{step}"}
        getattr(actions, step)(made, by=who.get(step, walk.desk), now=AT + 3 * DAY, **given)
    return made


def test_every_state_step_and_person(walk):
    for state in COMPLAINING.state_by_name:
        order = walk.order("closed", requester=walk.person())
        made = complaint(walk, order, state)
        made.refresh_from_db()
        assert (made.state, made.due_at is not None) == (
            state,
            COMPLAINING.state(state).promise is not None,
        )
        people = walk.people(order) | {
            "taker": volunteer_actor(doer(order)),
            "other": volunteer_actor(walk.volunteer()),
        }
        may = STEPS if made.decided_by else STEPS | dict.fromkeys(("keep_upheld", "set_aside"), DESKS)
        assert enumerate_offers(made, people, NOW) == allowed_by_table(COMPLAINING, state, may), state
    assert STEPS.keys() == COMPLAINING.step_by_name.keys()
    assert TO.keys() == COMPLAINING.state_by_name.keys()
    assert list(flows.verify("orders.complaint")) == []
    assert [gap for gap in flows.promise_gaps() if gap.startswith("complaint.")] == []


def test_nothing_that_was_said_is_in_the_journal(walk, order):
    complaint(walk, order, "set_aside")
    rows = Journal.objects.filter(noun="orders.complaint")
    assert [row.step for row in rows.order_by("pk")] == ["born", "uphold", "object_to", "set_aside"]
    kept = " ".join(f"{row.note} {row.data}" for row in rows)
    assert [word for word in (WORDS, "理由") if word in kept] == []


def test_one_complaint_an_order_and_another_after_it_was_taken_back(walk, order):
    made = complaint(walk, order)
    with pytest.raises(NotNow):
        complaint(walk, order)
    actions.withdraw_complaint(made, by=walk.orderer(order))
    assert complaint(walk, order).state == "made"
    assert order.complaints.count() == 2


@pytest.mark.parametrize("state", ["ordered", "open", "dispatched", "cancelled", "refused"])
def test_where_nobody_has_taken_it_on_there_is_nothing_to_complain_about(walk, state):
    order = walk.order(state)
    with pytest.raises(NotNow):
        actions.complain(order, by=walk.orderer(order), text=WORDS)


def test_where_somebody_was_to_come_and_did_not_there_is(walk):
    order = walk.order("scheduled")
    actions.no_show(order, by=walk.orderer(order), now=AT + DAY)
    made = actions.complain(order, by=walk.orderer(order), text="等了一下午没人来", now=AT + DAY)
    assert (order.state, len(made.took_part)) == ("open", 1)


def test_a_complaint_comes_within_ninety_days_and_has_words(walk, order):
    by = walk.orderer(order)
    with pytest.raises(NotNow):
        actions.complain(order, by=by, text=WORDS, now=order.closed_at + 91 * DAY)
    with pytest.raises(Incomplete) as refused:
        actions.complain(order, by=by, text="  ", now=AT + 2 * DAY)
    assert list(refused.value.errors) == ["text"]


def test_who_did_not_order_makes_no_complaint_but_staff_on_behalf(walk, order):
    for stranger in (NOBODY, volunteer_actor(doer(order)), walk.cast.actor(walk.cast.a.unit_staff)):
        with pytest.raises((gates.Forbidden, gates.Hidden)):
            actions.complain(order, by=stranger, text=WORDS, now=AT + 2 * DAY)
    made = actions.complain(order, by=walk.desk, text=WORDS, now=AT + 2 * DAY)
    assert made.asked is True


def test_who_took_part_or_ordered_does_not_decide(walk):
    """A clerk who lends a hand, and one who ordered, are parties."""
    doing, ordering = walk.cast.a.community_worker, walk.cast.a.community_secretary
    for account in (doing, ordering):
        Account.objects.filter(pk=account.pk).update(person=walk.person())
        account.refresh_from_db()
    helping = walk.volunteer(person=doing.person)
    order = walk.order("open", requester=ordering.person)
    for step, given in (("take", {}), ("schedule", {"starts_at": AT})):
        getattr(actions, step)(order, by=volunteer_actor(helping), now=NOW, **given)
    made = actions.complain(order, by=walk.orderer(order), text=WORDS, now=AT)
    for clerk in (doing, ordering):
        with pytest.raises(NotYours):
            actions.uphold(made, by=walk.cast.actor(clerk), reason="属实", now=AT)
    actions.uphold(made, by=walk.cast.actor(walk.cast.a.street_desk), reason="属实", now=AT)
    assert made.state == "upheld"


def test_where_the_community_came_itself_nobody_is_waited_for(walk):
    order = walk.order("own_duty")
    made = actions.complain(order, by=walk.orderer(order), text=WORDS, now=NOW)
    assert actions.uphold(made, by=walk.desk, reason="属实", now=NOW).state == "final"


def test_nobody_objects_and_it_stands(walk, order):
    made = complaint(walk, order, "upheld")
    sweep(AT + 11 * DAY)
    made.refresh_from_db()
    assert made.state == "final"


def test_both_sides_are_told_and_so_is_the_desk(walk, order):
    made = complaint(walk, order, "upheld")
    told = {row.step: sorted(row.tells) for row in Journal.objects.filter(noun="orders.complaint")}
    assert told == {
        "born": ["here:community_secretary", "here:community_worker"],
        "uphold": ["the:reporter", "the:taker"],
    }
    assert made.recipients("reporter") == [order.requester]
    assert made.recipients("taker") == [doer(order).person]


def test_who_complained_is_not_erased_while_it_is_open(walk, order):
    made = complaint(walk, order, "upheld")
    with pytest.raises(StillNeeded):
        people.erase(order.requester, by=walk.desk, reason="request")
    actions.let_stand(made, by=walk.people()["system"])
    assert people.erase(order.requester, by=walk.desk, reason="request").erased_at is not None


def shown(client, name, order, **parts):
    answer = client.get(reverse(f"orders:{name}", args=[order.number, *parts.values()]))
    return " ".join(answer.content.decode().split())


def test_a_complaint_walks_through_the_pages_of_all_four(walk, order, let):
    resident, desk, second = following(order), english(), english()
    desk.force_login(walk.cast.a.community_worker)
    second.force_login(walk.cast.a.community_secretary)
    hand = let(doer(order))
    pages = {name: reverse(f"orders:{name}", args=[order.number]) for name in PAGES}
    assert "Make a complaint" in shown(resident, "tracked", order)
    empty = resident.post(pages["complaint"], {"text": " "})
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["text"])
    assert resident.post(pages["complaint"], {"text": WORDS}).url == pages["complaint"]
    assert resident.post(pages["complaint"], {"text": "again"}).status_code == 200
    assert hand.get(pages["my_complaint"]).status_code == 404
    [waits] = desk.get(reverse("orders:complaints")).context["complaints"]
    assert waits.order == order
    assert "Complaint: Being looked into" in shown(desk, "desk_order", order)
    refused = desk.post(pages["desk_complaint"] + "/uphold", {"reason": ""})
    assert (refused.status_code, list(refused.context["tried"].form.errors)) == (422, ["reason"])
    assert desk.post(pages["desk_complaint"] + "/uphold", {"reason": "两边都问过"}).status_code == 302
    assert pages["my_complaint"] in hand.get("/volunteer").content.decode()
    read = hand.get(pages["my_complaint"]).content.decode()
    assert [word for word in (WORDS, "两边都问过", "提出异议") if word not in read] == []
    assert (
        hand.post(pages["my_complaint"] + "/object_to", {"reason": "路上堵车，提前打过电话"}).status_code
        == 302
    )
    assert "have decided it before: a colleague decides" in shown(desk, "desk_complaint", order)
    own = desk.post(pages["desk_complaint"] + "/keep_upheld", {"reason": "不变"})
    assert own.status_code == 403
    assert second.post(pages["desk_complaint"] + "/set_aside", {"reason": "电话记录属实"}).status_code == 302
    told = shown(resident, "complaint", order)
    said = ("Set aside after the objection", "两边都问过", "路上堵车", "电话记录属实")
    assert [word for word in said if word not in told] == []
    assert desk.get(reverse("orders:complaints")).context["complaints"] == []


def test_who_complained_takes_it_back(walk, order):
    resident = following(order)
    address = reverse("orders:complaint", args=[order.number])
    resident.post(address, {"text": WORDS})
    assert resident.post(f"{address}/withdraw_complaint").url == address
    assert order.complaints.get().state == "withdrawn"
    assert resident.post(f"{address}/uphold").status_code == 404


def test_staff_write_one_down_in_their_area_and_nobody_else(walk, order):
    address = reverse("orders:desk_complaint", args=[order.number])
    found = {}
    for name in ("a.street_leader", "a.cell_lead", "b.community_worker", "a.grid_worker"):
        street, role = name.split(".")
        browser = english()
        browser.force_login(getattr(getattr(walk.cast, street), role))
        found[name] = browser.post(address, {"text": WORDS}).status_code
    assert found == {
        "a.street_leader": 403,
        "a.cell_lead": 403,
        "b.community_worker": 404,
        "a.grid_worker": 302,
    }
    assert browser.get(address).status_code == 403
    assert order.complaints.get().asked is True


def test_who_had_no_part_reads_nothing_of_it(walk, order, let):
    complaint(walk, order, "upheld")
    address = reverse("orders:my_complaint", args=[order.number])
    assert (let(walk.volunteer()).get(address).status_code, english().get(address).status_code) == (404, 302)
