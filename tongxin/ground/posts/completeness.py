"""Three ones, four posts, five roles (M3, M4): what a community or an estate should have, and what lacks.

The rules are data. A requirement is met by a post in or above the subject, by a post in an organisation that
serves it, or, where ``kinds`` are named, by such an organisation itself.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations.dates import today
from tongxin.ground.organizations.kinds import Kind
from tongxin.ground.organizations.models import Estate, Organization
from tongxin.ground.organizations.rates import Rate
from tongxin.ground.posts.models import Post
from tongxin.ground.posts.reach import Reach, Subject, reach_of
from tongxin.ground.territory.models import Place


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing a subject should have.

    ``roles``: a post of one of them meets it; ``kinds``: an organisation of one of them does. ``within``:
    posts below the subject count too (a grid worker, for a station). ``wide``: an organisation that
    covers more than the community counts too (one enforcement squad for a street).
    """

    code: str
    title: str | Promise
    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    within: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    title: str | Promise
    subject: Literal["place", "estate"]
    requirements: tuple[Requirement, ...]


RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule(
            "three_ones",
            _("Three ones"),
            "place",
            (
                Requirement("legal_adviser", _("legal adviser"), ("legal_adviser",), (Kind.LEGAL_OFFICE,)),
                Requirement("mediation_team", _("mediation team"), ("mediator",), (Kind.MEDIATION_TEAM,)),
                Requirement("police_officer", _("police officer"), ("community_police",)),
            ),
        ),
        Rule(
            "four_posts",
            _("Four posts"),
            "place",
            (
                Requirement("grid_secretary", _("grid secretary"), ("grid_secretary",), within=True),
                Requirement("grid_worker", _("grid worker"), ("grid_worker",), within=True),
                Requirement(
                    "property_supervisor", _("property supervisor"), ("property_supervisor",), within=True
                ),
                Requirement("community_police", _("community police officer"), ("community_police",)),
            ),
        ),
        Rule(
            "five_roles",
            _("Five roles"),
            "estate",
            (
                Requirement(
                    "community_worker", _("community worker"), ("community_worker", "community_secretary")
                ),
                Requirement("grid_worker", _("grid worker"), ("grid_worker",), within=True),
                Requirement("property_manager", _("property manager"), ("property_supervisor",)),
                Requirement("owners_committee", _("owners' committee member"), ("owners_committee_member",)),
                Requirement(
                    "enforcement_officer", _("enforcement officer"), ("enforcement_officer",), wide=True
                ),
            ),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Gap:
    """How one subject stands: ``missing`` requirements, and who meets the others, by their code.

    ``place`` is the community, or the community of ``estate``. Complete when nothing is missing.
    """

    place: Place
    estate: Estate | None
    missing: tuple[Requirement, ...]
    holders: dict[str, list[Post | Organization]] = field(hash=False)

    @property
    def subject(self) -> Place | Estate:
        return self.estate or self.place

    @property
    def complete(self) -> bool:
        return not self.missing


def gaps(
    rule: Rule, subjects: Collection[Place] | Collection[Estate], as_of: dt.date | None = None
) -> list[Gap]:
    """How each subject stands against ``rule`` on a day, in the order given; complete ones too.

    ``subjects`` are places for a rule about places, estates for one about estates (with ``community``
    selected). Two queries, however many the subjects.
    """
    return gaps_of([(rule, subjects)], as_of)[0]


def gaps_of(
    asked: Sequence[tuple[Rule, Collection[Place] | Collection[Estate]]], as_of: dt.date | None = None
) -> list[list[Gap]]:
    """``gaps`` for several rules, each with its subjects. Two queries."""
    everything = list(dict.fromkeys(subject for _rule, subjects in asked for subject in subjects))
    if not everything:
        return [[] for _each in asked]
    roles = {role for rule, _subjects in asked for each in rule.requirements for role in each.roles}
    reach = reach_of(everything, roles=roles, on=today(as_of))
    return [[_gap(rule, reach.subjects[each], reach) for each in subjects] for rule, subjects in asked]


def share(found: Sequence[Gap]) -> Rate:
    """The share of subjects that have the full set, with the ids behind it."""
    return Rate(
        tuple(gap.subject.pk for gap in found if gap.complete), tuple(gap.subject.pk for gap in found)
    )


def _gap(rule: Rule, subject: Subject, reach: Reach) -> Gap:
    holders = {
        requirement.code: reach.met(
            subject, requirement.roles, requirement.kinds, within=requirement.within, wide=requirement.wide
        )
        for requirement in rule.requirements
    }
    missing = tuple(each for each in rule.requirements if not holders[each.code])
    return Gap(subject.place, subject.estate, missing, holders)
