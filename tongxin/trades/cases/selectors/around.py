"""What stands around a case: cases made from it, cases joined to it, and open ones next door."""

from collections.abc import Iterable
from dataclasses import dataclass

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


def around(case: Case, actor: Actor, known: Iterable[int] = ()) -> Around:
    """What the actor may read of that, due first; ``known`` stand elsewhere on the page. One query."""
    wanted = Q(parent=case) | Q(duplicate_of=case)
    next_door = parent_of(case.place_path)
    if next_door != case.community_path and is_within(next_door, case.community_path):
        wanted |= OPEN_CASE & below("place_path", next_door)
    found = Case.objects.filter(wanted).exclude(pk=case.pk).select_related("place", "category")
    rows = list(found.defer("search", "haystack").order_by("due_at", "pk")[:MOST])
    rows = [row for row in rows if sees(actor, row.place_path)]
    kin = [row for row in rows if case.pk in (row.parent_id, row.duplicate_of_id)]
    apart = {row.pk for row in kin} | set(known)
    return Around(
        children=[row for row in kin if row.parent_id == case.pk],
        joined=[row for row in kin if row.duplicate_of_id == case.pk],
        near=[row for row in rows if row.pk not in apart][:MOST_NEAR],
    )
