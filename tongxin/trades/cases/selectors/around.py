"""What stands around a case: cases made from it, cases joined to it, and open ones next door."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import sees
from tongxin.ground.territory.paths import below, is_within, parent_of
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.models.case import OPEN_CASE

MOST = 30
MOST_NEAR = 5


@dataclass(frozen=True)
class Around:
    """``children`` were split off it, ``joined`` were reported again, ``near`` are open a door away."""

    children: list[Case]
    joined: list[Case]
    near: list[Case]

    @property
    def children_over(self) -> int:
        """How many of the cases split off it are over."""
        return sum(not child.is_open for child in self.children)


def around(case: Case, actor: Actor, known: Iterable[int] = ()) -> Around:
    """What the actor may read of that, its kin first, then by due; ``known`` stand elsewhere on the page.
    One query.
    """
    kin = Q(parent=case) | Q(duplicate_of=case)
    wanted = kin
    next_door = parent_of(case.place_path)
    if next_door != case.community_path and is_within(next_door, case.community_path):
        wanted |= OPEN_CASE & below("place_path", next_door)
    found = Case.objects.filter(wanted).exclude(pk=case.pk).select_related("place", "category")
    rows = list(
        found.defer("search", "haystack").order_by(
            models.Case(models.When(kin, then=0), default=1), "due_at", "pk"
        )[:MOST]
    )
    rows = [row for row in rows if sees(actor, row.place_path)]
    kin = [row for row in rows if case.pk in (row.parent_id, row.duplicate_of_id)]
    apart = {row.pk for row in kin} | set(known)
    return Around(
        children=[row for row in kin if row.parent_id == case.pk],
        joined=[row for row in kin if row.duplicate_of_id == case.pk],
        near=[row for row in rows if row.pk not in apart][:MOST_NEAR],
    )
