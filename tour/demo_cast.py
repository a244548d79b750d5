"""The demo zone's people and places under the cast's names, so that one table of addresses serves both."""

import datetime as dt

from django.utils import timezone

from tests.cast import MORE_STAFF, SEATS, Cast, Street
from tongxin.demo import building
from tongxin.ground.organizations import selectors as organizations
from tongxin.ground.organizations.models import Estate, Organization
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Account
from tongxin.ground.posts.actions import appoint, relieve
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.posts.models import Post
from tongxin.ground.posts.roles import ROLES
from tongxin.ground.territory import selectors as territory
from tongxin.ground.territory.models import Place

COMMUNITIES = {"a": ("天安社区", "光明社区"), "b": ("锦绣园社区", "凤凰城社区")}
# The cast's key of a unit: its kind, and the place it is looked for at.
UNITS = {
    "street_committee": ("street_party_committee", "street"),
    "squad": ("enforcement_squad", "street"),
    "housing": ("department", "zone"),
    "police_post": ("police_post", "community"),
    "mediation_team": ("mediation_team", "community"),
    "legal_office": ("legal_office", "community"),
    "community_committee": ("community_party_committee", "community"),
    "grid_branch": ("grid_branch", "cell"),
    "property_company": ("property_company", "building"),
    "owners_committee": ("owners_committee", "building"),
}


def make_demo(*, password: str, until: dt.datetime | None = None) -> Cast:
    """Build the demo zone as it stands at ``until`` (now), and answer with its people as a cast."""
    building.build(password=password, say=lambda words: None, until=until)
    streets = {name: _street(name, *names) for name, names in COMMUNITIES.items()}
    resident = people.register(
        name="王小芳", phone="13800001234", place=streets["a"].places["door"], invented=True, by=SYSTEM
    )
    return Cast(zone=streets["a"].places["zone"], resident=resident, **streets)


def _street(name: str, community: str, other: str) -> Street:
    here = Place.objects.get(name=community, level__code="community")
    estate, places = _whole_estate(here)
    places |= {"community": here, "other_community": Place.objects.get(name=other, level__code="community")}
    units = {key: _unit(kind, places[at]) for key, (kind, at) in UNITS.items()}
    accounts = {
        key: _account(f"tour.{name}.{key}", key if key in ROLES else "unit_staff", seat, places, units)
        for key, seat in {**SEATS, **MORE_STAFF}.items()
        if seat in places or seat in units
    }
    return Street(name, places, units, accounts, estate)


def _whole_estate(community: Place) -> tuple[Estate, dict[str, Place]]:
    """The first estate that has a company and a committee, and the places down to a door of it."""
    estate = next(
        each
        for each in organizations.estates_within([community.path])
        if (facts := organizations.facts_of(each)).services and facts.committees
    )
    building_ = estate.places.order_by("path").first()
    places = {each.level.code: each for each in [*territory.ancestors(building_), building_]}
    stairwell = territory.children(building_).first()
    places |= {"stairwell": stairwell, "door": territory.children(stairwell).first()}
    cell = places["neighbour_cell"]
    other = territory.children(places["group"]).exclude(pk=cell.pk).first()
    return estate, places | {"cell": cell, "other_cell": other}


def _unit(kind: str, place: Place) -> Organization:
    return organizations.serving(place, kind)[0]


def _account(
    username: str, role: str, seat: str, places: dict[str, Place], units: dict[str, Organization]
) -> Account:
    """The account of whoever holds the role there; one is opened for them where they had none."""
    where = {"place": places.get(seat), "organization": units.get(seat)}
    held = Post.objects.filter(role=role, **where)
    if post := held.filter(account__isnull=False).first():
        return post.account
    person = None
    if post := held.filter(person__isnull=False).first():
        person = relieve(post, by=SYSTEM).person
    made = people.open_account(username=username, person=person, by=SYSTEM)
    appoint(role=role, person=person, account=made, since=timezone.localdate(), by=SYSTEM, **where)
    return made
