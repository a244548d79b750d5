"""The menu as a resident reads it."""

import pytest
from django.urls import reverse

from tongxin.ground.territory.models import PlaceCode
from tongxin.trades.orders.models import ServiceKind
from tongxin.trades.orders.selectors import gathered_menu


def test_every_service_a_new_installation_starts_with_lies_on_a_shelf(walk):
    found = gathered_menu(walk.cast.a.door)
    assert [each.shelf for each in found] == ["care", "home", "papers", "learning"]
    assert sum(len(each.kinds) for each in found) == ServiceKind.objects.filter(place_path="").count() == 24


def test_the_door_code_opens_the_menu_of_its_place(client, walk):
    PlaceCode.objects.create(code="ABCDEFGHJK", place=walk.cast.a.door, issued_by="system")
    page = client.get(reverse("orders:order"), {"at": "abcdefghjk"})
    assert page.status_code == 200
    assert (page.context["place"], page.context["code"]) == (walk.cast.a.door, "ABCDEFGHJK")


def test_without_a_place_the_place_is_asked_for_and_leads_to_its_menu(client, walk):
    asked = client.get(reverse("orders:order"))
    assert walk.cast.a.community in asked.context["places"]
    told = client.post(reverse("orders:order"), {"place": walk.cast.a.door.pk})
    assert told.url == f"{reverse('orders:order')}?place={walk.cast.a.door.pk}"


def test_a_position_outside_the_area_is_said_and_the_list_stays(client, walk):
    told = client.post(reverse("orders:order"), {"here": "1", "lat": "0", "lng": "0"}, follow=True)
    assert [str(each) for each in told.context["messages"]] == ["您好像不在辖区里，请在下面选地点。"]


@pytest.mark.parametrize("page", ["home", "menu", "way_in"])
def test_joining_is_found_where_one_asks_for_a_hand(client, walk, page):
    addresses = {
        "home": "/",
        "menu": f"{reverse('orders:order')}?place={walk.cast.a.door.pk}",
        "way_in": reverse("orders:way_in"),
    }
    assert f'href="{reverse("orders:join")}"' in client.get(addresses[page]).text
