"""What could meet a need, and what a unit has given in a year, as counted records."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone

from tongxin.engine.flows.models import Journal
from tongxin.ground.organizations.dates import in_force
from tongxin.ground.organizations.models import Organization
from tongxin.ground.territory.paths import below, parent_of
from tongxin.trades.orders.models import Engagement, MemberRegistration, Need, Pairing, Resource
from tongxin.trades.orders.pairing import Reason, objection, reasons


@dataclass(frozen=True)
class Proposal:
    """A resource that could meet a need, with the reasons."""

    need: Need
    resource: Resource
    because: list[Reason]


@dataclass(frozen=True)
class Year:
    """A unit's year: ids of the pairings delivered and of its members' confirmed parts, and their sums."""

    delivered: tuple[int, ...]
    hours: Decimal
    reached: int
    parts: tuple[int, ...]
    member_minutes: int


def why_dropped(need: Need) -> str:
    """Why a need was dropped; empty where it was not."""
    if need.dropped_on is None:
        return ""
    rows = Journal.objects.filter(noun=Need.NOUN, thing_id=str(need.pk), step="drop")
    return rows.order_by("-seq").values_list("note", flat=True).first() or ""


def proposals(need: Need, on: dt.date | None = None) -> list[Proposal]:
    """What the units of the street offer that would do, the most reasons first."""
    on = on or timezone.localdate()
    street = parent_of(need.place_path) or need.place_path
    offered = Resource.objects.filter(
        in_force(on, "registration__"), below("registration__place_path", street), means=need.means
    )
    found = [
        Proposal(need, resource, reasons(need, resource))
        for resource in offered.select_related("registration__unit").order_by("pk")
        if not objection(need, resource, on)
    ]
    return sorted(found, key=lambda each: (-len(each.because), each.resource.pk))


def year_of(unit: Organization, year: int) -> Year:
    """What a unit gave in a year. Every number opens into the records it counts. A part counts for the unit
    whose member somebody was on the day they did it.
    """
    given = Pairing.objects.filter(
        resource__registration__unit=unit, held_on__year=year, state__in=["delivered", "thanked"]
    )
    sums = given.aggregate(hours=Sum("hours"), reached=Sum("reached"))
    member_then = MemberRegistration.objects.filter(
        in_force(OuterRef("ended_at__date")), volunteer=OuterRef("volunteer"), unit=unit
    )
    parts = Engagement.objects.filter(
        Exists(member_then), confirmed_at__year=year, confirmed_minutes__gt=0
    ).order_by("pk")
    minutes = sum(part.confirmed_minutes for part in parts)
    return Year(
        tuple(given.order_by("pk").values_list("pk", flat=True)),
        sums["hours"] or Decimal(0),
        sums["reached"] or 0,
        tuple(part.pk for part in parts),
        minutes,
    )
