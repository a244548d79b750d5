"""Whom to telephone about a post: the community's office, then the street's."""

from django.urls import reverse

from tongxin.ground.organizations import actions as organizations
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.posts.answering import offices_to_ask


def test_the_nearest_office_is_named_first_and_one_without_a_telephone_is_not(cast) -> None:
    own = [(office.name, office.phone) for office in offices_to_ask(cast.a.door.path)]
    organizations.correct_organization(cast.a.community_committee, phone="", by=SYSTEM)
    assert (own, [office.name for office in offices_to_ask(cast.a.door.path)]) == (
        [("社区党委", "0632-1234567"), ("街道党工委", "0632-1234567")],
        ["街道党工委"],
    )


def test_a_refusal_gives_the_telephones_of_those_to_ask(cast, client) -> None:
    client.force_login(cast.a.community_worker)
    page = client.get(reverse("cases:summonses"))
    assert page.status_code == 403
    assert page.text.count('<a href="tel:0632-1234567">') == 2


def test_a_refusal_outside_every_place_names_no_office(cast, client) -> None:
    """A unit has no territory; large letters show the house's own number above the page."""
    client.force_login(cast.a.property_staff)
    page = client.get(reverse("cases:queue"))
    assert (page.status_code, "tel:" in page.text) == (403, False)
