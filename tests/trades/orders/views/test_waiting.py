"""An order written without a signal comes in once, and the page telephones keep is about nobody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.trades.cases.views.writing import photo
from tests.trades.orders.views.writing import english, filled, following, in_days, sent, whole
from tongxin.engine.photos.models import Aside
from tongxin.engine.tickets import codes
from tongxin.trades.orders.models import Order, OrderDraft, StandingOrder
from tongxin.trades.orders.selectors.sight import pictures_of

WHOLE = reverse("orders:whole")


@pytest.fixture
def written(walk) -> dict[str, object]:
    return whole(walk.cast.a.door)


@pytest.fixture
def browser(walk) -> Client:
    return english()


def test_it_comes_in_and_can_be_followed(walk, written, browser) -> None:
    answer = browser.post(WHOLE, written | {"photos": photo()})
    order = Order.objects.get()
    assert answer.json() == {
        "number": str(order),
        "code": codes.grouped(codes.code_for(written["client_key"])),
        "href": reverse("orders:tracked", args=[order.number]),
    }
    kept = order.kind.code, order.place, order.way, order.address_note, order.windows.count()
    assert kept == ("errands", walk.cast.a.door, "web", "三楼左门", 1)
    assert len(pictures_of(order)["asked"]) == 1
    assert browser.get(answer.json()["href"]).status_code == 200


def test_a_wish_for_somebody_else_again_and_again(written, browser) -> None:
    until = timezone.localdate() + timedelta(days=60)
    wish = {"kind": "", "text": " 想学写毛笔字 ", "every_days": "7", "repeat_until": str(until)}
    other = {"whom": "other", "other_name": "赵奶奶", "other_phone": ""}
    assert browser.post(WHOLE, written | wish | other).status_code == 200
    order, standing = Order.objects.get(), StandingOrder.objects.get()
    assert (order.text, order.kind, order.beneficiary is None) == ("想学写毛笔字", None, False)
    assert (standing.every_days, standing.until) == (7, until)


def test_sent_again_it_answers_with_the_same_number_though_its_time_has_passed(written, browser) -> None:
    first = browser.post(WHOLE, written)
    again = english().post(WHOLE, written | in_days(-1))
    assert (again.status_code, again.json(), Order.objects.count()) == (200, first.json(), 1)


@pytest.mark.parametrize("other", [{"kind": "", "text": "想学写毛笔字"}, {"kind": "haircut"}])
def test_another_order_under_the_key_is_told_the_number_and_that_it_differs(written, browser, other) -> None:
    first = browser.post(WHOLE, written)
    again = browser.post(WHOLE, written | other)
    assert (again.status_code, again.json()) == (409, first.json())
    assert Order.objects.get().kind.code == "errands"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "", "text": " "}, "text"),
        ({"kind": "", "text": "\0"}, "text"),
        ({"kind": "none-such"}, "kind"),
        ({"place": ""}, "community"),
        ({"at": "NOSUCHCODE", "place": ""}, "community"),
        (in_days(-1), "day_1"),
        ({"whom": ""}, "whom"),
        ({"phone": "12"}, "phone"),
        ({"client_key": "short"}, "client_key"),
        ({"client_key": "\0" * 32}, "client_key"),
        ({"photos": photo(b"not a photo")}, "photos"),
    ],
)
def test_what_is_wrong_is_said_in_sentences_and_nothing_is_kept(written, browser, wrong, field) -> None:
    answer = browser.post(WHOLE, written | wrong)
    assert (answer.status_code, answer.json()["errors"].keys()) == (422, {field})
    assert Order.objects.count() == 0


def test_the_draft_it_began_as_leads_to_the_order_and_keeps_nothing(walk, written, browser) -> None:
    draft = filled(browser, walk.cast.a.door)
    browser.post(WHOLE, written | {"client_key": OrderDraft.objects.get().client_key})
    assert sent(browser, draft).url == reverse("orders:sent")
    assert (Order.objects.count(), Aside.objects.count()) == (1, 0)
    assert bool(OrderDraft.objects.get().said) is False


def test_it_needs_the_token_of_our_own_pages(written, walk) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(WHOLE, written).status_code == 403
    token = browser.get(reverse("web:fresh")).json()["token"]
    assert browser.post(WHOLE, written | {"csrfmiddlewaretoken": token}).status_code == 200


def test_the_page_that_is_kept_is_the_same_for_everybody(walk, written, browser) -> None:
    browser.post(WHOLE, written)
    browsers = (english(), browser, following(Order.objects.get()))
    pages = [each.get(reverse("orders:waiting")) for each in browsers]
    assert len({page.content for page in pages}) == 1
    assert b"csrfmiddlewaretoken" not in pages[0].content
