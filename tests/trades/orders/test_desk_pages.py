"""The desk's pages of orders: the list, one order beside it, its steps, and who looked behind a mask."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tongxin.ground.people.models import Look
from tongxin.trades.orders import actions
from tongxin.trades.orders.models import Order


@pytest.fixture
def client():
    """A browser that reads English."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.a.community_worker)
    return client


def page(order: Order, name: str = "desk_order", **parts) -> str:
    return reverse(f"orders:{name}", kwargs={"number": order.number, **parts})


def test_list_shows_due_first_and_narrows_by_kind_and_number(desk, walk):
    errand = walk.place()
    wish = walk.place("", text="想有人陪着下盘棋", requester=walk.person())
    taken = walk.order("taken", requester=walk.person())
    shown = desk.get(reverse("orders:queue"), {"view": "open"}).context
    assert [each.thing.pk for each in shown["glances"]] == [
        each.pk
        for each in sorted((errand, wish, taken), key=lambda o: (Order.objects.get(pk=o.pk).due_at, o.pk))
    ]
    only = desk.get(reverse("orders:queue"), {"view": "open", "kind": "-"}).context["glances"]
    assert [each.thing.pk for each in only] == [wish.pk]
    by_number = desk.get(reverse("orders:queue"), {"view": "open", "number": str(taken)}).context["glances"]
    assert [each.thing.pk for each in by_number] == [taken.pk]


def test_list_of_another_street_is_empty_and_its_order_is_not_there(client, cast, walk):
    order = walk.place()
    client.force_login(cast.b.community_worker)
    assert client.get(reverse("orders:queue"), {"view": "open"}).context["glances"] == []
    assert client.get(page(order)).status_code == 404
    assert client.get(page(order, "desk_step", step="accept")).status_code == 404


def test_who_reads_no_orders_is_told_who_does(client, cast):
    client.force_login(cast.a.unit_staff)
    answer = client.get(reverse("orders:queue"))
    assert answer.status_code == 403
    assert "Only the community worker" in answer.content.decode()


def test_order_page_masks_the_people_and_says_who_is_vetted(desk, walk):
    order = walk.order("dispatched", "cleaning", requester=walk.person())
    shown = desk.get(page(order)).content.decode()
    assert "李志愿" not in shown
    assert shown.count("vetted until") == 2
    assert "two vetted volunteers are asked" in shown


def test_step_accept_suggests_open_and_moves_the_order(desk, walk):
    order = walk.place()
    address = page(order, "desk_step", step="accept")
    form = desk.get(address).context["tried"].form
    assert form.initial["openly"] == "yes"
    answer = desk.post(address, {"openly": "yes", "kind": order.kind_id, "version": order.version})
    assert answer.status_code == 302
    order.refresh_from_db()
    assert order.state == "open"


def test_step_change_begins_with_the_times_that_are_wanted(desk, walk):
    order = walk.place()
    form = desk.get(page(order, "desk_step", step="change")).context["tried"].form
    (window,) = order.windows.all()
    shown = [timezone.make_aware(form[name].value()) for name in ("since", "until")]
    assert shown == [window.since, window.until]


def test_two_dispatchers_at_once_the_slower_reads_what_changed(desk, walk):
    order = walk.order("accepted")
    seen = order.version
    actions.do_ourselves(order, by=walk.secretary, note="我们自己去一趟")
    answer = desk.post(page(order, "desk_step", step="open_up"), {"version": seen})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "我们自己去一趟" in shown
    assert "all the same" in shown
    order.refresh_from_db()
    assert order.state == "own_duty"


def test_dispatch_that_names_too_few_keeps_what_was_ticked(desk, walk):
    order = walk.order("accepted", "cleaning")
    one, _two = walk.volunteer("vetted"), walk.volunteer("vetted")
    address = page(order, "desk_step", step="dispatch")
    answer = desk.post(address, {"volunteers": [one.pk], "note": "周二上午", "version": order.version})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "nobody goes there alone" in shown
    assert answer.context["tried"].form["volunteers"].value() == [str(one.pk)]


def test_close_suggests_the_minutes_that_were_said(desk, walk):
    order = walk.order("rated")
    form = desk.get(page(order, "desk_step", step="close")).context["tried"].form
    assert form.initial["minutes"] == 50


def test_opening_a_name_is_written_down_for_its_purpose(desk, walk):
    order = walk.place()
    address = page(order, "person", whose="requester")
    assert "王小芳" not in desk.get(address).content.decode()
    refused = desk.post(address, {"purpose": "notify"})
    assert refused.status_code == 422
    opened = desk.post(address, {"purpose": "call_back"}).content.decode()
    assert "王小芳" in opened
    look = Look.objects.get(person=order.requester)
    assert (look.noun, look.thing_id, look.purpose) == ("orders.order", str(order.pk), "call_back")
    assert desk.get(page(order, "person", whose="beneficiary")).status_code == 404


def test_list_and_order_cost_the_same_however_many(desk, walk, django_assert_max_num_queries):
    for _each in range(3):
        order = walk.order("scheduled", requester=walk.person())
    with django_assert_max_num_queries(12):
        desk.get(reverse("orders:queue"))
    with django_assert_max_num_queries(12):
        desk.get(page(order))


def test_an_order_on_paper_has_dates_and_none_of_the_people(desk, walk):
    """Read on another day, "today" would be wrong; the names stay where looking at them is written down."""
    order = walk.order("taken")
    paper = desk.get(page(order, "order_print")).text.partition("<article")[2].partition("</article>")[0]
    assert str(order) in paper and order.title in paper
    assert re.findall(r"\b(?:today|tomorrow|yesterday)\b", paper) == []
    dated = re.findall(r"\d{1,2} \w{3} \d{4} \d{2}:\d{2}", paper)
    assert len(dated) > len(desk.get(page(order)).context["entries"]) > 1
    people = [order.requester, *(part.volunteer.person for part in order.engagements.all())]
    kept = ["王小芳", *(word for each in people for word in (each.shown_name, each.phone_mask))]
    assert [word for word in kept if word and word in paper] == []


def test_of_many_volunteers_the_best_are_shown_and_the_rest_is_folded_unless_ticked(desk, walk):
    order, many = walk.order("accepted"), [walk.volunteer() for _each in range(18)]
    address = page(order, "desk_step", step="dispatch")
    text = desk.get(address).text
    best, rest = text.split('<details class="choices-more">')
    assert "10 more" in rest
    assert [part.count('type="checkbox"') for part in (best, rest)] == [8, 10]
    folded = re.findall(r'name="volunteers" value="(\d+)"', rest)
    seen = re.search(r'name="version" value="(\d+)"', text)[1]
    too_many = {"version": seen, "volunteers": [folded[0], folded[1]]}
    assert '<details class="choices-more" open>' in desk.post(address, too_many).text
    assert desk.post(address, {"version": seen, "volunteers": [folded[0]]}).status_code == 302
    assert order.asked()[0].volunteer in many
