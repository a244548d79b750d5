"""Roles: described bundles of verbs. Who holds which is in the database; what it allows is here."""

from django.utils.translation import gettext_noop as _

from tongxin.ground.posts.bundles import (
    COMMUNITY_TEAM,
    DESK,
    EVERY_TEAM,
    FIELD,
    FIGURES,
    LOOK,
    STREET_TEAM,
    Role,
)

# The three administrators watch one another (GB/T 22239, separation of system, security and audit).
SEPARATED = frozenset({"system_admin", "security_admin", "auditor"})

# What an account without any post is called in journals.
RESIDENT = "居民"

_PLACES_OF_GRIDS = ("community", "section", "group", "neighbour_cell")
_LISTED = (
    Role(
        "zone_leader",
        "高新区负责人",
        _("Zone leader"),
        _("Sees what is late and where, in the whole zone."),
        LOOK | FIGURES | {"case.supervise", "case.export"},
        levels=("zone",),
    ),
    Role(
        "street_leader",
        "街道负责人",
        _("Street leader"),
        _("Answers for the street, supervises, and has the last word in disputes."),
        LOOK | FIGURES | {"case.supervise", "case.arbitrate", "case.exclude_confirm", "case.export"},
        levels=("street",),
    ),
    Role(
        "street_desk",
        "街道调度员",
        _("Street dispatcher"),
        _("Runs the street's desk: supervises, decides disputes, keeps duties, units and posts."),
        DESK
        | {"case.arbitrate", "case.exclude_confirm", "case.export", "organization.edit", "post.appoint"}
        | {"promise.edit", "duty.edit", "menu.edit", "volunteer.points"},
        levels=("street",),
        appoints=STREET_TEAM,
    ),
    Role(
        "community_secretary",
        "社区书记",
        _("Community secretary"),
        _("Leads the community's party committee and answers for its desk."),
        DESK | {"organization.edit", "post.appoint", "menu.edit", "volunteer.points"},
        held_in=("place", "organization"),
        levels=("community",),
        kinds=("community_party_committee",),
        appoints=COMMUNITY_TEAM,
    ),
    Role(
        "community_worker",
        "社区工作者",
        _("Community worker"),
        _("Runs the community's desk: accepts, whistles, verifies, calls back."),
        DESK,
        levels=("community",),
    ),
    Role(
        "grid_secretary",
        "网格党支部书记",
        _("Grid branch secretary"),
        _("Leads a grid's party branch and joins its people to a case."),
        FIELD,
        held_in=("place", "organization"),
        levels=_PLACES_OF_GRIDS,
        kinds=("grid_branch",),
    ),
    Role(
        "grid_worker",
        "网格员",
        _("Grid worker"),
        _("Walks the grid, reports for residents, handles what can be handled on the spot."),
        FIELD | {"case.verify", "person.read_masked"},
        held_in=("place", "organization"),
        levels=_PLACES_OF_GRIDS,
        kinds=("grid_branch",),
    ),
    Role(
        "section_lead",
        "片长",
        _("Section lead"),
        _("Answers for a section of the community."),
        LOOK | {"case.report_for"},
        levels=("section",),
    ),
    Role(
        "group_lead",
        "组长",
        _("Group lead"),
        _("Answers for a group of neighbour cells."),
        LOOK | {"case.report_for"},
        levels=("group",),
    ),
    Role(
        "cell_lead",
        "邻长",
        _("Cell lead"),
        _("Knows the doors of one neighbour cell and speaks for them."),
        LOOK | {"case.report_for"},
        levels=("neighbour_cell",),
    ),
    Role(
        "building_steward",
        "党员楼长",
        _("Building steward"),
        _("A party member who looks after one building."),
        LOOK | {"case.report_for"},
        held_in=("place", "organization"),
        levels=("building", "stairwell"),
        kinds=("building_party_group", "party_anchor_household"),
    ),
    Role(
        "property_supervisor",
        "物业负责人",
        _("Property supervisor"),
        _("Answers for a property company in the estates it serves."),
        frozenset({"case.answer", "notice.read"}),
        held_in=("organization",),
        kinds=("property_company",),
    ),
    Role(
        "community_police",
        "社区民警",
        _("Community police officer"),
        _("The community's police officer: safety, mediation, hazards."),
        LOOK | {"case.handle", "case.answer"},
        held_in=("place", "organization"),
        levels=("community",),
        kinds=("police_post",),
    ),
    Role(
        "legal_adviser",
        "法律顾问",
        _("Legal adviser"),
        _("Advises a community on the law; may be called on by a case."),
        frozenset({"case.answer", "notice.read"}),
        held_in=("place", "organization"),
        levels=("community",),
        kinds=("legal_office",),
    ),
    Role(
        "mediator",
        "调解员",
        _("Mediator"),
        _("Brings neighbours to an agreement; may be called on by a case."),
        frozenset({"case.answer", "notice.read"}),
        held_in=("place", "organization"),
        levels=("community",),
        kinds=("mediation_team",),
    ),
    Role(
        "party_building_adviser",
        "党建指导员",
        _("Party-building adviser"),
        _("Posted to a property company that has no party members."),
        frozenset({"notice.read"}),
        held_in=("organization",),
        kinds=("property_company",),
    ),
    Role(
        "owners_committee_member",
        "业委会成员",
        _("Owners' committee member"),
        _("Sits on an estate's owners' committee."),
        frozenset({"case.answer", "notice.read"}),
        held_in=("organization",),
        kinds=("owners_committee", "interim_property_committee"),
    ),
    Role(
        "enforcement_officer",
        "执法队员",
        _("Enforcement officer"),
        _("Belongs to the enforcement squad and answers its summonses."),
        frozenset({"case.answer", "notice.read"}),
        held_in=("organization",),
        kinds=("enforcement_squad",),
    ),
    Role(
        "unit_head",
        "单位负责人",
        _("Head of a unit"),
        _("Answers for what a summoned unit says."),
        frozenset({"case.answer", "order.take", "notice.read"}),
        held_in=("organization",),
    ),
    Role(
        "unit_staff",
        "单位经办人",
        _("Unit staff"),
        _("Signs in and answers for a summoned unit; sees only what it was summoned to."),
        frozenset({"case.answer", "order.take", "notice.read"}),
        held_in=("organization",),
    ),
    Role(
        "station_manager",
        "站长",
        _("Station manager"),
        _("Runs a party service station or another venue."),
        frozenset({"territory.read", "organization.read", "notice.read", "case.report_for"}),
        levels=("community",),
    ),
    Role(
        "system_admin",
        "系统管理员",
        _("System administrator"),
        _("Keeps places, calendar, duties and accounts in order; reads no case."),
        frozenset({"territory.read", "territory.edit", "placecode.issue", "organization.read"})
        | {
            "organization.edit",
            "calendar.edit",
            "promise.edit",
            "duty.read",
            "duty.edit",
            "account.manage",
            "account.confirm",
        }
        | {"notice.read"},
        levels=("zone",),
    ),
    Role(
        "security_admin",
        "安全管理员",
        _("Security administrator"),
        _("Decides who holds which post and carries out erasure; reads no case."),
        frozenset({"territory.read", "organization.read", "post.appoint", "person.read_masked"})
        | {"person.erase", "notice.read", "account.confirm"},
        levels=("zone",),
        appoints=EVERY_TEAM,
    ),
    Role(
        "auditor",
        "审计员",
        _("Auditor"),
        _("Reads and verifies, changes nothing."),
        LOOK | FIGURES | {"journal.verify"},
        levels=("zone",),
    ),
)

ROLES: dict[str, Role] = {role.code: role for role in _LISTED}


def with_verb(verb: str) -> list[Role]:
    """The roles whose holders may do ``verb``, in the order they are listed."""
    return [role for role in _LISTED if verb in role.verbs]


def fits(role: Role, level_code: str) -> bool:
    """Whether ``role`` can be held at a place of that level.

    Levels are data: a level no role speaks of was added by an installation, and takes any role.
    """
    known = {level for each in _LISTED for level in each.levels}
    return "place" in role.held_in and (
        not role.levels or level_code in role.levels or level_code not in known
    )
