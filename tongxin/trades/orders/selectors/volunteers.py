"""The volunteers of an area, as staff look for them. In the order they came; nobody is ranked."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from tongxin.engine.tickets import numbers
from tongxin.ground.organizations.dates import in_force
from tongxin.ground.organizations.models import Organization
from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.models import Skill, UnitRegistration, Volunteer

PAGE = 50


@dataclass(frozen=True)
class Narrowed:
    """What narrows the list; empty does not."""

    number: str = ""
    state: str = ""
    skill: str = ""
    member: bool = False


def volunteers_of(actor: Actor, narrowed: Narrowed, after: int = 0) -> list[Volunteer]:
    """One more than a page of the actor's volunteers, the latest first, from before the key ``after``. Who
    waits to be admitted comes first by the state one looks for. Two queries.
    """
    found = Volunteer.objects.filter(gates.scope_q(actor, "volunteer.read"))
    if narrowed.number:
        found = found.filter(number=numbers.parse(narrowed.number, numbers.VOLUNTEERS) or "-")
    if narrowed.state:
        found = found.filter(state=narrowed.state)
    if narrowed.member:
        found = found.filter(member=True)
    if narrowed.skill:
        found = found.filter(_able(narrowed.skill, timezone.localdate()))
    if after:
        found = found.filter(pk__lt=after)
    related = found.select_related("person", "organization", "home").prefetch_related("proofs")
    return list(related.order_by("-pk")[: PAGE + 1])


def registered_units(place_path: str, on: dt.date) -> list[Organization]:
    """The units that have reported to a community."""
    rows = UnitRegistration.objects.filter(in_force(on), place_path=place_path)
    return [row.unit for row in rows.select_related("unit").order_by("unit__name")]


def _able(skill: str, on: dt.date) -> Q:
    """Who says so; where a proof is needed, whose proof is valid."""
    if skill in Skill.needing_proof():
        return Q(proofs__skill=skill, proofs__withdrawn_at__isnull=True, proofs__until__gte=on)
    return Q(skills__contains=[skill])
