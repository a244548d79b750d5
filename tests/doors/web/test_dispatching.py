"""The board of a week: proposed, looked through, sent; two dispatchers at once."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.trades.orders.walking import Walk
from tongxin.insight.dispatching.slots import monday_of
from tongxin.insight.planning import flows
from tongxin.trades.orders import actions

pytestmark = pytest.mark.django_db
WEEK = reverse("dispatching:week")
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
        with django_assert_num_queries(11):
            desk.get(WEEK, {"week": monday.isoformat()})
        make()
