"""Founding, correcting, covering and closing organisations."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from tongxin.ground.organizations.actions.facts import record_memberships
from tongxin.ground.organizations.actions.writing import end_all, log, must_be_there, store, tidy_names
from tongxin.ground.organizations.credit_codes import clean_credit_code
from tongxin.ground.organizations.dates import in_force, not_over, today
from tongxin.ground.organizations.kinds import PARENTS, Kind
from tongxin.ground.organizations.models import Coverage, Estate, Organization
from tongxin.ground.territory.by import By
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import join, number_of

# Two foundings under the same parent must not take the same number.
NUMBERING_LOCK = 0x0267

CORRECTABLE = ("name", "name_en", "short_name", "credit_code", "phone", "email")


def found_organization(*, by: By, kind: str, name: str, **columns: Any) -> Organization:
    """Found one organisation; ``columns`` as in ``found_organizations``."""
    return found_organizations([{"kind": kind, "name": name, **columns}], by=by)[0]


@transaction.atomic
def found_organizations(rows: Iterable[Mapping[str, Any]], *, by: By) -> list[Organization]:
    """Found organisations, in a fixed number of statements, in the order given.

    Each row: ``kind``, ``name``, and if known ``name_en``, ``short_name``, ``credit_code``, ``parent``
    (already founded), ``phone``, ``email``, ``since``, ``places`` (covered from then on) and, for property
    companies, ``has_members``.
    """
    rows = [dict(row) for row in rows]
    covered = [row.pop("places", ()) for row in rows]
    members = [row.pop("has_members", None) for row in rows]
    found = [Organization(**_cleaned(row)) for row in rows]
    _number(found)
    store(found)
    log("found", found, by=by, data={each.pk: {"kind": each.kind, "name": each.name} for each in found})
    cover_many(
        [
            {"organization": each, "place": place, "since": each.since}
            for each, places in zip(found, covered, strict=True)
            for place in places
        ],
        by=by,
    )
    record_memberships(
        [
            {"organization": each, "has_members": has_members, "since": each.since}
            for each, has_members in zip(found, members, strict=True)
            if has_members is not None
        ],
        by=by,
    )
    return found


def _cleaned(row: dict[str, Any]) -> dict[str, Any]:
    parent, kind = row.get("parent"), row["kind"]
    if kind not in Kind.values:
        raise ValidationError({"kind": _("There is no such kind of organization.")})
    allowed = PARENTS.get(kind)
    if parent is not None and allowed is not None and parent.kind not in allowed:
        said = _(" or ").join(str(Kind(each).label) for each in sorted(allowed))
        raise ValidationError(
            {"parent": _("%(kind)s stands under: %(allowed)s.") % {"kind": Kind(kind).label, "allowed": said}}
        )
    return row | {
        "credit_code": _checked_code(row.get("credit_code")),
        "since": today(row.get("since")),
    }


def _checked_code(code: str | None) -> str | None:
    try:
        return clean_credit_code(code) if code else None
    except ValidationError as wrong:
        raise ValidationError({"credit_code": wrong}) from wrong


def _number(found: Sequence[Organization]) -> None:
    """Give each its path below its parent, after the siblings that are there."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [NUMBERING_LOCK])
    parents = {each.parent_id for each in found}
    siblings = Organization.objects.filter(parent__in=[p for p in parents if p]).values("parent")
    last = {row["parent"]: number_of(row["path"]) for row in siblings.annotate(path=Max("path")).order_by()}
    if None in parents:
        top = Organization.objects.filter(parent=None).aggregate(path=Max("path"))["path"]
        last[None] = number_of(top) if top else 0
    taken: dict[int | None, int] = defaultdict(int, last)
    for each in found:
        taken[each.parent_id] += 1
        each.path = join(each.parent.path if each.parent else "", taken[each.parent_id])


@transaction.atomic
def correct_organization(organization: Organization, *, by: By, **changes: Any) -> Organization:
    """Correct what an organisation is called and how its office is reached.

    Takes ``name``, ``name_en``, ``short_name``, ``credit_code``, ``phone``, ``email``.
    """
    unknown = changes.keys() - set(CORRECTABLE)
    if unknown:
        raise TypeError(f"not to be corrected: {', '.join(sorted(unknown))}")
    if "credit_code" in changes:
        changes["credit_code"] = _checked_code(changes["credit_code"])
    old = {name: getattr(organization, name) for name in changes}
    for name, value in changes.items():
        setattr(organization, name, value)
    tidy_names(organization)
    organization.full_clean()
    organization.save(update_fields=list(changes))
    log("correct", [organization], by=by, data={organization.pk: {"old": old, "new": changes}})
    return organization


@transaction.atomic
def close_organization(organization: Organization, *, by: By, on: dt.date | None = None) -> Organization:
    """End an organisation and its coverage on that day.

    Raises ValidationError while others stand under it, or an estate still has it, on that day or later.
    """
    on = today(on)
    estate = Estate.objects.filter(
        Q(service_facts__company=organization) & not_over(on, "service_facts__")
        | Q(committee_facts__organization=organization) & not_over(on, "committee_facts__", until="ended_on")
    ).first()
    if estate is not None:
        raise ValidationError(_("%(estate)s still has it; end that first.") % {"estate": estate.title})
    standing = organization.children.filter(not_over(on)).order_by("path").first()
    if standing is not None:
        raise ValidationError(
            _("%(child)s still stands under it; close that first.") % {"child": standing.title}
        )
    organization.until = on
    organization.full_clean()
    organization.save(update_fields=["until"])
    end_all(organization.coverages, on)
    log("close", [organization], by=by, data={organization.pk: {"on": on.isoformat()}})
    return organization


def cover(
    organization: Organization, places: Iterable[Place], *, by: By, since: dt.date | None = None
) -> list[Coverage]:
    """Let an organisation cover places from that day on."""
    rows = [{"organization": organization, "place": place, "since": since} for place in places]
    return cover_many(rows, by=by)


@transaction.atomic
def cover_many(rows: Iterable[Mapping[str, Any]], *, by: By) -> list[Coverage]:
    """``cover`` for many; each row has ``organization``, ``place`` and if known ``since`` and ``until``."""
    covered = [
        Coverage(
            organization=row["organization"],
            place=row["place"],
            place_path=row["place"].path,
            since=today(row.get("since")),
            until=row.get("until"),
        )
        for row in rows
    ]
    for row in covered:
        must_be_there(row.organization, row.since)
        must_be_there(row.place, row.since)
    store(covered)
    log("cover", covered, by=by)
    return covered


@transaction.atomic
def uncover(
    organization: Organization, places: Iterable[Place], *, by: By, on: dt.date | None = None
) -> list[Coverage]:
    """End the coverage of places on that day. Raises ValidationError for a place that is not covered."""
    on = today(on)
    places = list(places)
    rows = list(organization.coverages.filter(in_force(on), place__in=places).select_related("place"))
    missing = {place.pk: place for place in places}.keys() - {row.place_id for row in rows}
    if missing:
        names = ", ".join(place.full_name for place in places if place.pk in missing)
        raise ValidationError(_("The organization does not cover: %(places)s.") % {"places": names})
    for row in rows:
        row.until = on
    Coverage.objects.bulk_update(rows, ["until"], batch_size=1000)
    log("uncover", rows, by=by)
    return rows
