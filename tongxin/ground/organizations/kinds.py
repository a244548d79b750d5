"""Kinds of organisation, and of the facts recorded about estates."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    STREET_PARTY_COMMITTEE = "street_party_committee", _("Street party working committee")
    COMMUNITY_PARTY_COMMITTEE = "community_party_committee", _("Community party committee")
    GRID_BRANCH = "grid_branch", _("Grid party branch")
    BUILDING_PARTY_GROUP = "building_party_group", _("Building party group")
    PARTY_ANCHOR_HOUSEHOLD = "party_anchor_household", _("Party anchor household")
    DEPARTMENT = "department", _("Department")
    ENFORCEMENT_SQUAD = "enforcement_squad", _("Enforcement squad")
    POLICE_POST = "police_post", _("Police post")
    PROPERTY_COMPANY = "property_company", _("Property company")
    OWNERS_COMMITTEE = "owners_committee", _("Owners' committee")
    INTERIM_PROPERTY_COMMITTEE = "interim_property_committee", _("Interim property committee")
    LEGAL_OFFICE = "legal_office", _("Legal office")
    MEDIATION_TEAM = "mediation_team", _("Mediation team")
    UNIT = "unit", _("Paired unit")
    VOLUNTEER_ORGANIZATION = "volunteer_organization", _("Volunteer organization")


# Party organisations answer for the places they cover; every other kind is a unit and has no territory.
TERRITORIAL = frozenset(
    {
        Kind.STREET_PARTY_COMMITTEE,
        Kind.COMMUNITY_PARTY_COMMITTEE,
        Kind.GRID_BRANCH,
        Kind.BUILDING_PARTY_GROUP,
        Kind.PARTY_ANCHOR_HOUSEHOLD,
    }
)

# Which kind may stand under which; a kind that is not listed may stand under any, or at the top.
PARENTS: dict[str, frozenset[str]] = {
    Kind.COMMUNITY_PARTY_COMMITTEE: frozenset({Kind.STREET_PARTY_COMMITTEE}),
    Kind.GRID_BRANCH: frozenset({Kind.COMMUNITY_PARTY_COMMITTEE}),
    Kind.BUILDING_PARTY_GROUP: frozenset({Kind.GRID_BRANCH, Kind.COMMUNITY_PARTY_COMMITTEE}),
    Kind.PARTY_ANCHOR_HOUSEHOLD: frozenset(
        {Kind.BUILDING_PARTY_GROUP, Kind.GRID_BRANCH, Kind.COMMUNITY_PARTY_COMMITTEE}
    ),
}


class CommitteeKind(TextChoices):
    OWNERS = "owners_committee", _("Owners' committee")
    INTERIM = "interim_property_committee", _("Interim property committee")


class Mode(TextChoices):
    """How an estate is managed (市场物业 / 公益物业 / 自管)."""

    MARKET = "market", _("Market service")
    PUBLIC_BENEFIT = "public_benefit", _("Public-benefit service")
    SELF_MANAGED = "self_managed", _("Self-managed")


class How(TextChoices):
    """How party coverage of a committee or a company was reached."""

    OWN_BRANCH = "own_branch", _("Own branch")
    COMPANY = "company", _("Through the property company")
    SHARED = "shared", _("Branch shared with others")
    FUNCTIONAL = "functional", _("Functional branch")
