"""The desk orders for somebody who phones or comes by."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.trades.cases.views.writing import photo
from tests.trades.orders.views.writing import english, in_days
from tongxin.engine.photos.models import Aside
from tongxin.engine.tickets import codes
from tongxin.trades.orders.models import Order
from tongxin.trades.orders.selectors import follow

ADDRESS = reverse("orders:order_for")


@pytest.fixture
def desk(walk) -> Client:
    client = english()
    client.force_login(walk.cast.a.community_worker)
    return client


def said(client: Client, place, **more: str) -> dict[str, str]:
    """The page filled in for somebody on the telephone."""
    key = client.get(ADDRESS).context["form"]["client_key"].value()
    return (
        {
            "client_key": key,
            "way": "phone",
            "name": "王小芳",
            "phone": "13800001234",
            "kind": "errands",
            "text": "",
            "urgency": "normal",
            "where": place.full_name,
            "every_days": "0",
            "whom": "other",
            "other_name": "赵奶奶",
            "address_note": "三楼左门",
            "tongue": "",
        }
        | in_days(1)
        | more
    )


def test_a_daughter_orders_by_telephone_and_is_told_number_and_code(walk, desk):
    answer = desk.post(ADDRESS, said(desk, walk.cast.a.door))
    order = Order.objects.get()
    assert answer.url == reverse("orders:handed_out", args=[order.number])
    kept = order.way, order.kind.code, order.place, order.beneficiary.name.reveal(), order.minutes
    assert kept == ("phone", "errands", walk.cast.a.door, "赵奶奶", 45)
    page = desk.get(answer.url)
    assert follow(order.number, page.context["code"]).order == order
    assert page.context["code"] == codes.grouped(codes.code_for(order.client_key))
    assert desk.get(answer.url).url == reverse("orders:desk_order", args=[order.number])


def test_the_same_page_sent_twice_is_one_order(walk, desk):
    told = said(desk, walk.cast.a.door) | {"anyway": "1"}
    assert [desk.post(ADDRESS, told).status_code for _each in range(2)] == [302, 302]
    assert Order.objects.count() == 1


def test_open_orders_of_the_same_person_are_shown_first(walk, desk):
    desk.post(ADDRESS, said(desk, walk.cast.a.door))
    told = said(desk, walk.cast.a.door, kind="smartphone")
    page = desk.post(ADDRESS, told)
    assert (page.status_code, page.context["alike"], Order.objects.count()) == (200, [Order.objects.get()], 1)
    assert page.context["form"]["address_note"].value() == "三楼左门"
    assert desk.post(ADDRESS, told | {"anyway": "1"}).status_code == 302
    assert Order.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": ""}, "phone"),
        ({"kind": ""}, "text"),
        ({"where": "没有这个地方"}, "where"),
        ({"day_1": ""}, "day_1"),
        ({"until_1": "09:10"}, "day_1"),
        ({"day_1": str(timezone.localdate().replace(year=2020))}, "day_1"),
        ({"other_name": ""}, "other_name"),
        ({"whom": ""}, "whom"),
        ({"kind": "no_such"}, "kind"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_kept(walk, desk, change, field):
    page = desk.post(ADDRESS, said(desk, walk.cast.a.door, **change))
    assert (page.status_code, list(page.context["form"].errors), Order.objects.count()) == (422, [field], 0)


def test_a_place_of_another_street_is_not_found(walk, desk):
    page = desk.post(ADDRESS, said(desk, walk.cast.b.door))
    assert (page.status_code, list(page.context["form"].errors), Order.objects.count()) == (422, ["where"], 0)


def test_who_may_not_order_for_others_reads_why(walk):
    client = english()
    client.force_login(walk.cast.a.unit_staff)
    assert client.get(ADDRESS).status_code == 403


def test_photos_stay_when_something_is_missing_and_go_along_the_next_time(walk, desk):
    told = said(desk, walk.cast.a.door)
    page = desk.post(ADDRESS, told | {"other_name": "", "photos": [photo()]})
    [kept] = page.context["photos"]
    assert (page.status_code, f'value="{kept["name"]}" checked' in page.text) == (422, True)
    assert desk.post(ADDRESS, told | {"keep": kept["name"]}).status_code == 302
    assert (Order.objects.get().pictures.get().showing, Aside.objects.count()) == ("asked", 0)


def test_for_what_is_sensitive_the_desk_keeps_no_photo(walk, desk):
    page = desk.post(ADDRESS, said(desk, walk.cast.a.door, kind="subsidy_papers") | {"photos": [photo()]})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["photos"])
