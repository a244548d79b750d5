"""What stands around a case: cases made from it, cases joined to it, and open ones next door."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import models
from django.db.models import Q, QuerySet

from tongxin.engine.flows.table import State
from tongxin.engine.tickets import numbers
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import sees
from tongxin.ground.statements import Given, composed
from tongxin.ground.territory.paths import below, is_within, parent_of
from tongxin.trades.cases.flow import CASE
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.models.case import OPEN_CASE, OPEN_STATES

MOST = 30
MOST_NEAR = 5


class Neighbour(NamedTuple):
    """As much of a case as is shown beside another; ``where`` is its place with all above it."""

    pk: int
    number: str
    state: str
    text: str
    place_path: str
    parent: int | None
    duplicate_of: int | None
    where: str

    def __str__(self) -> str:
        return numbers.grouped(self.number)

    @property
    def current_state(self) -> State:
        return CASE.state(self.state)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


@dataclass(frozen=True)
class Around:
    """``children`` were split off it, ``joined`` were reported again, ``near`` are open a door away."""

    children: list[Neighbour]
    joined: list[Neighbour]
    near: list[Neighbour]

    @property
    def children_over(self) -> int:
        """How many of the cases split off it are over."""
        return sum(not child.is_open for child in self.children)


def around(case: Case, actor: Actor, known: Iterable[int] = ()) -> Around:
    """What the actor may read of that, its kin first, then by due; ``known`` stand elsewhere on the page.
    One query.
    """
    next_door = parent_of(case.place_path)
    if next_door == case.community_path or not is_within(next_door, case.community_path):
        next_door = ""
    found = map(Neighbour._make, _around(next_door).rows(case=case.pk))
    rows = [row for row in found if sees(actor, row.place_path)]
    apart = {row.pk for row in rows if case.pk in (row.parent, row.duplicate_of)} | set(known)
    return Around(
        children=[row for row in rows if row.parent == case.pk],
        joined=[row for row in rows if row.duplicate_of == case.pk],
        near=[row for row in rows if row.pk not in apart][:MOST_NEAR],
    )


@composed
def _around(next_door: str) -> QuerySet:
    """The kin of a case, and what is open below that path; "" for none."""
    kin = Q(parent=Given("case")) | Q(duplicate_of=Given("case"))
    wanted = kin | OPEN_CASE & below("place_path", next_door) if next_door else kin
    kin_first = models.Case(models.When(kin, then=0), default=1)
    found = Case.objects.filter(wanted).exclude(pk=Given("case")).order_by(kin_first, "due_at", "pk")
    return found.values_list(*Neighbour._fields[:-1], "place__full_name")[:MOST]
