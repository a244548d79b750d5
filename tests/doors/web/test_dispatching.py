"""The board of a week: proposed, looked through, sent; two dispatchers at once."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.trades.orders.walking import Walk
from tongxin.doors.web.dispatching import drafts
from tongxin.ground.territory.models import Place
from tongxin.insight.dispatching.slots import monday_of
from tongxin.insight.planning import flows
from tongxin.trades.orders import actions
from tongxin.trades.orders.actors import volunteer_actor

pytestmark = pytest.mark.django_db
WEEK = reverse("dispatching:week")
MOVE = reverse("dispatching:move")
SEND = reverse("dispatching:send")


@pytest.fixture
def walk(cast) -> Walk:
    return Walk(cast)


@pytest.fixture
def desk(cast):
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.a.community_worker)
    return client


@pytest.fixture
def monday() -> dt.date:
    """Of next week, whatever day it is: all of it lies ahead."""
    return monday_of(timezone.localdate()) + dt.timedelta(weeks=1)


@pytest.fixture
def wanted(walk, monday):
    """An order accepted now that is wanted next Tuesday morning."""
    morning = timezone.make_aware(dt.datetime.combine(monday, dt.time(8))) + dt.timedelta(days=1)

    def place(**kwargs):
        now = timezone.now()
        order = walk.place(
            requester=kwargs.pop("requester", None) or walk.person(),
            windows=[(morning, morning + dt.timedelta(hours=4))],
            now=now,
            **kwargs,
        )
        return actions.accept(order, by=walk.desk, openly="no")

    return place


def sent(order, *volunteers, version=None) -> dict:
    return {
        "send": [order.number],
        f"who_{order.number}": [each.pk for each in volunteers],
        f"seen_{order.number}": order.version if version is None else version,
        f"slot_{order.number}": "3",
        "client_key": "k" * 32,
    }


def test_week_shows_each_order_with_reasons_and_counts_its_days(desk, walk, wanted, monday):
    order, volunteer = wanted(), walk.volunteer(interests=["errands"])
    page = desk.get(WEEK, {"week": monday.isoformat()})
    shown = page.content.decode()
    (group,) = page.context["groups"]
    assert group["rows"][0]["choosers"][0]["chosen"] == volunteer.pk
    assert f"{volunteer.shown}: likes to do this, 1 order on hand with it" in shown
    assert [tab["count"] for tab in page.context["tabs"]] == [1, 1]
    other = desk.get(WEEK, {"week": monday.isoformat(), "day": monday.isoformat()}).context
    assert other["groups"] == []
    assert order.state == "accepted"


def test_looking_at_the_week_asks_nobody(desk, walk, wanted, monday):
    order = wanted()
    walk.volunteer()
    desk.get(WEEK, {"week": monday.isoformat()})
    order.refresh_from_db()
    assert (order.state, order.engagements.count()) == ("accepted", 0)


def test_sending_asks_the_chosen_one_with_the_proposed_time(desk, walk, wanted, monday):
    order = wanted()
    _proposed, chosen = walk.volunteer(), walk.volunteer()
    answer = desk.post(f"{SEND}?week={monday}", sent(order, chosen))
    assert [each.pk for each in answer.context["summary"].done] == [order.pk]
    order.refresh_from_db()
    assert (order.state, [each.volunteer_id for each in order.asked()]) == ("dispatched", [chosen.pk])
    again = desk.post(f"{SEND}?week={monday}", sent(order, chosen, version=order.version - 1))
    assert [each.pk for each in again.context["summary"].done] == [order.pk]
    assert order.engagements.count() == 1


def test_two_dispatchers_at_once_the_slower_is_told_and_nothing_is_lost(desk, walk, wanted, monday):
    one, two = wanted(), wanted()
    first, second = walk.volunteer(), walk.volunteer()
    seen = one.version
    actions.dispatch(one, by=walk.secretary, volunteers=[first])
    both = sent(one, second, version=seen) | {"send": [one.number, two.number]}
    both |= {f"who_{two.number}": [second.pk], f"seen_{two.number}": two.version}
    summary = desk.post(f"{SEND}?week={monday}", both).context["summary"]
    assert [each.pk for each in summary.done] == [two.pk]
    assert [(each.thing.pk, "moved this on" in each.reason) for each in summary.left] == [(one.pk, True)]
    assert [each.volunteer_id for each in one.asked()] == [first.pk]


def test_who_does_not_fit_is_refused_for_that_order_alone(desk, walk, wanted, monday):
    order = wanted(code="cleaning")
    fits, not_vetted = walk.volunteer("vetted"), walk.volunteer()
    summary = desk.post(f"{SEND}?week={monday}", sent(order, fits, not_vetted)).context["summary"]
    assert (summary.done, len(summary.left)) == ([], 1)
    assert order.engagements.count() == 0


@pytest.mark.parametrize("broken", ["0", "x", "²", "9" * 30, ""])
def test_broken_fields_are_refused_with_a_sentence(desk, walk, wanted, monday, broken):
    order = wanted()
    walk.volunteer()
    given = sent(order) | {f"who_{order.number}": [broken], f"slot_{order.number}": broken}
    answer = desk.post(f"{SEND}?week={broken}", given)
    assert (answer.status_code, len(answer.context["summary"].left)) == (200, 1)
    assert desk.get(WEEK, {"week": broken, "day": broken}).status_code == 200


def test_line_says_why_who_else_and_what_a_no_changes(desk, walk, wanted, monday):
    order = wanted()
    walk.volunteer(interests=["errands"])
    other = walk.volunteer()
    page = desk.get(reverse("dispatching:line", args=[order.number]), {"week": monday.isoformat()})
    shown = page.content.decode()
    assert "likes to do this" in shown
    assert page.context["proposed"][0]["follows"] == [f"{other.shown} would be asked instead."]
    (else_,) = page.context["others"]
    form = desk.get(else_["href"]).context["tried"].form
    assert form["volunteers"].value() == [str(other.pk)]


def test_order_outside_the_area_is_not_there_and_who_may_not_dispatch_reads_why(cast, walk, wanted):
    order = wanted()
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.b.community_worker)
    assert client.get(reverse("dispatching:line", args=[order.number])).status_code == 404
    client.force_login(cast.a.grid_worker)
    assert client.get(WEEK).status_code == 403
    assert client.post(SEND).status_code == 403


def test_without_the_solver_the_plain_rule_serves_and_says_so(desk, walk, wanted, monday, monkeypatch):
    wanted()
    walk.volunteer()
    monkeypatch.setattr(flows, "AVAILABLE", False)
    page = desk.get(WEEK, {"week": monday.isoformat()})
    assert "Made by the plain rule" in page.content.decode()
    assert len(page.context["groups"]) == 1


def test_week_costs_the_same_however_many(desk, walk, wanted, monday, django_assert_num_queries):
    def make() -> None:
        wanted()
        walk.volunteer("vetted", hours=[(2, dt.time(8), dt.time(12))])

    make()
    desk.get(WEEK, {"week": monday.isoformat()})
    for _each in range(2):
        with django_assert_num_queries(12):
            desk.get(WEEK, {"week": monday.isoformat()})
        make()


@pytest.fixture
def two(walk, wanted):
    """An order, who is proposed for it, and somebody else who could."""
    return wanted(), walk.volunteer(interests=["errands"]), walk.volunteer()


def moving(order, who="", slot=3, **kwargs) -> dict:
    return {"move": "1", "order": order.number, "who": getattr(who, "pk", who), "slot": slot, **kwargs}


def planned(answer) -> dict[str, tuple[int, list[int]]]:
    rows = [each["row"] for group in answer.context["groups"] for each in group["rows"]]
    return {row.order.number: (row.slot, [each.volunteer.pk for each in row.proposed]) for row in rows}


def test_moving_to_somebody_plans_anew_and_stores_nothing(desk, two, monday):
    order, _first, second = two
    answer = desk.post(f"{MOVE}?week={monday}", moving(order, second), follow=True)
    assert planned(answer) == {order.number: (3, [second.pk])}
    assert second.shown in answer.context["moved"]
    order.refresh_from_db()
    assert (order.state, order.engagements.count()) == ("accepted", 0)
    back = desk.post(answer.context["move_to"], {"undo": order.number}, follow=True)
    assert planned(back) == {order.number: (3, [_first.pk])}


def test_what_was_chosen_and_unticked_survives_a_move(desk, two, wanted, walk, monday):
    order, first, second = two
    other = wanted()
    form = moving(other, "") | {
        "row": [order.number, other.number],
        "full": [order.number, other.number],
        "send": [other.number],
        f"slot_{order.number}": 3,
        f"was_{order.number}": first.pk,
        f"who_{order.number}": second.pk,
    }
    answer = desk.post(f"{MOVE}?week={monday}", form, follow=True)
    assert planned(answer)[order.number] == (3, [second.pk])
    ticked = [each["ticked"] for group in answer.context["groups"] for each in group["rows"]]
    assert sorted(ticked) == [False, True]


def refused(desk, monday, sent: dict, query: str = "") -> dict[str, list[str]]:
    answer = desk.post(f"{MOVE}?week={monday}{query}", sent)
    assert answer.status_code == 422
    assert answer.context["form"]["order"].value() == sent["order"]
    return dict(answer.context["form"].errors)


def test_move_outside_the_wanted_times_is_refused_and_names_them(desk, two, monday):
    (said,) = refused(desk, monday, moving(two[0], slot=9))["slot"]
    assert said.startswith("It is wanted at another time: Tue ")


def test_move_that_books_twice_is_refused_and_names_the_other_order(desk, two, wanted, monday):
    order, _first, second = two
    other = wanted()
    pin = f"&pin={other.number}.3.{second.pk}"
    said = refused(desk, monday, moving(order, second), pin)
    assert said == {"who": [f"{second.shown} has been put down for order {other} at that time."]}


def test_move_to_who_is_agreed_elsewhere_or_full_is_refused(desk, two, wanted, walk, monday):
    order, first, second = two
    there = wanted()
    actions.dispatch(there, by=walk.desk, volunteers=[second])
    actions.agree(there, by=volunteer_actor(second))
    begins = timezone.make_aware(dt.datetime.combine(monday, dt.time(9))) + dt.timedelta(days=1)
    actions.schedule(there, by=volunteer_actor(second), starts_at=begins)
    said = refused(desk, monday, moving(order, second))
    assert said == {"who": [f"{second.shown} has agreed to be somewhere else at that time."]}
    first.most_open = 1
    first.save(update_fields=["most_open"])
    pin = f"&pin={wanted().number}.3.{first.pk}"
    (said,) = refused(desk, monday, moving(order, first), pin.replace(".3.", ".3."))["who"]
    assert said.startswith(f"{first.shown} has")


def test_move_to_who_ordered_it_or_is_not_vetted_or_said_no_is_refused(desk, wanted, walk, monday):
    person = walk.person()
    own = walk.volunteer(person=person)
    order = wanted(requester=person)
    said = refused(desk, monday, moving(order, own))
    assert said == {"who": [f"{own.shown} ordered this, or it is for them; somebody else should do it."]}
    sensitive, plain = wanted(code="cleaning"), walk.volunteer()
    (said,) = refused(desk, monday, moving(sensitive, plain))["who"]
    assert said == f"{plain.shown} has not what this one takes: a strength, or a proof that is valid."
    declined = wanted()
    actions.dispatch(declined, by=walk.desk, volunteers=[plain])
    actions.decline(declined, by=volunteer_actor(plain))
    (said,) = refused(desk, monday, moving(declined, plain))["who"]
    assert said == f"{plain.shown} has been asked for this one already, or has said no to it."


def test_order_nobody_was_found_for_is_put_to_somebody_outside_their_usual_hours(desk, wanted, walk, monday):
    order, other_day = wanted(), walk.volunteer(hours=[(3, dt.time(8), dt.time(12))])
    page = desk.get(WEEK, {"week": monday.isoformat()})
    (short,) = page.context["short"]
    assert (short["order"].pk, short["slot"], planned(page)) == (order.pk, 3, {})
    assert [tab["count"] for tab in page.context["tabs"]] == [0, 0]
    picked = desk.post(page.context["move_to"], {"pick": order.number}, follow=True).context["form"]
    assert (picked["order"].value(), picked["slot"].value()) == (order.number, 3)
    answer = desk.post(f"{MOVE}?week={monday}", moving(order, other_day), follow=True)
    assert planned(answer) == {order.number: (3, [other_day.pk])}
    assert (answer.context["short"], "usually has no time then" in answer.content.decode()) == ([], True)
    summary = desk.post(answer.context["send_to"], sent(order, other_day)).context["summary"]
    assert [each.pk for each in summary.done] == [order.pk]


def test_move_to_another_day_is_followed_by_who_looks_at_one_day(desk, walk, monday):
    walk.volunteer()
    morning = timezone.make_aware(dt.datetime.combine(monday, dt.time(8)))
    windows = [
        (morning + dt.timedelta(days=day), morning + dt.timedelta(days=day, hours=4)) for day in (1, 2)
    ]
    order = walk.place(requester=walk.person(), windows=windows, now=timezone.now())
    actions.accept(order, by=walk.desk, openly="no")
    tuesday = monday + dt.timedelta(days=1)
    answer = desk.post(f"{MOVE}?week={monday}&day={tuesday}", moving(order, slot=6), follow=True)
    assert list(planned(answer)) == [order.number]
    assert answer.context["draft"].day == monday + dt.timedelta(days=2)


def test_large_letters_show_a_day_at_a_time_until_the_whole_week_is_asked_for(desk, wanted, walk, monday):
    order = wanted()
    walk.volunteer()
    desk.cookies["elder"] = "1"
    shown = desk.get(WEEK, {"week": monday.isoformat()})
    assert (shown.context["draft"].day, list(planned(shown))) == (
        monday + dt.timedelta(days=1),
        [order.number],
    )
    assert desk.get(shown.context["whole"]).context["draft"].day is None


@pytest.mark.parametrize(("today", "week"), [("2026-11-27", "2026-11-23"), ("2026-11-28", "2026-11-30")])
def test_the_board_opens_on_the_week_that_can_still_be_planned(time_machine, today, week):
    time_machine.move_to(dt.datetime.fromisoformat(f"{today}T10:00:00+08:00"), tick=False)
    assert drafts.read(QueryDict()).monday == dt.date.fromisoformat(week)


def test_lines_say_where_they_are_and_the_map_draws_the_communities_around(desk, cast, walk, wanted, monday):
    walk.volunteer()
    order = wanted()
    at = {"week": monday.isoformat()}
    page = desk.get(WEEK, at)
    assert (page.context["map"], "data-at" in page.content.decode()) == (None, False)
    Place.objects.filter(pk=order.place_id).update(point_lat=34.71, point_lng=117.21)
    page = desk.get(WEEK, at)
    assert page.context["map"] == reverse("places:outlines", args=[cast.a.community.pk])
    assert 'data-at="34.710000 117.210000" data-kind="proposed"' in page.content.decode()
    desk.force_login(cast.a.street_desk)
    around = reverse("places:outlines", args=[cast.a.street.pk])
    assert desk.get(WEEK, at).context["map"] == f"{around}?of=community"


@pytest.mark.parametrize("broken", ["", "x", "²", "99", "9" * 30])
def test_move_with_broken_fields_is_refused_at_the_field(desk, two, monday, broken):
    said = refused(desk, monday, moving(two[0], slot=broken))
    assert list(said) == ["slot"]


def test_of_two_dispatchers_the_slower_reads_what_became_of_the_move(desk, two, walk, monday):
    order, first, second = two
    pinned = f"{WEEK}?week={monday}&pin={order.number}.3.{second.pk}"
    actions.dispatch(order, by=walk.secretary, volunteers=[first])
    answer = desk.get(pinned)
    ((number, said),) = answer.context["lost"]
    assert (number, "a colleague" in said) == (order.number, True)
    assert [each["going"].order.pk for group in answer.context["groups"] for each in group["going"]] == [
        order.pk
    ]
    assert list(refused(desk, monday, moving(order, second))) == ["order"]


def test_sending_one_volunteer_for_two_orders_at_once_leaves_the_second(desk, two, wanted, monday):
    order, first, _second = two
    other = wanted()
    both = sent(order, first) | sent(other, first) | {"send": [order.number, other.number]}
    summary = desk.post(f"{SEND}?week={monday}", both).context["summary"]
    assert [each.pk for each in summary.done] == [order.pk]
    assert [each.reason for each in summary.left] == [
        f"{first.shown} has been put down for order {order} at that time."
    ]


@pytest.mark.parametrize("junk", ["x", "1.2.3.4.5", "..", "²²²²²²²²².3", "999999999.99", "9" * 40 + ".3"])
def test_an_address_that_makes_no_sense_shows_the_plan_as_it_is(desk, two, monday, junk):
    answer = desk.get(WEEK, {"week": monday.isoformat(), "pin": junk, "hold": junk, "order": junk})
    assert (answer.status_code, planned(answer)) == (200, {two[0].number: (3, [two[1].pk])})


def test_volunteers_stand_beside_with_what_they_have_and_where_they_have_time(desk, walk, wanted, monday):
    free = walk.volunteer(hours=[(2, dt.time(8), dt.time(12)), (4, dt.time(13), dt.time(18))])
    wanted()
    (line,) = desk.get(WEEK, {"week": monday.isoformat()}).context["people"]
    marks = {mark.slot: mark.kind for mark in line["busy"].marks if mark.kind}
    assert (line["busy"].volunteer.pk, marks) == (free.pk, {3: "proposed", 10: "free"})
    day = {"week": monday.isoformat(), "day": (monday + dt.timedelta(days=1)).isoformat()}
    answer = desk.get(WEEK, day)
    assert [head for head, _cell in answer.context["people"][0]["cells"]] == [
        "morning 0–12",
        "afternoon 12–18",
        "evening 18–24",
    ]
