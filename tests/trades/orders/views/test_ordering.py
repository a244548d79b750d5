"""An order page by page: nothing that was said is lost, nobody else reads it, it is one order."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.trades.cases.views.writing import photo
from tests.trades.orders.views.writing import MYSELF, ORDER, REACH, begun, english, filled, in_days, sent
from tongxin.doors.web.letters import COOKIE as LETTERS
from tongxin.engine.photos.models import Aside
from tongxin.ground.people.selectors import text_in_force
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.actions import issue_code
from tongxin.trades.orders import actions, tasks
from tongxin.trades.orders.models import Order, OrderDraft, StandingOrder


@pytest.fixture
def browser(cast):
    return english()


def said(page, field: str) -> list[str]:
    return page.context["form"].errors.get(field, [])


def test_five_questions_make_one_order(walk, browser):
    code = issue_code(walk.cast.a.door, by=SYSTEM).code
    page = browser.get(ORDER, {"at": code})
    first = {"client_key": page.context["key"], "at": code, "kind": "errands"}
    when = browser.post(ORDER, first).url
    whom = browser.post(when, in_days(1) | in_days(2, "14:00", "18:00", 2) | {"every_days": "0"}).url
    reach = browser.post(whom, MYSELF).url
    assert text_in_force("order").body_en in unescape(browser.get(reach).content.decode())
    check = browser.post(reach, REACH).url
    text = browser.get(check).content.decode()
    assert [word in text for word in ("Errands", "三楼左门", "王小芳", "13800001234")] == [True] * 4
    assert browser.post(check, {"send": "1"}).url == reverse("orders:sent")
    order = Order.objects.get()
    kept = order.kind.code, order.place, order.way, order.address_note, order.client_key
    assert kept == ("errands", walk.cast.a.door, "place_code", "三楼左门", first["client_key"])
    assert [timezone.localtime(each.since).strftime("%H:%M") for each in order.windows.all()] == [
        "09:00",
        "14:00",
    ]
    assert order.requester.notices_given.get().text.kind == "order"
    assert str(order) in browser.get(reverse("orders:sent")).content.decode()
    assert browser.get(reverse("orders:tracked", args=[order.number])).status_code == 200


def test_a_wish_for_a_named_neighbour_again_and_again(walk, browser):
    draft = begun(browser, walk.cast.a.door, kind="", text="想学写毛笔字", wish="1")
    until = timezone.localdate() + timedelta(days=60)
    assert (
        browser.post(f"{draft}/when", in_days(3) | {"every_days": "7", "repeat_until": until}).status_code
        == 302
    )
    other = {"whom": "other", "other_name": "赵奶奶", "other_phone": "", "tongue": "dialect"}
    assert browser.post(f"{draft}/whom", other).status_code == 302
    assert browser.post(f"{draft}/reach", REACH).status_code == 302
    assert sent(browser, draft).url == reverse("orders:sent")
    order = Order.objects.get()
    assert (order.kind, order.text, order.tongue, order.beneficiary.name.reveal()) == (
        None,
        "想学写毛笔字",
        "dialect",
        "赵奶奶",
    )
    assert (StandingOrder.objects.get().every_days, StandingOrder.objects.get().until) == (7, until)


def test_sent_twice_is_one_order_and_every_page_leads_to_its_number(walk, browser):
    draft = filled(browser, walk.cast.a.door)
    assert [sent(browser, draft).url for _each in range(2)] == [reverse("orders:sent")] * 2
    pages = ("", "/when", "/whom", "/reach", "/check")
    assert [browser.get(f"{draft}{page}").url for page in pages] == [reverse("orders:sent")] * 5
    assert Order.objects.count() == 1


def test_nothing_said_is_kept_after_sending_and_it_lay_sealed(walk, browser):
    draft = filled(browser, walk.cast.a.door)
    with connection.cursor() as cursor:
        cursor.execute("select said from orders_orderdraft")
        (lying,) = cursor.fetchone()
    assert "王小芳".encode() not in bytes(lying)
    sent(browser, draft)
    kept = OrderDraft.objects.get()
    assert (bool(kept.said), kept.place, kept.order) == (False, None, Order.objects.get())


def test_a_draft_opens_in_its_own_browser_alone(walk, browser):
    draft = filled(browser, walk.cast.a.door)
    pages = ("", "/when", "/whom", "/reach", "/check", "/forget")
    assert [english().get(f"{draft}{page}").status_code for page in pages] == [404] * 6
    assert browser.get(f"{draft}/check").status_code == 200


def test_a_draft_is_thrown_away_by_hand_or_after_two_days(walk, browser):
    drafts = [filled(browser, walk.cast.a.door) for _each in range(2)]
    assert browser.post(f"{drafts[0]}/forget").status_code == 302
    assert OrderDraft.objects.count() == 1
    assert actions.sweep_drafts(now=timezone.now() + timedelta(days=1)) == 0
    assert actions.sweep_drafts(now=timezone.now() + timedelta(days=3)) == 1


def test_the_clock_erases_begun_orders_and_photos_put_aside_once_an_hour():
    hourly = {each.task.name: each.cron for each in tasks.app.periodic_registry.periodic_tasks.values()}
    names = ("orders.sweep_drafts", "cases.sweep_drafts", "photos.sweep_aside")
    assert {name: hourly[name].split()[1:] for name in names} == dict.fromkeys(names, ["*"] * 4)


@pytest.mark.parametrize(
    ("times", "field", "sentence"),
    [
        (in_days(1) | {"day_1": ""}, "day_1", "Please say when it would suit you."),
        (in_days(-1), "day_1", "This time is past; please choose a later one."),
        (in_days(90), "day_1", "Please choose a time within the next 60 days."),
        (in_days(1, "12:00", "09:00"), "day_1", "The end has to be after the beginning."),
        (in_days(1, "09:00", ""), "until_1", "Please give both the beginning and the end."),
        (
            in_days(1, "09:00", "09:20"),
            "day_1",
            "The time is too short for this service; please leave a little more room.",
        ),
        (
            in_days(1) | in_days(1, "11:00", "14:00", 2),
            "day_2",
            "Two of these times overlap; please make one of them.",
        ),
        (in_days(1) | {"every_days": "7"}, "repeat_until", "Please say until which day it is wanted."),
        (
            in_days(2) | {"every_days": "7", "repeat_until": in_days(1)["day_1"]},
            "repeat_until",
            "Please choose a last day after the first one and within a year.",
        ),
    ],
)
def test_a_time_that_can_not_be_is_said_at_the_field_and_kept(walk, browser, times, field, sentence):
    draft = begun(browser, walk.cast.a.door)
    page = browser.post(f"{draft}/when", times)
    assert page.status_code == 422
    assert {name: list(errors) for name, errors in page.context["form"].errors.items()} == {field: [sentence]}
    kept = {name: page.context["form"][name].value() for name in times}
    assert kept == times


@pytest.mark.parametrize(
    ("question", "told", "field"),
    [
        ("whom", {}, "whom"),
        ("whom", {"whom": "other"}, "other_name"),
        ("whom", {"whom": "other", "other_name": "赵奶奶", "other_phone": "12"}, "other_phone"),
        ("reach", {"name": "王小芳"}, "phone"),
        ("reach", {"phone": "13800001234"}, "name"),
        ("reach", {"name": "王小芳", "phone": "abc"}, "phone"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_the_field(walk, browser, question, told, field):
    draft = begun(browser, walk.cast.a.door)
    page = browser.post(f"{draft}/{question}", told)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert page.content.decode().count("error-summary") == 1


def test_an_empty_wish_is_said_and_begins_nothing(walk, browser):
    page = browser.post(ORDER, {"place": walk.cast.a.door.pk, "wish": "1", "text": " "})
    assert (page.status_code, page.context["error"]) == (422, "Please say in a few words what you wish for.")
    assert OrderDraft.objects.count() == 0


def test_what_left_the_menu_meanwhile_is_said_before_it_is_sent(walk, browser):
    draft = filled(browser, walk.cast.a.door)
    actions.take_off(walk.kind(), by=SYSTEM)
    page = sent(browser, draft)
    assert (page.status_code, list(map(str, page.context["errors"]))) == (
        422,
        ["This service is not on the menu here."],
    )
    assert Order.objects.count() == 0


def test_the_last_page_leads_to_the_first_question_without_an_answer(walk, browser):
    draft = begun(browser, walk.cast.a.door)
    assert browser.get(f"{draft}/check").url == f"{draft}/when"
    browser.post(f"{draft}/when", in_days(1))
    assert browser.get(f"{draft}/check").url == f"{draft}/whom"


def test_a_begun_order_is_offered_again_and_its_service_can_be_changed(walk, browser):
    draft = filled(browser, walk.cast.a.door)
    page = browser.get(ORDER, {"place": walk.cast.a.door.pk})
    assert f"{draft}/check" in page.content.decode()
    assert browser.post(draft, {"kind": "haircut"}).url == f"{draft}/check"
    assert "Haircut" in browser.get(f"{draft}/check").content.decode()


def test_photos_stay_with_what_is_written_and_go_along_with_the_order(walk, browser):
    draft = begun(browser, walk.cast.a.door)
    browser.post(f"{draft}/when", in_days(1))
    wrong = browser.post(f"{draft}/whom", {"whom": "other", "photos": [photo()]})
    [kept] = wrong.context["photos"]
    assert (wrong.status_code, f'value="{kept["name"]}" checked' in wrong.text) == (422, True)
    assert (
        browser.post(f"{draft}/whom", MYSELF | {"keep": kept["name"], "photos": [photo()]}).status_code == 302
    )
    browser.post(f"{draft}/reach", REACH)
    assert "with 2 photos" in browser.get(f"{draft}/check").text
    assert sent(browser, draft).url == reverse("orders:sent")
    order = Order.objects.get()
    assert (order.pictures.filter(showing="asked").count(), Aside.objects.count()) == (2, 0)


def test_a_photo_that_is_unticked_does_not_go_along(walk, browser):
    draft = filled(browser, walk.cast.a.door)
    assert browser.post(f"{draft}/whom", MYSELF | {"photos": [photo()]}).status_code == 302
    [_kept] = browser.get(f"{draft}/whom").context["photos"]
    browser.post(f"{draft}/whom", MYSELF)
    sent(browser, draft)
    assert Order.objects.get().pictures.count() == 0


def test_photos_are_forgotten_with_what_was_begun(walk, browser):
    draft = filled(browser, walk.cast.a.door)
    browser.post(f"{draft}/whom", MYSELF | {"photos": [photo()]})
    browser.post(f"{draft}/forget")
    assert Aside.objects.count() == 0


def test_for_what_is_sensitive_no_photo_is_asked_for_or_sent(walk, browser):
    draft = filled(browser, walk.cast.a.door)
    browser.post(f"{draft}/whom", MYSELF | {"photos": [photo()]})
    browser.post(draft, {"kind": "subsidy_papers"})
    assert 'name="photos"' not in browser.get(f"{draft}/whom").text
    assert "photo" not in browser.get(f"{draft}/check").text
    assert sent(browser, draft).url == reverse("orders:sent")
    assert (Order.objects.get().pictures.count(), Aside.objects.count()) == (0, 0)


def test_in_large_letters_each_question_can_be_read_aloud_and_repeats_are_folded(walk, browser):
    browser.cookies[LETTERS] = "1"
    draft = filled(browser, walk.cast.a.door)
    pages = {page: browser.get(f"{draft}{page}").text for page in ("", "/when", "/whom", "/reach", "/check")}
    assert {page for page, text in pages.items() if "data-read-aloud" in text} == {*pages}
    folded = '<details class="wanted-time"><summary>Again and again</summary>'
    assert [folded in pages["/when"], 'name="repeat_until"' in pages["/when"]] == [True, True]
    wrong = browser.post(f"{draft}/when", in_days(1) | {"every_days": "7", "repeat_until": ""})
    assert folded.replace(">", " open>", 1) in wrong.text
