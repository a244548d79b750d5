"""Facts about estates, committees and companies: each a dated row; a new one ends the one before."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from tongxin.ground.organizations.actions.writing import end_now, end_open, log, must_be_there, store
from tongxin.ground.organizations.dates import today
from tongxin.ground.organizations.kinds import CommitteeKind, Kind
from tongxin.ground.organizations.models import (
    AdviserPosting,
    Estate,
    MembersFact,
    Organization,
    OwnersCommitteeFact,
    PartyCoverageFact,
    PropertyServiceFact,
)
from tongxin.ground.territory.by import By

Fact = TypeVar("Fact", bound=Model)
Rows = Iterable[Mapping[str, Any]]
_COMMITTEES = frozenset({Kind.OWNERS_COMMITTEE, Kind.INTERIM_PROPERTY_COMMITTEE})


def record_committee(*, by: By, estate: Estate, **columns: Any) -> OwnersCommitteeFact:
    """Record that an estate has a committee; ``columns`` as in ``record_committees``."""
    return record_committees([{"estate": estate, **columns}], by=by)[0]


@transaction.atomic
def record_committees(rows: Rows, *, by: By) -> list[OwnersCommitteeFact]:
    """Record committees. Each row: ``estate``, ``kind`` (owners' by default), ``organization``,
    ``formed_on``, ``ended_on``. An open committee of the estate ends on the day the new one is formed.
    """
    facts = []
    for row in rows:
        _must_be(row.get("organization"), _COMMITTEES, _("This organization is not a committee of owners."))
        columns = {"kind": CommitteeKind.OWNERS} | dict(row) | {"formed_on": today(row.get("formed_on"))}
        facts.append(OwnersCommitteeFact(**columns))
    starts = {fact.estate_id: fact.formed_on for fact in facts}
    end_open(OwnersCommitteeFact, "estate", starts, since="formed_on", until="ended_on")
    return _stored("record_committee", facts, by=by, of="estate")


@transaction.atomic
def end_committee(estate: Estate, *, by: By, on: dt.date | None = None) -> OwnersCommitteeFact:
    """End the estate's committee on that day. Raises ValidationError when it has none."""
    fact = estate.committee_facts.filter(ended_on=None).first()
    end_now(fact, today(on), missing=_("This estate has no committee."), until="ended_on")
    log("end_committee", [fact], by=by)
    return fact


def record_property_service(*, by: By, estate: Estate, **columns: Any) -> PropertyServiceFact:
    """Record how an estate is managed; ``columns`` as in ``record_property_services``."""
    return record_property_services([{"estate": estate, **columns}], by=by)[0]


@transaction.atomic
def record_property_services(rows: Rows, *, by: By) -> list[PropertyServiceFact]:
    """Record how estates are managed. Each row: ``estate``, ``company``, ``mode``, ``since``, ``until``.

    An open service of the estate ends on the day the new one begins.
    """
    facts = []
    for row in rows:
        _must_be(row.get("company"), {Kind.PROPERTY_COMPANY}, _("This organization is no property company."))
        facts.append(PropertyServiceFact(**{**row, "since": today(row.get("since"))}))
    end_open(PropertyServiceFact, "estate", {fact.estate_id: fact.since for fact in facts})
    return _stored("record_property_service", facts, by=by, of="estate")


@transaction.atomic
def end_property_service(estate: Estate, *, by: By, on: dt.date | None = None) -> PropertyServiceFact:
    """End the estate's property service on that day. Raises ValidationError when it has none."""
    fact = estate.service_facts.filter(until=None).first()
    end_now(fact, today(on), missing=_("This estate has no property service."))
    log("end_property_service", [fact], by=by)
    return fact


def record_party_coverage(*, by: By, organization: Organization, **columns: Any) -> PartyCoverageFact:
    """Record party coverage of a committee or a company; ``columns`` as in ``record_party_coverages``."""
    return record_party_coverages([{"organization": organization, **columns}], by=by)[0]


@transaction.atomic
def record_party_coverages(rows: Rows, *, by: By) -> list[PartyCoverageFact]:
    """Record party coverage. Each row: ``organization``, ``how``, ``branch``, ``since``, ``until``."""
    facts = []
    for row in rows:
        covered = _COMMITTEES | {Kind.PROPERTY_COMPANY}
        _must_be(row["organization"], covered, _("Only committees and property companies are covered."))
        facts.append(PartyCoverageFact(**{**row, "since": today(row.get("since"))}))
    end_open(PartyCoverageFact, "organization", {fact.organization_id: fact.since for fact in facts})
    return _stored("record_party_coverage", facts, by=by, of="organization")


@transaction.atomic
def end_party_coverage(organization: Organization, *, by: By, on: dt.date | None = None) -> PartyCoverageFact:
    """End party coverage on that day. Raises ValidationError when there is none."""
    fact = organization.party_coverage_facts.filter(until=None).first()
    end_now(fact, today(on), missing=_("No party coverage is recorded."))
    log("end_party_coverage", [fact], by=by)
    return fact


def record_members(
    *, by: By, company: Organization, has_members: bool, since: dt.date | None = None
) -> MembersFact:
    """Record whether a property company has party members of its own, from that day on."""
    row = {"organization": company, "has_members": has_members, "since": since}
    return record_memberships([row], by=by)[0]


@transaction.atomic
def record_memberships(rows: Rows, *, by: By) -> list[MembersFact]:
    """``record_members`` for many. Each row: ``organization``, ``has_members``, ``since``."""
    facts = []
    for row in rows:
        _must_be(row["organization"], {Kind.PROPERTY_COMPANY}, _("This organization is no property company."))
        facts.append(MembersFact(**{**row, "since": today(row.get("since"))}))
    end_open(MembersFact, "organization", {fact.organization_id: fact.since for fact in facts})
    return _stored("record_members", facts, by=by, of="organization")


def post_adviser(*, by: By, company: Organization, since: dt.date | None = None) -> AdviserPosting:
    """Record that a party-building adviser is posted to a company, from that day on."""
    return post_advisers([{"company": company, "since": since}], by=by)[0]


@transaction.atomic
def post_advisers(rows: Rows, *, by: By) -> list[AdviserPosting]:
    """``post_adviser`` for many. Each row: ``company``, ``since``, ``until``."""
    facts = []
    for row in rows:
        _must_be(row["company"], {Kind.PROPERTY_COMPANY}, _("This organization is no property company."))
        facts.append(AdviserPosting(**{**row, "since": today(row.get("since"))}))
    return _stored("post_adviser", facts, by=by, of="company")


@transaction.atomic
def withdraw_adviser(company: Organization, *, by: By, on: dt.date | None = None) -> AdviserPosting:
    """End the adviser's posting on that day. Raises ValidationError when there is none."""
    fact = company.adviser_postings.filter(until=None).first()
    end_now(fact, today(on), missing=_("No adviser is posted to this company."))
    log("withdraw_adviser", [fact], by=by)
    return fact


def _must_be(organization: Organization | None, kinds: Iterable[str], sentence: str) -> None:
    if organization is not None and organization.kind not in kinds:
        raise ValidationError(sentence)


def _stored(what: str, facts: list[Fact], *, by: By, of: str) -> list[Fact]:
    for fact in facts:
        began = getattr(fact, "since", None) or fact.formed_on
        for name in ("estate", "organization", "company"):
            must_be_there(getattr(fact, name, None), began)
    store(facts)
    subjects = {fact.pk: getattr(fact, of) for fact in facts}
    paths = {pk: getattr(subject, "place_path", "") for pk, subject in subjects.items()}
    log(what, facts, by=by, paths=paths, data={pk: {of: subject.pk} for pk, subject in subjects.items()})
    return facts
