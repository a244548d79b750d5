"""An order goes on as a case: one press, both records, the same query code."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.trades.orders.walking import Walk
from tongxin.engine.tickets import codes
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.selectors import follow
from tongxin.trades.orders import actions


@pytest.fixture
def walk(cast) -> Walk:
    return Walk(cast)


@pytest.fixture
def desk(walk) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(walk.cast.a.community_worker)
    return client


def address(order) -> str:
    return reverse("web:turn_into_case", args=[order.number])


def test_it_goes_on_as_a_case_that_the_same_code_opens(walk, desk):
    order = walk.place("", text="楼道的灯坏了半个月")
    form = desk.get(address(order)).context["form"]
    told = {"text": form["text"].value(), "note": "这是公共照明", "version": form["version"].value()}
    answer = desk.post(address(order), told)
    case = Case.objects.get()
    assert answer.url == reverse("cases:case", args=[case.number])
    order.refresh_from_db()
    assert (order.state, order.case_number, case.reporter, case.text) == (
        "became_case",
        case.number,
        order.requester,
        "楼道的灯坏了半个月",
    )
    assert follow(case.number, codes.code_for(order.client_key)).case == case


def test_without_words_nothing_is_made(walk, desk):
    order = walk.place()
    page = desk.post(address(order), {"text": "", "version": order.version})
    assert (page.status_code, list(page.context["form"].errors), Case.objects.count()) == (422, ["text"], 0)


def test_when_somebody_was_faster_no_case_is_left_behind(walk, desk):
    order = walk.place()
    form = desk.get(address(order)).context["form"]
    actions.accept(order, by=walk.secretary, openly="yes", now=timezone.now())
    page = desk.post(address(order), {"text": "电梯坏了", "version": form["version"].value()})
    assert (page.status_code, Case.objects.count()) == (422, 0)
    order.refresh_from_db()
    assert order.state == "open"


def test_an_order_that_is_over_can_not_be_turned(walk, desk):
    assert desk.get(address(walk.order("cancelled"))).status_code == 409
