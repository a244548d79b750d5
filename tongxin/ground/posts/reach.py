"""Which posts and organisations reach a subject: read once for many subjects, matched in memory."""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q

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


def subjects_of(subjects: Collection[Place] | Collection[Estate], on: dt.date) -> list[Subject]:
    """Places as they are; estates with their buildings (one query)."""
    estates = [each for each in subjects if isinstance(each, Estate)]
    if not estates:
        return [Subject(place, None, (place.path,)) for place in subjects]
    buildings: dict[int, list[str]] = defaultdict(list)
    rows = EstatePlace.objects.filter(in_force(on), estate__in=[each.pk for each in estates])
    for estate_id, path in rows.values_list("estate_id", "place_path"):
        buildings[estate_id].append(path)
    return [
        Subject(each.community, each, tuple(buildings[each.pk]) or (each.community.path,)) for each in estates
    ]


def reach_of(
    subjects: Collection[Subject], *, roles: Collection[str], kinds: Collection[str], on: dt.date
) -> Reach:
    """Everything that may meet a requirement of ``roles`` or ``kinds`` for these subjects. Three queries."""
    reach = Reach()
    common = _common([subject.place.path for subject in subjects])
    area = below("place_path", common) if common else Q()
    above = Q(place_path__in=ancestors_of(common)) if common else Q(pk__in=[])
    covered = Coverage.objects.filter(in_force(on), in_force(on, "organization__")).filter(area | above)
    for row in covered.select_related("organization"):
        reach.covering[row.place_path].append(row.organization)
    for estate, path, body in _chosen(_prefixed(common), on):
        reach.served[path].add(body)
        reach.chosen[estate].add(body)
    for post in posts(on).filter(area | Q(organization__isnull=False), role__in=roles):
        if post.place_id:
            reach.by_place[post.place_path].append(post)
        else:
            reach.by_organization[post.organization_id].append(post)
    reach.paths = sorted({*reach.by_place, *reach.covering})
    return reach


def _prefixed(common: str) -> Q:
    return below("estate__place_path", common) if common else Q()


def _chosen(which: Q, on: dt.date) -> list[tuple[int, str, int]]:
    """Estate, its community's path, and the company or committee it has on a day. One query."""
    services = PropertyServiceFact.objects.filter(which, in_force(on), company__isnull=False)
    committees = OwnersCommitteeFact.objects.filter(
        which, in_force(on, since="formed_on", until="ended_on"), organization__isnull=False
    )
    companies = services.order_by().values_list("estate_id", "estate__place_path", "company_id")
    bodies = committees.order_by().values_list("estate_id", "estate__place_path", "organization_id")
    return list(companies.union(bodies))


def _common(paths: Collection[str]) -> str:
    """The path of the lowest place that has all of them below it, empty when there is none."""
    first, last = min(paths), max(paths)
    return max((step for step in ancestors_of(first) if is_within(last, step)), default="")
