"""A volunteer's pages: the way in, what is wanted, taking and doing it."""

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.house.forms import forms_of
from tests.trades.orders.walking import NOW, Walk
from tongxin.doors.web.letters import COOKIE as LETTERS
from tongxin.engine.tickets import codes
from tongxin.ground.people.actions import register
from tongxin.ground.posts.actors import SYSTEM
from tongxin.trades.orders import actions, notices, ways_in
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.models import Order
from tongxin.trades.orders.views.volunteer.known import COOKIE

OWN = "/volunteer"
JOIN = "/volunteer/join"
TRAVELS = time_machine.travel(NOW, tick=False)


@pytest.fixture
def walk(cast):
    with TRAVELS:
        yield Walk(cast)


def test_number_and_code_lead_in_and_back_to_what_one_wanted_to_open(walk, client):
    volunteer, order = walk.volunteer(), walk.order("open")
    page = reverse("orders:offered", args=[order.number])
    asked = client.get(page)
    assert (asked.status_code, asked.url) == (302, f"/volunteer/in?next={page.replace('/', '%2F')}")
    code = ways_in.code_of(volunteer).lower()
    typed = {"number": str(volunteer), "code": f"{code[:4]} {code[4:]}", "next": page}
    entered = client.post("/volunteer/in", typed)
    assert (entered.status_code, entered.url) == (302, page)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/volunteer", "//elsewhere.example", "/desk/cases"]
)
def test_the_way_in_leads_to_volunteers_pages_only(walk, client, wanted):
    volunteer = walk.volunteer()
    typed = {"number": volunteer.number, "code": ways_in.code_of(volunteer), "next": wanted}
    assert client.post("/volunteer/in", typed).url == OWN


def test_a_wrong_code_or_number_gets_one_sentence_and_keeps_what_was_typed(walk, client):
    volunteer, other = walk.volunteer(), walk.volunteer()
    pages = [
        client.post("/volunteer/in", {"number": number, "code": code})
        for number, code in [
            (volunteer.number, ways_in.code_of(other)),
            ("000000000", ways_in.code_of(volunteer)),
            (volunteer.number, "验证码"),
        ]
    ]
    assert [page.status_code for page in pages] == [422, 422, 422]
    assert len({str(page.context["form"].non_field_errors()) for page in pages}) == 1
    assert pages[0].context["form"]["number"].value() == volunteer.number
    assert COOKIE not in client.cookies


def test_an_orders_query_code_is_never_a_volunteers_code(walk):
    """A resident chooses the key an order's code is drawn from; it must not lead to a volunteer's."""
    volunteer = walk.volunteer()
    keys = [f"{before}{volunteer.number}:0" for before in ("", "orders.volunteer-code:", "\0")]
    assert ways_in.code_of(volunteer) not in [codes.code_for(key) for key in keys]


@pytest.fixture
def reachable(walk):
    """A volunteer whose telephone number is known."""
    person = register(name="李志愿", phone="13900001234", place=walk.cast.a.door, invented=True, by=SYSTEM)
    return walk.volunteer(person=person)


def test_the_personal_link_asks_for_four_digits_once_on_a_device(reachable, client):
    link = notices.link(reachable, "the:self")
    assert client.get(link).status_code == 200
    wrong = client.post(link, {"digits": "9999"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["digits"])
    right = client.post(link, {"digits": "1234"})
    assert (right.status_code, right.url) == (302, OWN)
    assert client.get(link).url == OWN


def test_four_digits_are_guessed_ten_times_a_day_and_no_more(reachable, client):
    link = notices.link(reachable, "the:self")
    cache.set(f"orders.way-in:{reachable.pk}:0", 10, 60)
    answer = client.post(link, {"digits": "1234"})
    assert answer.status_code == 422
    assert len(answer.context["form"].non_field_errors()) == 1
    assert COOKIE not in client.cookies


def test_leaving_closes_every_way_in(walk, client, let):
    volunteer = walk.volunteer()
    link, code = notices.link(volunteer, "the:self"), ways_in.code_of(volunteer)
    let(volunteer)
    assert client.get(OWN).status_code == 200
    actions.leave(volunteer, by=volunteer_actor(volunteer))
    assert client.get(OWN).status_code == 302
    assert client.get(link).status_code == 404
    assert client.post("/volunteer/in", {"number": volunteer.number, "code": code}).status_code == 422


def test_a_device_can_forget_who_one_is(walk, client, let):
    let(walk.volunteer())
    client.post("/volunteer/out")
    assert client.get(OWN).status_code == 302


@pytest.mark.parametrize("value", ["", "7", "x.y", "1.1:forged"])
def test_a_forged_cookie_opens_nothing(walk, client, value):
    walk.volunteer()
    client.cookies[COOKIE] = value
    assert client.get(OWN).status_code == 302


def test_what_is_wanted_says_why_it_suits_and_not_which_door(walk, let):
    volunteer = walk.volunteer(interests=["errands"])
    order = walk.order("open", address_note="三楼东户", text="请打 13800001234")
    page = let(volunteer).get(OWN)
    [(wanted, community, words)] = page.context["wanted"]
    assert (wanted.order, community, words) == (order, "天安社区", "请打 138****34")
    assert wanted.because == ("您喜欢做这个", "在您自己的社区")
    text = page.content.decode()
    assert [private for private in ("三楼东户", "3号楼", "13800001234") if private in text] == []


def test_one_tap_takes_it_and_shows_the_door(walk, let):
    volunteer = walk.volunteer()
    order = walk.order("open", address_note="三楼东户")
    client = let(volunteer)
    taken = client.post(reverse("orders:volunteer_step", args=[order.number, "take"]))
    assert (taken.status_code, taken.url) == (302, reverse("orders:offered", args=[order.number]))
    page = client.get(taken.url)
    assert (page.context["where"], page.context["address_note"]) == (order.place.full_name, "三楼东户")
    assert [offer["href"].rpartition("/")[2] for offer in page.context["offers"] if offer["allowed"]] == [
        "schedule",
        "hand_back",
        "swap",
    ]


def test_who_is_late_waits_for_nobody(walk, let):
    late, first = walk.volunteer(), walk.volunteer()
    order = walk.order("open")
    actions.take(order, by=volunteer_actor(first))
    browser = let(late)
    with CaptureQueriesContext(connection) as asked:
        assert browser.post(reverse("orders:volunteer_step", args=[order.number, "take"])).status_code == 409
    assert [each["sql"] for each in asked if "FOR UPDATE" in each["sql"]] == []


def test_who_is_a_little_late_is_told_kindly_and_of_what_else_there_is(walk, let):
    late, other = walk.volunteer(), walk.volunteer()
    order, second = walk.order("open"), walk.order("open", requester=walk.person())
    actions.take(order, by=volunteer_actor(other), now=NOW)
    page = let(late).post(reverse("orders:volunteer_step", args=[order.number, "take"]))
    assert page.status_code == 409
    assert str(page.context["refused"]) == "有人快了一步，这一单已经有人接了。谢谢您。"
    assert [each.order for each in page.context["others"]] == [second]
    assert "3号楼" not in page.content.decode()


def test_too_many_on_hand_gets_the_sentence_of_the_cap(walk, let):
    volunteer = walk.volunteer(most_open=1)
    first, second = walk.order("open"), walk.order("open", requester=walk.person())
    actions.take(first, by=volunteer_actor(volunteer), now=NOW)
    client = let(volunteer)
    page = client.post(reverse("orders:volunteer_step", args=[second.number, "take"]))
    assert page.status_code == 409
    assert client.get(OWN).context["full"] is True
    assert Order.objects.get(pk=second.pk).state == "open"


def test_who_ordered_it_can_not_take_it(walk, let):
    volunteer = walk.volunteer()
    order = walk.order("open", requester=volunteer.person)
    page = let(volunteer).post(reverse("orders:volunteer_step", args=[order.number, "take"]))
    assert page.status_code == 409
    assert order.engagements.count() == 0


def test_an_order_of_another_street_or_not_open_is_not_there(walk, let):
    client = let(walk.volunteer(home=walk.cast.b.door))
    numbers = [walk.order("open").number, walk.order("accepted", code="accompany_hospital").number, "123"]
    pages = [client.get(f"/volunteer/orders/{number}") for number in numbers]
    assert [page.status_code for page in pages] == [404, 404, 404]


def test_only_a_volunteers_own_steps_have_pages(walk, let):
    client, order = let(walk.volunteer()), walk.order("open")
    steps = ["accept", "cancel", "widen", "no_such_step"]
    answers = [client.get(f"/volunteer/orders/{order.number}/{step}").status_code for step in steps]
    assert answers == [404] * 4


def test_from_asked_to_done_on_the_phone(walk, client, let):
    order = walk.order("dispatched")
    volunteer = order.asked()[0].volunteer
    let(volunteer)
    base = f"/volunteer/orders/{order.number}"
    assert [part.order for part in client.get(OWN).context["asked"]] == [order]
    assert client.post(f"{base}/agree").url == base
    late = client.post(f"{base}/schedule", {"starts_at": "2026-11-20T10:00"})
    assert (late.status_code, list(late.context["tried"].form.errors)) == (422, ["starts_at"])
    assert client.post(f"{base}/schedule", {"starts_at": "2026-11-23T10:00"}).url == base
    with time_machine.travel(NOW.replace(hour=9, minute=40), tick=False):
        assert client.post(f"{base}/set_out").url == base
        kept = client.post(f"{base}/finish", {"note": "药送到了", "minutes": "0"})
        assert (kept.status_code, kept.context["tried"].form["note"].value()) == (422, "药送到了")
        assert client.post(f"{base}/finish", {"note": "药送到了", "minutes": "45"}).url == base
    order.refresh_from_db()
    assert (order.state, order.engagements.get().minutes) == ("done", 45)


def test_a_swap_is_asked_for_and_agreed_to(walk, client, let):
    order = walk.order("taken")
    taker, other = order.engaged()[0].volunteer, walk.volunteer()
    base = f"/volunteer/orders/{order.number}"
    let(taker)
    wrong = client.post(f"{base}/swap", {"number": "111 222 333"})
    assert (wrong.status_code, list(wrong.context["tried"].form.errors)) == (422, ["number"])
    assert client.post(f"{base}/swap", {"number": str(other)}).url == base
    let(other)
    assert client.post(f"{base}/agree_swap").url == base
    assert [part.volunteer for part in order.engaged()] == [other]
    let(taker)
    assert client.get(OWN).context["taken"] == []


def test_who_declines_or_hands_back_goes_back_to_the_own_page(walk, client, let):
    asked = walk.order("dispatched")
    let(asked.asked()[0].volunteer)
    assert client.post(f"/volunteer/orders/{asked.number}/decline").url == OWN
    taken = walk.order("taken", requester=walk.person())
    let(taken.engaged()[0].volunteer)
    answer = client.post(f"/volunteer/orders/{taken.number}/hand_back", {"reason": "发烧了"})
    assert answer.url == OWN


def test_a_message_to_many_carries_no_secret(walk):
    order = walk.order("dispatched")
    page = f"/volunteer/orders/{order.number}"
    assert [notices.link(order, who) for who in ("the:near", "the:asked", "the:taker")] == [page] * 3


def test_in_large_letters_long_lists_are_folded_and_nothing_is_left_out(client, walk):
    usual = client.get(reverse("orders:join")).text
    client.cookies[LETTERS] = "1"
    large = client.get(reverse("orders:join")).text
    asked = [
        {(each.name, each.value) for form in forms_of(page) for each in form.controls if form.action == JOIN}
        for page in (usual, large)
    ]
    hidden = {name for name, _value in asked[0] ^ asked[1]}
    assert (len(asked[1]) > 40, hidden) == (True, {"csrfmiddlewaretoken", "proof"} & hidden)
    folds = [page.count('<details class="fold"><summary>') for page in (usual, large)]
    assert folds[1] - folds[0] == 4
