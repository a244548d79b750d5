import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tongxin.ground.people import actions
from tongxin.ground.people.models import Person
from tongxin.ground.posts.actors import SYSTEM


@pytest.fixture
def wang(cast: Cast) -> Person:
    """A resident behind the first street's door."""
    members = [{"name": "王小芳", "phone": "13812341234"}]
    actions.settle([{"place": cast.a.door, "members": members}], by=SYSTEM)
    return Person.objects.get(household__isnull=False)


@pytest.fixture
def clerk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.a.community_worker)
    client.cookies["django_language"] = "en"
    return client


def test_a_person_is_moved_and_moves_out_from_their_page(cast: Cast, clerk: Client, wang: Person) -> None:
    address = reverse("people:move", args=[wang.pk])
    page = clerk.post(address, {"to": cast.a.other_cell.full_name, "apart": "on"}, follow=True).text
    wang.refresh_from_db()
    assert wang.household.place == cast.a.other_cell
    assert "Noted. They live there now." in page
    assert "Noted. They no longer live here." in clerk.post(address, {"out": "1"}, follow=True).text
    wang.refresh_from_db()
    assert wang.household is None


def test_what_is_wrong_with_where_is_told_at_the_field(cast: Cast, clerk: Client, wang: Person) -> None:
    said = {
        "": "This field is required.",
        "nowhere": "There is no such place.",
        cast.b.door.full_name: "There is no such place.",
        cast.a.building.full_name: "There are doors or stairwells below this place; name the one it is.",
    }
    for to, sentence in said.items():
        page = clerk.post(reverse("people:move", args=[wang.pk]), {"to": to})
        assert (page.status_code, page.context["move_form"].errors["to"]) == (422, [sentence])


def test_next_door_nobody_moves_our_residents(cast: Cast, client: Client, wang: Person) -> None:
    client.force_login(cast.b.community_worker)
    answer = client.post(reverse("people:move", args=[wang.pk]), {"to": cast.b.door.full_name})
    assert answer.status_code == 404
