"""Following an order by its number and query code, and what one can do with it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.trades.orders.views.writing import english, following
from tongxin.ground.posts.actors import NOBODY
from tongxin.trades.orders import actions
from tongxin.trades.orders.actions import Contact
from tongxin.trades.orders.models import Order

HOUR = timedelta(hours=1)


@pytest.fixture
def order(walk) -> Order:
    """An order that was placed just now, by the browser's clock."""
    since = timezone.now() + timedelta(days=1)
    return walk.place(windows=[(since, since + 3 * HOUR)], now=timezone.now())


def page_of(order: Order) -> str:
    return reverse("orders:tracked", args=[order.number])


def step_of(order: Order, step: str) -> str:
    return reverse("orders:resident_step", args=[order.number, step])


def sentence(client, order: Order) -> str:
    answer = client.get(page_of(order))
    return " ".join(answer.content.decode().split("<h1>")[1].split("</h1>")[0].split())


def test_number_and_code_open_the_order_and_a_wrong_code_nothing(order):
    assert following(order).get(page_of(order)).status_code == 200
    wrong = english().post(reverse("cases:track"), {"number": order.number, "code": "22222222"})
    assert (wrong.status_code, english().get(page_of(order)).status_code) == (422, 404)


def test_what_this_device_may_open_is_listed_and_can_be_forgotten(order):
    client = following(order)
    assert page_of(order) in client.get(reverse("cases:track")).content.decode()
    client.post(reverse("cases:let_go"))
    assert client.get(page_of(order)).status_code == 404


@pytest.mark.parametrize(
    ("state", "begins"),
    [
        ("ordered", "The community has your order and tells you by"),
        ("accepted", "The community has taken it on and is looking for somebody"),
        ("open", "Volunteers near you can take it now."),
        ("widened", "Volunteers in the whole street can take it now."),
        ("dispatched", "Somebody has been asked and answers by"),
        ("taken", "Somebody comes to you, and agrees on the time with you by"),
        ("scheduled", "The time is agreed:"),
        ("on_way", "They are on their way to you."),
        ("own_duty", "The community does it itself, by"),
        ("done", "It is done, we are told. How was it?"),
        ("rated", "Thank you for your word."),
        ("closed", "Finished. Thank you."),
        ("refused", "We can't take it on."),
        ("became_case", "It is not a service but something to be solved"),
        ("cancelled", "It was cancelled."),
    ],
)
def test_every_state_is_a_sentence(walk, state, begins):
    found = walk.order(state)
    assert sentence(following(found), found)[: len(begins)] == begins


def test_the_reason_of_a_refusal_is_read_by_whoever_ordered_alone(walk):
    refused = walk.order("refused")
    assert "请走物业报修" in following(refused).get(page_of(refused)).content.decode()


def test_a_wish_that_became_a_report_leads_there_with_its_number(walk):
    order = walk.order("became_case")
    page = following(order).get(page_of(order)).content.decode()
    assert f'href="{reverse("cases:track")}?number={order.case_number}"' in page


def test_other_times_are_wished_for(order):
    client, day = following(order), timezone.localtime() + timedelta(days=3)
    told = {"since": f"{day:%Y-%m-%dT09:00}", "until": f"{day:%Y-%m-%dT12:00}"}
    form = client.get(step_of(order, "change")).context["tried"].form
    assert f"{timezone.localtime(order.windows.get().since):%Y-%m-%d %H:%M}" in str(form["since"])
    assert client.post(step_of(order, "change"), told).url == page_of(order)
    assert f"{timezone.localtime(order.windows.get().since):%Y-%m-%dT%H:%M}" == told["since"]


def test_times_that_are_past_are_refused_at_the_field_and_kept(order):
    told = {"since": "2026-01-05T09:00", "until": "2026-01-05T12:00"}
    page = following(order).post(step_of(order, "change"), told)
    assert page.status_code == 422
    assert list(page.context["tried"].form.errors) == ["since"]
    assert page.context["tried"].form["until"].value() == told["until"]


def test_it_is_cancelled_and_twice_is_once(order):
    client = following(order)
    form = client.get(step_of(order, "cancel")).context["tried"].form
    told = {"reason": "", "client_key": form["client_key"].value(), "version": form["version"].value()}
    assert [client.post(step_of(order, "cancel"), told).url for _each in range(2)] == [page_of(order)] * 2
    order.refresh_from_db()
    assert order.state == "cancelled"


def test_it_is_rated_in_two_taps(walk):
    order = walk.order("done")
    client = following(order)
    assert (
        f"{step_of(order, 'rate')}?content=4&amp;time_right=yes"
        in client.get(page_of(order)).content.decode()
    )
    form = client.get(step_of(order, "rate"), {"content": "4", "time_right": "yes"}).context["tried"].form
    told = {name: form[name].value() for name in ("content", "time_right", "version", "client_key")}
    assert client.post(step_of(order, "rate"), told).url == page_of(order)
    order.refresh_from_db()
    assert (order.state, order.satisfied) == ("closed", 4)
    assert order.engagements.get().confirmed_minutes == 50


def test_a_step_that_is_not_a_residents_is_not_there(order):
    assert following(order).get(step_of(order, "accept")).status_code == 404


def test_a_step_too_late_says_why(walk):
    order = walk.order("cancelled")
    page = following(order).post(step_of(order, "cancel"), {"reason": "不用了"})
    assert page.status_code == 409
    assert page.context["tried"].refusal.reason


def test_a_standing_order_need_not_come_again(walk):
    since = timezone.now() + timedelta(days=1)
    order = walk.place(
        windows=[(since, since + 3 * HOUR)],
        now=timezone.now(),
        repeats=(7, timezone.localdate() + timedelta(days=60)),
    )
    client = following(order)
    assert client.post(reverse("orders:end_standing", args=[order.number])).url == page_of(order)
    order.standing.refresh_from_db()
    assert order.standing.ended_at is not None


def test_who_comes_is_named_by_a_masked_name(walk):
    order = walk.order("taken")
    assert (
        following(order).get(page_of(order)).context["who"] == order.engaged()[0].volunteer.person.shown_name
    )


def test_whoever_ordered_for_another_place_sees_only_their_own(walk, order):
    other = actions.place_order(
        place=walk.cast.a.door,
        by=NOBODY,
        way="web",
        windows=[(timezone.now() + timedelta(days=1), timezone.now() + timedelta(days=1, hours=3))],
        kind=walk.kind("smartphone"),
        requester=Contact("赵一", "13800009999"),
    ).order
    assert following(order).get(page_of(other)).status_code == 404
