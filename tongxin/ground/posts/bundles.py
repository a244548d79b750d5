"""What roles are made of: their shape, verbs that come together, and who stands below whom."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext

HeldIn = Literal["place", "organization"]


@dataclass(frozen=True, slots=True)
class Role:
    """A role and what it allows.

    ``says`` is one English sentence on what the holder does (translated by ``sentence``). ``held_in`` are the
    kinds of subject it can be held in, ``levels`` the level codes of places, ``kinds`` the kinds of
    organisation; empty means any. ``appoints`` are the roles its holder may appoint below itself.
    """

    code: str
    name: str
    name_en: str
    says: str
    verbs: frozenset[str]
    held_in: tuple[HeldIn, ...] = ("place",)
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    appoints: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """The role's name in the language of the moment."""
        return gettext(self.name_en)

    @property
    def sentence(self) -> str:
        """What the holder does, in the language of the moment."""
        return gettext(self.says)

    def __str__(self) -> str:
        return self.title


# Verbs that come together again and again.
LOOK = frozenset(
    {"case.read", "order.read", "territory.read", "organization.read", "duty.read", "notice.read"}
)
FIGURES = frozenset({"figures.read"})
FIELD = LOOK | {"case.report_for", "case.handle", "order.order_for"}
DESK = FIELD | {
    "case.accept",
    "case.whistle",
    "case.verify",
    "case.call_back",
    "case.supervise",
    "case.exclude_propose",
    "case.merge",
    "order.screen",
    "order.dispatch",
    "volunteer.read",
    "volunteer.admit",
    "pairing.edit",
    "person.read_masked",
    "person.unmask",
    "person.edit",
    "placecode.issue",
    "figures.read",
}

COMMUNITY_TEAM = frozenset(
    {
        "community_worker",
        "grid_secretary",
        "grid_worker",
        "section_lead",
        "group_lead",
        "cell_lead",
        "building_steward",
        "property_supervisor",
        "mediator",
        "legal_adviser",
        "party_building_adviser",
        "owners_committee_member",
    }
)
STREET_TEAM = COMMUNITY_TEAM | frozenset(
    {
        "community_secretary",
        "community_police",
        "enforcement_officer",
        "station_manager",
        "unit_head",
        "unit_staff",
    }
)
EVERY_TEAM = STREET_TEAM | {"zone_leader", "street_leader", "street_desk"}
