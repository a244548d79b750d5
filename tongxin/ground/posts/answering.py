"""Who answers for a place: what stands on the place's page, with the duty phone of an office."""

import datetime as dt
from dataclasses import dataclass

from tongxin.ground.organizations.dates import in_force, today
from tongxin.ground.organizations.kinds import Kind
from tongxin.ground.organizations.models import Coverage
from tongxin.ground.organizations.selectors import serving_many
from tongxin.ground.posts.roles import ROLES
from tongxin.ground.posts.selectors import posts
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import ancestors_of

# Whom a resident turns to, nearest first; and the offices that have a duty phone.
ROLES_SHOWN = ("building_steward", "cell_lead", "grid_worker")
OFFICES_SHOWN = (
    Kind.COMMUNITY_PARTY_COMMITTEE,
    Kind.PROPERTY_COMPANY,
    Kind.OWNERS_COMMITTEE,
    Kind.POLICE_POST,
)
OFFICES_ASKED = (Kind.COMMUNITY_PARTY_COMMITTEE, Kind.STREET_PARTY_COMMITTEE)


@dataclass(frozen=True, slots=True)
class Answer:
    """One line: what it is, where or which one, and the office's duty phone ("" when it has none).

    Never a person's name or number.
    """

    title: str
    name: str
    phone: str


def who_answers(place: Place, on: dt.date | None = None) -> list[Answer]:
    """The offices and posts that answer for a place, posts by way of the community's phone. Five queries."""
    on = today(on)
    served = serving_many([place], OFFICES_SHOWN, on)
    offices = [each for kind in OFFICES_SHOWN for each in served[place.pk, kind][:1]]
    community = served[place.pk, Kind.COMMUNITY_PARTY_COMMITTEE]
    phone = community[0].phone if community else ""
    held = posts(on).filter(place_path__in=ancestors_of(place.path), role__in=ROLES_SHOWN)
    nearest = {post.role: post for post in held.order_by("place_path")}
    people = [
        Answer(ROLES[role].title, nearest[role].place.full_name, phone)
        for role in ROLES_SHOWN
        if role in nearest
    ]
    return [*people, *(Answer(Kind(each.kind).label, each.title, each.phone) for each in offices)]


def offices_to_ask(path: str, on: dt.date | None = None) -> list[Answer]:
    """The offices that give and explain posts at a path, nearest first: the community's and the street's,
    where they have a duty phone. One query.
    """
    found = Coverage.objects.filter(
        in_force(today(on)),
        in_force(today(on), "organization__"),
        place_path__in=ancestors_of(path),
        organization__kind__in=OFFICES_ASKED,
    ).exclude(organization__phone="")
    offices = [each.organization for each in found.select_related("organization").order_by("-place_path")]
    return [Answer(Kind(each.kind).label, each.title, each.phone) for each in offices]


def community_phone(place: Place) -> str:
    """The duty phone of the community that a place belongs to; "" where none is known."""
    served = serving_many([place], (Kind.COMMUNITY_PARTY_COMMITTEE,), today(None))
    return next((each.phone for each in served[place.pk, Kind.COMMUNITY_PARTY_COMMITTEE][:1]), "")
