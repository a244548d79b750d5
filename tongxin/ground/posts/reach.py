"""Which posts and organisations reach a subject: read once for many subjects, matched in memory."""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from tongxin.ground.gathered import gathered
from tongxin.ground.organizations.dates import in_force
from tongxin.ground.organizations.models import (
    Coverage,
    Estate,
    EstatePlace,
    Organization,
    OwnersCommitteeFact,
    PropertyServiceFact,
)
from tongxin.ground.posts.models import Post
from tongxin.ground.posts.selectors import posts
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import AFTER_ALL, ancestors_of, below, is_within


@dataclass(frozen=True, slots=True)
class Subject:
    """A community or an estate. ``paths`` are its own places."""

    place: Place
    estate: Estate | None
    paths: tuple[str, ...]

    @property
    def steps(self) -> set[str]:
        """Its places and all above them, up to and including the community, not beyond."""
        return {
            step for path in self.paths for step in ancestors_of(path) if is_within(step, self.place.path)
        }


@dataclass(slots=True)
class Reach:
    """The posts and organisations of some subjects, in the shapes in which they are asked for."""

    subjects: dict[Place | Estate, Subject] = field(default_factory=dict)
    by_place: dict[str, list[Post]] = field(default_factory=lambda: defaultdict(list))
    by_organization: dict[int, list[Post]] = field(default_factory=lambda: defaultdict(list))
    covering: dict[str, list[Organization]] = field(default_factory=lambda: defaultdict(list))
    served: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    chosen: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    paths: list[str] = field(default_factory=list)

    def met(
        self, subject: Subject, roles: Collection[str], kinds: Collection[str], *, within: bool, wide: bool
    ) -> list[Post | Organization]:
        """What meets a requirement for a subject: posts first, then organisations; no duplicates."""
        steps = subject.steps
        wider = steps | set(ancestors_of(subject.place.path)) if wide else steps
        inner = {path for own in subject.paths for path in self._below(own)} if within else set()
        organizations = {each.pk: each for path in wider | inner for each in self.covering.get(path, ())}
        bodies = organizations.keys() | (
            self.chosen.get(subject.estate.pk, set()) if subject.estate else set()
        )
        if within:
            bodies |= {pk for path in subject.paths for pk in self._chosen_below(path)}
        held: dict[int, Post | Organization] = {}
        for post in self._posts(steps | inner, sorted(bodies)):
            if post.role in roles:
                held.setdefault(post.pk, post)
        stand = [each for pk, each in sorted(organizations.items()) if each.kind in kinds]
        return [*held.values(), *stand]

    def _posts(self, paths: Iterable[str], bodies: Iterable[int]) -> Iterable[Post]:
        for path in sorted(paths):
            yield from self.by_place.get(path, ())
        for body in bodies:
            yield from self.by_organization.get(body, ())

    def _below(self, path: str) -> list[str]:
        return self.paths[bisect_left(self.paths, path) : bisect_left(self.paths, path + AFTER_ALL)]

    def _chosen_below(self, path: str) -> Iterable[int]:
        for community, bodies in self.served.items():
            if is_within(community, path):
                yield from bodies


def reach_of(subjects: Collection[Place | Estate], *, roles: Collection[str], on: dt.date) -> Reach:
    """Everything that may meet a requirement of ``roles`` or of kinds of organisation for these places and
    estates (with ``community`` selected). Two queries.
    """
    reach = Reach()
    common = _common([_community(each).path for each in subjects])
    area = below("place_path", common) if common else Q()
    found = gathered(**_facts([each.pk for each in subjects if isinstance(each, Estate)], common, area, on))
    buildings: dict[int, list[str]] = defaultdict(list)
    for estate, path in found["buildings"]:
        buildings[estate].append(path)
    for each in subjects:
        reach.subjects[each] = _subject(each, buildings)
    organizations = {each.pk: each for each in found["organizations"]}
    for path, organization in found["covered"]:
        reach.covering[path].append(organizations[organization])
    for estate, path, body in [*found["companies"], *found["committees"]]:
        reach.served[path].add(body)
        reach.chosen[estate].add(body)
    for post in posts(on).filter(area | Q(organization__isnull=False), role__in=roles):
        if post.place_id:
            reach.by_place[post.place_path].append(post)
        else:
            reach.by_organization[post.organization_id].append(post)
    reach.paths = sorted({*reach.by_place, *reach.covering})
    return reach


def _community(subject: Place | Estate) -> Place:
    return subject.community if isinstance(subject, Estate) else subject


def _subject(subject: Place | Estate, buildings: dict[int, list[str]]) -> Subject:
    """A place as it is; an estate with its buildings, or in all its community where none are recorded."""
    place = _community(subject)
    if subject is place:
        return Subject(place, None, (place.path,))
    return Subject(place, subject, tuple(buildings[subject.pk]) or (place.path,))


def _facts(estates: Collection[int], common: str, area: Q, on: dt.date) -> dict[str, QuerySet]:
    """The buildings of the estates; who covers, and which company or committee an estate has, in the area."""
    buildings = EstatePlace.objects.filter(in_force(on), estate__in=estates)
    above = Q(place_path__in=ancestors_of(common)) if common else Q(pk__in=[])
    covered = Coverage.objects.filter(in_force(on), in_force(on, "organization__")).filter(area | above)
    there = below("estate__place_path", common) if common else Q()
    services = PropertyServiceFact.objects.filter(there, in_force(on), company__isnull=False)
    committees = OwnersCommitteeFact.objects.filter(
        there, in_force(on, since="formed_on", until="ended_on"), organization__isnull=False
    )
    return {
        "buildings": buildings.values_list("estate", "place_path"),
        "covered": covered.values_list("place_path", "organization"),
        "organizations": Organization.objects.filter(pk__in=covered.order_by().values("organization")),
        "companies": services.order_by().values_list("estate", "estate__place_path", "company"),
        "committees": committees.order_by().values_list("estate", "estate__place_path", "organization"),
    }


def _common(paths: Collection[str]) -> str:
    """The path of the lowest place that has all of them below it, empty when there is none."""
    first, last = min(paths), max(paths)
    return max((step for step in ancestors_of(first) if is_within(last, step)), default="")
