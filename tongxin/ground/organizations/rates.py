"""The property rates (物业三率) and the posting of advisers: one list over another, never typed in."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongxin.ground.gathered import gathered
from tongxin.ground.organizations.dates import in_force, today
from tongxin.ground.organizations.kinds import Kind, Mode
from tongxin.ground.organizations.models import (
    AdviserPosting,
    Estate,
    MembersFact,
    Organization,
    OwnersCommitteeFact,
    PartyCoverageFact,
    PropertyServiceFact,
)
from tongxin.ground.territory.paths import below

PROFESSIONAL = (Mode.MARKET,)


@dataclass(frozen=True, slots=True)
class Formula:
    """What a rate counts, in words. ``noun`` is what its lists hold: "estate" or "organization"."""

    name: str | Promise
    numerator: str | Promise
    denominator: str | Promise
    noun: str

    @property
    def words(self) -> str:
        """The formula as one line."""
        return f"{self.numerator} ÷ {self.denominator}"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with the ids behind it; the ids of the numerator are among those of the denominator."""

    numerator_ids: tuple[int, ...]
    denominator_ids: tuple[int, ...]

    @property
    def numerator(self) -> int:
        return len(self.numerator_ids)

    @property
    def denominator(self) -> int:
        return len(self.denominator_ids)

    @property
    def percent(self) -> float | None:
        """Per cent, unrounded; None when there is nothing to divide by."""
        return 100 * self.numerator / self.denominator if self.denominator else None

    @property
    def missing_ids(self) -> tuple[int, ...]:
        """What is counted below the line and not above it."""
        counted = set(self.numerator_ids)
        return tuple(each for each in self.denominator_ids if each not in counted)


class _Standing(NamedTuple):
    """How an estate stands on the day."""

    pk: int
    eligible_for_owners_committee: bool
    residential: bool
    formed: bool
    party: bool
    served: bool


class _Advised(NamedTuple):
    """A company without members, and whether it has an adviser."""

    pk: int
    advised: bool


FORMULAS: dict[str, Formula] = {
    "owners_committee_formation": Formula(
        _("Owners' committees formed"),
        _("estates with an owners' committee or an interim one"),
        _("estates that may form one"),
        "estate",
    ),
    "property_service_coverage": Formula(
        _("Property service coverage"),
        _("estates with professional property service"),
        _("residential estates"),
        "estate",
    ),
    "owners_committee_party_coverage": Formula(
        _("Party coverage of owners' committees"),
        _("committees with party coverage"),
        _("committees formed"),
        "estate",
    ),
    "adviser_posting": Formula(
        _("Advisers posted"),
        _("property companies without members that have an adviser"),
        _("property companies without party members"),
        "organization",
    ),
}


def rates(
    as_of: dt.date | None = None,
    *,
    within: Collection[str] | None = None,
    modes: Collection[str] = PROFESSIONAL,
) -> dict[str, Rate]:
    """The four rates of M21 on a day, by the keys of ``FORMULAS``, in one query.

    ``within`` are place paths (estates there, and companies that serve there); None is everywhere.
    ``modes`` are the modes of management that count as property service.
    """
    on = today(as_of)
    found = gathered(estates=_estates(on, within, modes), companies=_companies(on, within))
    estates = [_Standing(*row) for row in found["estates"]]
    companies = [_Advised(*row) for row in found["companies"]]
    eligible = [e for e in estates if e.eligible_for_owners_committee]
    residential = [e for e in estates if e.residential]
    formed = [e for e in estates if e.formed]
    return {
        "owners_committee_formation": _rate([e for e in eligible if e.formed], eligible),
        "property_service_coverage": _rate([e for e in residential if e.served], residential),
        "owners_committee_party_coverage": _rate([e for e in formed if e.party], formed),
        "adviser_posting": _rate([c for c in companies if c.advised], companies),
    }


def _rate(numerator: list, denominator: list) -> Rate:
    return Rate(tuple(each.pk for each in numerator), tuple(each.pk for each in denominator))


def _within(field: str, within: Collection[str] | None) -> Q:
    if within is None or "" in within:
        return Q()
    found = Q(pk__in=[])
    for path in within:
        found |= below(field, path)
    return found


def _estates(on: dt.date, within: Collection[str] | None, modes: Collection[str]):
    committee = OwnersCommitteeFact.objects.filter(
        in_force(on, since="formed_on", until="ended_on"), estate=OuterRef("pk")
    )
    covered = PartyCoverageFact.objects.filter(in_force(on)).values("organization")
    service = PropertyServiceFact.objects.filter(in_force(on), estate=OuterRef("pk"), mode__in=list(modes))
    return (
        Estate.objects.filter(in_force(on), _within("place_path", within))
        .annotate(
            formed=Exists(committee),
            party=Exists(committee.filter(organization__in=covered)),
            served=Exists(service),
        )
        .values_list("pk", "eligible_for_owners_committee", "residential", "formed", "party", "served")
    )


def _companies(on: dt.date, within: Collection[str] | None):
    facts = {"organization": OuterRef("pk"), "has_members": False}
    companies = Organization.objects.filter(in_force(on), kind=Kind.PROPERTY_COMPANY).filter(
        Exists(MembersFact.objects.filter(in_force(on), **facts))
    )
    if within is not None:
        there = Estate.objects.filter(in_force(on), _within("place_path", within))
        serving = PropertyServiceFact.objects.filter(
            in_force(on), company=OuterRef("pk"), estate__in=there.values("pk")
        )
        companies = companies.filter(Exists(serving))
    posted = AdviserPosting.objects.filter(in_force(on), company=OuterRef("pk"))
    return companies.annotate(advised=Exists(posted)).values_list("pk", "advised")
