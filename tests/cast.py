"""The fixed cast: two neighbouring streets of one zone, and in each one account for every role.

``cast.a.community_worker`` is an account of the first street, ``cast.b.community_worker`` its twin next door.
``cast.actor(account)`` is that account as an actor. Places are attributes of a street too: ``cast.a.door``.
Everything is made in a fixed number of statements, so a fixture may make it for each test.
"""

import datetime as dt
from dataclasses import dataclass

from tongxin.ground.organizations import actions as organizations
from tongxin.ground.organizations.models import Estate, Organization
from tongxin.ground.people.models import Account, Person
from tongxin.ground.posts.actions import appoint_many
from tongxin.ground.posts.actors import SYSTEM, Actor
from tongxin.ground.posts.roles import ROLES
from tongxin.ground.posts.selectors import actor_for
from tongxin.ground.territory.actions import plant
from tongxin.ground.territory.models import Place

SINCE = dt.date(2026, 1, 1)

# Key, key of the parent, level, name of what each street has; the second street's names end in 乙.
PLACES = (
    ("street", "zone", "street", "兴仁街道"),
    ("community", "street", "community", "天安社区"),
    ("other_community", "street", "community", "光明社区"),
    ("section", "community", "section", "第一片"),
    ("group", "section", "group", "1组"),
    ("cell", "group", "neighbour_cell", "1邻"),
    ("other_cell", "group", "neighbour_cell", "2邻"),
    ("building", "cell", "building", "3号楼"),
    ("stairwell", "building", "stairwell", "2单元"),
    ("door", "stairwell", "door", "301"),
)

# Key, kind, key of the place it covers, name, and the key of the organisation it stands under.
ORGANIZATIONS = (
    ("street_committee", "street_party_committee", "street", "街道党工委", None),
    ("housing", "department", "street", "住建办", None),
    ("squad", "enforcement_squad", "street", "执法中队", None),
    ("police_post", "police_post", "community", "警务室", None),
    ("mediation_team", "mediation_team", "community", "调解队", None),
    ("legal_office", "legal_office", "community", "律师事务所", None),
    ("property_company", "property_company", None, "明珠物业", None),
    ("owners_committee", "owners_committee", None, "业委会", None),
    ("community_committee", "community_party_committee", "community", "社区党委", "street_committee"),
    ("grid_branch", "grid_branch", "group", "第一网格党支部", "community_committee"),
    ("building_party_group", "building_party_group", "building", "三号楼党小组", "grid_branch"),
)

# Where each role is held: the key of a place or an organisation.
SEATS = {
    "zone_leader": "zone",
    "street_leader": "street",
    "street_desk": "street",
    "community_secretary": "community",
    "community_worker": "community",
    "grid_secretary": "grid_branch",
    "grid_worker": "group",
    "section_lead": "section",
    "group_lead": "group",
    "cell_lead": "cell",
    "building_steward": "building",
    "property_supervisor": "property_company",
    "community_police": "police_post",
    "legal_adviser": "legal_office",
    "mediator": "mediation_team",
    "party_building_adviser": "property_company",
    "owners_committee_member": "owners_committee",
    "enforcement_officer": "squad",
    "unit_head": "housing",
    "unit_staff": "housing",
    "station_manager": "community",
    "system_admin": "zone",
    "security_admin": "zone",
    "auditor": "zone",
}

# Staff of the other units, so that a case can be whistled to three of them.
MORE_STAFF = {"property_staff": "property_company", "squad_staff": "squad"}


@dataclass(frozen=True)
class Street:
    """One street: its places, organisations and accounts, each an attribute by its key."""

    name: str
    places: dict[str, Place]
    organizations: dict[str, Organization]
    accounts: dict[str, Account]
    estate: Estate

    def __getattr__(self, key: str) -> Account | Place | Organization:
        for shelf in (self.accounts, self.places, self.organizations):
            if key in shelf:
                return shelf[key]
        raise AttributeError(key)


@dataclass(frozen=True)
class Cast:
    """The two streets, the zone they lie in, and one resident of the first."""

    zone: Place
    a: Street
    b: Street
    resident: Person

    def actor(self, account: Account) -> Actor:
        """The account as an actor, today."""
        return actor_for(account)

    def roles(self) -> list[str]:
        """Every role somebody in each street holds: all of them."""
        return list(SEATS)


def make_cast() -> Cast:
    """Put the whole cast into the database."""
    places = _places()
    bodies = _organizations(places)
    estates = _estates(places, bodies)
    accounts = _accounts()
    _appoint(places, bodies, accounts)
    resident = Person.objects.create(
        name="王小芳", phone="13800001234", place_path=places["a"]["door"].path, invented=True
    )
    streets = {
        name: Street(name, places[name], bodies[name], accounts[name], estates[name]) for name in ("a", "b")
    }
    return Cast(zone=places["a"]["zone"], resident=resident, **streets)


def _places() -> dict[str, dict[str, Place]]:
    rows = [{"key": "zone", "level": "zone", "name": "高新区", "since": SINCE}]
    for street, tail in (("a", ""), ("b", "乙")):
        for key, parent, level, name in PLACES:
            above = parent if parent == "zone" else f"{street}.{parent}"
            called = name + tail if level in ("street", "community") else name
            rows.append(
                {"key": f"{street}.{key}", "parent": above, "level": level, "name": called, "since": SINCE}
            )
    zone, *planted = plant(rows, by=SYSTEM)
    size = len(PLACES)
    halves = {"a": planted[:size], "b": planted[size:]}
    return {
        street: {"zone": zone} | {row[0]: place for row, place in zip(PLACES, half, strict=True)}
        for street, half in halves.items()
    }


def _organizations(places: dict[str, dict[str, Place]]) -> dict[str, dict[str, Organization]]:
    """Both streets at once, level by level of the second tree."""
    found: dict[str, dict[str, Organization]] = {"a": {}, "b": {}}
    waiting = [(street, row) for street in ("a", "b") for row in ORGANIZATIONS]
    while waiting:
        ready = [(s, row) for s, row in waiting if row[4] is None or row[4] in found[s]]
        waiting = [each for each in waiting if each not in ready]
        made = organizations.found_organizations(
            [_organization(places[s], found[s], s, row) for s, row in ready], by=SYSTEM
        )
        for (street, row), each in zip(ready, made, strict=True):
            found[street][row[0]] = each
    return found


def _organization(places: dict[str, Place], found: dict[str, Organization], street: str, row: tuple) -> dict:
    key, kind, covers, name, parent = row
    return {
        "kind": kind,
        "name": name + ("" if street == "a" else "乙"),
        "parent": found[parent] if parent else None,
        "places": [places[covers]] if covers else [],
        "has_members": False if key == "property_company" else None,
        "phone": "0632-1234567",
        "since": SINCE,
    }


def _estates(
    places: dict[str, dict[str, Place]], bodies: dict[str, dict[str, Organization]]
) -> dict[str, Estate]:
    made = organizations.register_estates(
        [
            {"name": "一区", "community": own["community"], "places": [own["building"]], "since": SINCE}
            for own in places.values()
        ],
        by=SYSTEM,
    )
    estates = dict(zip(places, made, strict=True))
    organizations.record_property_services(
        [
            {"estate": estates[s], "company": own["property_company"], "mode": "market", "since": SINCE}
            for s, own in bodies.items()
        ],
        by=SYSTEM,
    )
    organizations.record_committees(
        [
            {"estate": estates[s], "organization": own["owners_committee"], "formed_on": SINCE}
            for s, own in bodies.items()
        ],
        by=SYSTEM,
    )
    return estates


def _accounts() -> dict[str, dict[str, Account]]:
    """Accounts that sign in by ``client.force_login`` only: no password fits, and none is hashed."""
    names = [*SEATS, *MORE_STAFF]
    made = Account.objects.bulk_create(
        Account(username=f"{street}.{name}", password="none", language="zh-hans")
        for street in ("a", "b")
        for name in names
    )
    return {
        "a": dict(zip(names, made[: len(names)], strict=True)),
        "b": dict(zip(names, made[len(names) :], strict=True)),
    }


def _appoint(
    places: dict[str, dict[str, Place]],
    bodies: dict[str, dict[str, Organization]],
    accounts: dict[str, dict[str, Account]],
) -> None:
    rows = []
    for street in ("a", "b"):
        for name, seat in {**SEATS, **MORE_STAFF}.items():
            rows.append(
                {
                    "role": name if name in ROLES else "unit_staff",
                    "account": accounts[street][name],
                    "place": places[street].get(seat),
                    "organization": bodies[street].get(seat),
                    "since": SINCE,
                }
            )
    appoint_many(rows, by=SYSTEM)
