"""Questions to the second tree and to estates: a fixed number of queries, however many the places."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Model, Prefetch, Q, QuerySet

from tongxin.ground.gathered import gathered
from tongxin.ground.organizations.dates import in_force, today
from tongxin.ground.organizations.kinds import Kind
from tongxin.ground.organizations.models import (
    AdviserPosting,
    Change,
    Coverage,
    Estate,
    EstatePlace,
    MembersFact,
    Organization,
    OwnersCommitteeFact,
    PartyCoverageFact,
    PropertyServiceFact,
)
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import ancestors_of, below

# Kinds that serve a place because its estate chose them.
THROUGH_ESTATES = frozenset({Kind.PROPERTY_COMPANY, Kind.OWNERS_COMMITTEE, Kind.INTERIM_PROPERTY_COMMITTEE})


def organizations(
    on: dt.date | None = None, *, kinds: Collection[str] = (), within: Organization | None = None
) -> QuerySet[Organization]:
    """The organisations in force on a day, in the order of the tree, of some kinds or below one."""
    found = Organization.objects.filter(in_force(today(on)))
    if kinds:
        found = found.filter(kind__in=kinds)
    if within is not None:
        found = found.filter(below("path", within.path))
    return found.order_by("path")


def organizations_within(paths: Collection[str], on: dt.date | None = None) -> QuerySet[Organization]:
    """The organisations that cover or serve something below any of these paths, in the order of the tree.

    The path "" is everywhere. A company or a committee belongs where its estates are.
    """
    on = today(on)
    if "" in paths:
        return organizations(on)
    area = _area("place_path", paths)
    estates = _area("estate__place_path", paths)
    covering = Coverage.objects.filter(in_force(on), area).values("organization")
    serving = PropertyServiceFact.objects.filter(in_force(on), estates).values("company")
    chosen = OwnersCommitteeFact.objects.filter(
        in_force(on, since="formed_on", until="ended_on"), estates
    ).values("organization")
    return organizations(on).filter(Q(pk__in=covering) | Q(pk__in=serving) | Q(pk__in=chosen))


def _area(field: str, paths: Collection[str]) -> Q:
    found = Q(pk__in=[])
    for path in paths:
        found |= below(field, path)
    return found


def ancestors(organization: Organization) -> QuerySet[Organization]:
    """The organisations above it, from the top down, without itself."""
    paths = ancestors_of(organization.path)[:-1]
    return Organization.objects.filter(path__in=paths).order_by("path")


def places_of(organization: Organization, on: dt.date | None = None) -> list[Place]:
    """The places it covers on a day, in the order of the territory."""
    rows = organization.coverages.filter(in_force(today(on))).select_related("place__level")
    return [row.place for row in rows.order_by("place_path")]


def estate_of(place: Place, on: dt.date | None = None) -> Estate | None:
    """The estate this place, or the nearest place above it, belongs to on a day. One query."""
    rows = EstatePlace.objects.filter(in_force(today(on)), place_path__in=ancestors_of(place.path))
    row = rows.select_related("estate").order_by("-place_path").first()
    return row.estate if row else None


def estates_of(place_ids: Collection[int], on: dt.date | None = None) -> dict[int, Estate]:
    """``estate_of`` for many places, by place id; places without an estate are left out. Two queries."""
    paths = dict(Place.objects.filter(pk__in=place_ids).values_list("pk", "path"))
    by_path = _estates_by_path(paths.values(), today(on))
    found = {}
    for pk, path in paths.items():
        nearest = next((by_path[step] for step in reversed(ancestors_of(path)) if step in by_path), None)
        if nearest is not None:
            found[pk] = nearest
    return found


def _estates_by_path(paths: Iterable[str], on: dt.date) -> dict[str, Estate]:
    above = {step for path in paths for step in ancestors_of(path)}
    rows = EstatePlace.objects.filter(in_force(on), place_path__in=above).select_related("estate")
    return {row.place_path: row.estate for row in rows}


def serving(place: Place, kind: str, on: dt.date | None = None) -> list[Organization]:
    """The organisations of a kind that serve a place on a day, nearest first (see ``serving_many``)."""
    return serving_many([place], [kind], on=on)[place.pk, kind]


def serving_many(
    places: Collection[Place], kinds: Collection[str], on: dt.date | None = None
) -> dict[tuple[int, str], list[Organization]]:
    """Who serves each place, by place id and kind, nearest first.

    A property company or an owners' committee serves through the estate of the place; any kind serves by
    covering the place or one above it. At most four queries, however many the places.
    """
    on = today(on)
    above = {step for place in places for step in ancestors_of(place.path)}
    serves: dict[tuple[str, str], list[Organization]] = {}
    if THROUGH_ESTATES.intersection(kinds):
        for path, organization in _through_estates(above, on):
            serves.setdefault((path, organization.kind), []).append(organization)
    covered = Coverage.objects.filter(
        in_force(on), in_force(on, "organization__"), place_path__in=above, organization__kind__in=kinds
    )
    for row in covered.select_related("organization").order_by("organization__path"):
        serves.setdefault((row.place_path, row.organization.kind), []).append(row.organization)
    return {(place.pk, kind): _nearest_first(serves, place.path, kind) for place in places for kind in kinds}


def _nearest_first(
    serves: dict[tuple[str, str], list[Organization]], path: str, kind: str
) -> list[Organization]:
    steps = reversed(ancestors_of(path))
    found = {organization.pk: organization for step in steps for organization in serves.get((step, kind), ())}
    return list(found.values())


def _through_estates(paths: Collection[str], on: dt.date) -> Iterable[tuple[str, Organization]]:
    rows = EstatePlace.objects.filter(in_force(on), place_path__in=paths)
    services = PropertyServiceFact.objects.filter(in_force(on), company__isnull=False)
    committees = OwnersCommitteeFact.objects.filter(
        in_force(on, since="formed_on", until="ended_on"), organization__isnull=False
    )
    rows = rows.select_related("estate").prefetch_related(
        Prefetch("estate__service_facts", services.select_related("company"), to_attr="services_now"),
        Prefetch(
            "estate__committee_facts", committees.select_related("organization"), to_attr="committees_now"
        ),
    )
    for row in rows:
        for service in row.estate.services_now:
            yield row.place_path, service.company
        for fact in row.estate.committees_now:
            yield row.place_path, fact.organization


@dataclass(frozen=True, slots=True)
class EstateFacts:
    """Everything recorded about an estate over time, newest first."""

    committees: list[OwnersCommitteeFact]
    services: list[PropertyServiceFact]
    party: list[PartyCoverageFact]
    members: list[MembersFact]
    advisers: list[AdviserPosting]


def facts_of(estate: Estate) -> EstateFacts:
    """The facts of an estate, its committees and the companies that served it. Two queries."""
    committees, services = estate.committee_facts.all(), estate.service_facts.all()
    companies = services.filter(company__isnull=False).order_by().values("company")
    bodies = committees.filter(organization__isnull=False).order_by().values("organization")
    covered = Q(organization__in=companies) | Q(organization__in=bodies)
    found = gathered(
        committees=committees,
        services=services,
        party=PartyCoverageFact.objects.filter(covered),
        members=MembersFact.objects.filter(organization__in=companies),
        advisers=AdviserPosting.objects.filter(company__in=companies),
    )
    _name([fact for facts in found.values() for fact in facts])
    return EstateFacts(**found)


def _name(facts: Collection[Model]) -> None:
    """Read the organisations these facts speak of, for all of them at once."""
    told = [
        (fact, field)
        for fact in facts
        for field in fact._meta.concrete_fields
        if field.related_model is Organization
    ]
    named = Organization.objects.in_bulk({getattr(fact, field.attname) for fact, field in told} - {None})
    for fact, field in told:
        setattr(fact, field.name, named.get(getattr(fact, field.attname)))


def estates_within(paths: Collection[str], on: dt.date | None = None) -> QuerySet[Estate]:
    """The estates in force below any of these paths; the path "" is everywhere."""
    area = Q() if "" in paths else _area("place_path", paths)
    found = Estate.objects.filter(in_force(today(on))).filter(area)
    return found.select_related("community").order_by("place_path", "name")


def changes_of(thing: Organization | Estate) -> QuerySet[Change]:
    """What was changed about it, when and by whom, newest first."""
    return Change.objects.filter(noun=thing._meta.model_name, thing_id=thing.pk)
