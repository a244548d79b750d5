"""The office keeps the menu: what it offers, changes and takes off, and where it may."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.trades.orders.views.writing import english
from tongxin.trades.orders.models import ServiceKind

MENU, OFFER = reverse("orders:menu"), reverse("orders:offer")


@pytest.fixture
def office(walk) -> Client:
    """The community's secretary, who may change the menu of the community."""
    client = english()
    client.force_login(walk.cast.a.community_secretary)
    return client


def filled(client: Client, address: str, **more: object) -> dict[str, object]:
    """The form as it comes, with what is said besides; boxes that are not ticked are not sent."""
    form = client.get(address).context["form"]
    kept = {field.name: field.value() for field in form if field.name != "where"}
    return {name: value for name, value in (kept | more).items() if value is not None and value is not False}


def offered(walk, client: Client, **more: object) -> ServiceKind:
    told = {"where": walk.cast.a.community.full_name, "name": "修伞", "name_en": "Umbrellas mended"}
    told |= {"includes": "换伞骨", "includes_en": "New ribs", "minutes": 20, "shelf": "home"}
    answer = client.post(OFFER, filled(client, OFFER, **(told | more)))
    assert (answer.status_code, answer.url) == (302, MENU)
    return ServiceKind.objects.get(name="修伞")


def names(walk, place) -> list[str]:
    return [kind.name for kind in ServiceKind.menu(place.path, timezone.localdate())]


def test_a_service_is_offered_in_ones_own_community_alone(walk, office):
    kind = offered(walk, office)
    assert (kind.place_path, kind.shelf, kind.minutes) == (walk.cast.a.community.path, "home", 20)
    assert ["修伞" in names(walk, place) for place in (walk.cast.a.door, walk.cast.a.other_community)] == [
        True,
        False,
    ]


def test_a_service_named_in_chinese_alone_is_shown_so_in_english(walk, office):
    kind = offered(walk, office, name_en="", includes_en="")
    with override("en"):
        assert (kind.title, kind.described, kind.meant_for) == ("修伞", "换伞骨", "")


def test_what_everybody_has_is_offered_differently_here(walk, office):
    errands = walk.kind()
    address = reverse("orders:change_kind", args=[errands.pk])
    told = filled(office, address, where=walk.cast.a.community.full_name, minutes=90)
    assert office.post(address, told).url == MENU
    minutes = {
        place: next(
            kind.minutes
            for kind in ServiceKind.menu(place.path, timezone.localdate())
            if kind.code == "errands"
        )
        for place in (walk.cast.a.door, walk.cast.b.door)
    }
    assert minutes == {walk.cast.a.door: 90, walk.cast.b.door: errands.minutes}


def test_it_is_taken_off_from_a_day_on(walk, office):
    kind = offered(walk, office)
    address = reverse("orders:take_off", args=[kind.pk])
    day = timezone.localdate() + dt.timedelta(days=3)
    assert office.post(address, {"until": str(day)}).url == MENU
    kind.refresh_from_db()
    assert (kind.until, "修伞" in names(walk, walk.cast.a.door)) == (day, True)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"minutes": "5"}, "minutes"),
        ({"sensitive": "on"}, "sensitive"),
        ({"where": ""}, "where"),
        ({"where": "没有这个地方"}, "where"),
        ({"since": ""}, "since"),
        ({"skills": ["no_such"]}, "skills"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_offered(walk, office, change, field):
    told = {"where": walk.cast.a.community.full_name, "name": "修伞", "name_en": "Umbrellas", "shelf": "home"}
    told |= {"includes": "换伞骨", "includes_en": "New ribs", "minutes": 20}
    page = office.post(OFFER, filled(office, OFFER, **(told | change)))
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert not ServiceKind.objects.filter(name="修伞").exists()


def test_what_holds_everywhere_is_not_one_communitys_to_take_off(walk, office):
    assert (
        office.post(reverse("orders:take_off", args=[walk.kind().pk]), {"until": "2027-01-01"}).status_code
        == 403
    )
    assert walk.kind().until is None


def test_who_may_only_look_finds_nothing_to_press(walk):
    client = english()
    client.force_login(walk.cast.a.community_worker)
    page = client.get(MENU).content.decode()
    assert ("Errands" in page, OFFER in page) == (True, False)
    assert client.get(OFFER).status_code == 403


def test_another_streets_row_is_not_found(walk, office):
    kind = offered(walk, office)
    client = english()
    client.force_login(walk.cast.b.community_secretary)
    assert client.get(reverse("orders:change_kind", args=[kind.pk])).status_code == 404
