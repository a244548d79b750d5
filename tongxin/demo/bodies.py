"""Organisations, estates and posts of the demo zone, as plain rows over the keys of ``zone.plan``."""

from dataclasses import dataclass, field
from random import Random

from tongxin.demo.names import people, phone
from tongxin.demo.zone import COMMUNITIES, STREETS, Row

GRIDS_PER_COMMUNITY = 5

# 50 estates: 38 with property service, 41 eligible for an owners' committee, 25 with one, 18 of those with a
# party organisation: the article's 76 %, 61 % and 72 %, here as counts that the records carry.
SERVED, ELIGIBLE, COMMITTEES, PARTY_COVERED = 38, 41, 25, 18
PROPERTY_COMPANIES = (
    "泰山物业", "同心物业", "鲁班物业", "万家和物业", "金河物业", "绿城苑物业",
    "枣花物业", "安居物业", "和润物业", "星海物业", "众诚物业", "百姓物业",
)  # fmt: skip
WITHOUT_MEMBERS = 7  # companies with no party member: each has an adviser posted to it
PARTY_WAYS = ("own_branch", "company", "shared", "functional")


@dataclass(frozen=True)
class Body:
    """An organisation: its key, parent's key, kind, name, and the keys of the places it covers."""

    key: str
    kind: str
    name: str
    parent: str | None = None
    covers: tuple[str, ...] = ()
    phone: str = ""
    has_members: bool = True


@dataclass(frozen=True)
class Holder:
    """A post: an invented person, the role, and the key of the place or organisation it is held in."""

    name: str
    phone: str
    role: str
    place: str | None = None
    body: str | None = None


@dataclass(frozen=True)
class EstatePlan:
    key: str
    name: str
    community: str
    buildings: tuple[str, ...]
    households: int
    eligible: bool
    company: str | None
    committee: str | None
    party_way: str | None


@dataclass
class Bodies:
    bodies: list[Body] = field(default_factory=list)
    estates: list[EstatePlan] = field(default_factory=list)
    holders: list[Holder] = field(default_factory=list)


def plan(rows: list[Row], seed: int = 520) -> Bodies:
    """All organisations, estates and posts; the same for the same rows and seed."""
    random = Random(seed + 1)  # noqa: S311 - reproducible, not secret
    result = Bodies(estates=_estates(rows))
    result.bodies = [*_zone_bodies(), *_companies(result.estates)]
    for community in COMMUNITIES:
        result.bodies += _community_bodies(community)
    result.bodies += [
        Body(e.committee, "owners_committee", f"{e.name}业主委员会", covers=e.buildings)
        for e in result.estates
        if e.committee
    ]
    result.holders = list(_holders(rows, result, random))
    return result


def _office_phone(number: int) -> str:
    return f"0632-5550{number:03d}"


def _zone_bodies() -> list[Body]:
    """The streets' offices first: the accounts shown are the first ones', and most whistles go to them."""
    bodies = []
    for number, (code, name) in enumerate(STREETS.items(), 11):
        bodies += [
            Body(
                f"{code}/party",
                "street_party_committee",
                f"{name}党工委",
                covers=(code,),
                phone=_office_phone(number + 20),
            ),
            Body(
                f"{code}/urban",
                "department",
                f"{name}城市管理办公室",
                covers=(code,),
                phone=_office_phone(number + 10),
            ),
            Body(
                f"{code}/squad",
                "enforcement_squad",
                f"{name}综合执法中队",
                covers=(code,),
                phone=_office_phone(number),
            ),
        ]
    bodies += [
        Body("housing", "department", "高新区住建部", covers=("zone",), phone=_office_phone(1)),
        Body("market", "department", "高新区市场监管部", covers=("zone",), phone=_office_phone(2)),
        Body("civil", "department", "高新区社会事业部", covers=("zone",), phone=_office_phone(3)),
        Body("fire", "department", "高新区消防救援大队", covers=("zone",), phone=_office_phone(4)),
        Body("heating", "unit", "高新区热力公司", covers=("zone",), phone=_office_phone(5)),
        Body("water", "unit", "高新区供水公司", covers=("zone",), phone=_office_phone(6)),
        Body("power", "unit", "高新区供电所", covers=("zone",), phone=_office_phone(7)),
        Body(
            "law",
            "legal_office",
            "同心圆律师事务所",
            covers=tuple(c.code for c in COMMUNITIES),
            phone=_office_phone(8),
        ),
    ]
    return bodies


def _companies(estates: list[EstatePlan]) -> list[Body]:
    served: dict[str, list[str]] = {}
    for estate in estates:
        if estate.company:
            served.setdefault(estate.company, []).extend(estate.buildings)
    return [
        Body(
            f"company/{name}",
            "property_company",
            f"枣庄{name}服务有限公司",
            covers=tuple(served.get(f"company/{name}", ())),
            phone=_office_phone(100 + index),
            has_members=index >= WITHOUT_MEMBERS,
        )
        for index, name in enumerate(PROPERTY_COMPANIES)
    ]


def _community_bodies(community) -> list[Body]:
    code, name = community.code, community.name
    committee = f"{code}/party"
    bodies = [
        Body(
            committee,
            "community_party_committee",
            f"{name}党委",
            f"{community.street}/party",
            (code,),
            _office_phone(300 + int(code[-2:])),
        ),
        Body(
            f"{code}/police",
            "police_post",
            f"{name}警务室",
            covers=(code,),
            phone=_office_phone(200 + int(code[-2:])),
        ),
        Body(f"{code}/mediation", "mediation_team", f"{name}人民调解委员会", covers=(code,)),
    ]
    cells = [f"{code}/c{index + 1}" for index in range(community.cells)]
    for grid in range(GRIDS_PER_COMMUNITY):
        mine = tuple(c for i, c in enumerate(cells) if i * GRIDS_PER_COMMUNITY // len(cells) == grid)
        bodies.append(
            Body(f"{code}/grid{grid + 1}", "grid_branch", f"{name}第{grid + 1}网格党支部", committee, mine)
        )
    return bodies


def _estates(rows: list[Row]) -> list[EstatePlan]:
    community_of = {row.key: row.key.split("/")[0] for row in rows if row.level == "building"}
    doors: dict[str, int] = {}
    for row in rows:
        if row.level == "door":
            building = row.key.rsplit("/", 2)[0]
            doors[building] = doors.get(building, 0) + 1
    buildings: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.level == "building":
            buildings.setdefault((community_of[row.key], row.tags["estate"]), []).append(row.key)
    return [
        _estate(number, community, name, tuple(keys), sum(doors[k] for k in keys), len(buildings))
        for number, ((community, name), keys) in enumerate(buildings.items())
    ]


def _estate(
    number: int, community: str, name: str, keys: tuple[str, ...], households: int, total: int
) -> EstatePlan:
    # A stride that shares no factor with the number of estates spreads each fact over all communities.
    turn = number * 17 % total
    key = f"{community}/{name}"
    eligible = turn < ELIGIBLE
    committee = f"{key}/committee" if turn < COMMITTEES else None
    party = PARTY_WAYS[turn % len(PARTY_WAYS)] if turn < PARTY_COVERED else None
    company = f"company/{PROPERTY_COMPANIES[number % len(PROPERTY_COMPANIES)]}" if turn < SERVED else None
    return EstatePlan(key, name, community, keys, households, eligible, company, committee, party)


def _holders(rows: list[Row], plan: Bodies, random: Random):
    names = people(random)

    def post(role: str, place: str | None = None, body: str | None = None) -> Holder:
        return Holder(next(names), phone(random), role, place, body)

    yield post("zone_leader", "zone")
    for code in STREETS:
        yield post("street_leader", code)
        yield post("street_desk", code)
    for community in COMMUNITIES:
        yield post("community_secretary", community.code)
        yield from (post("community_worker", community.code) for _ in range(3))
        yield post("community_police", community.code)
        yield post("legal_adviser", community.code)
        yield from (post("mediator", community.code) for _ in range(3))
    for body in plan.bodies:
        if body.kind == "grid_branch":
            yield post("grid_secretary", body=body.key)
            yield post("grid_worker", body=body.key)
        elif body.kind in {"department", "enforcement_squad", "property_company", "police_post", "unit"}:
            yield post("unit_head", body=body.key)
            yield post("unit_staff", body=body.key)
        if body.kind == "property_company":
            yield from (post("property_supervisor", body=body.key) for _ in range(2))
        if body.kind == "enforcement_squad":
            yield from (post("enforcement_officer", body=body.key) for _ in range(2))
        if body.kind == "owners_committee":
            yield post("owners_committee_member", body=body.key)
        if body.kind == "property_company" and not body.has_members:
            yield post("party_building_adviser", body=body.key)
    by_level = {
        "section": "section_lead",
        "group": "group_lead",
        "neighbour_cell": "cell_lead",
        "building": "building_steward",
    }
    for row in rows:
        if role := by_level.get(row.level):
            yield post(role, row.key)
