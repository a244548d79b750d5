"""The terms of a weekly plan: jobs, hands, lines, and what they cost.

In points: a hundred metres of way is 1; not among their interests 10; not known to each other 15; the k-th
order of somebody's week 40 × (k - 1), so that the load is fair; an order nobody does 100,000, more when it is
urgent.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

METRES_A_POINT = 100
NOT_LIKED = 10
NOT_KNOWN = 15
FAIR = 40
UNDONE = 100_000


@dataclass(frozen=True)
class Job:
    """An order to be planned. ``where`` is in metres on any flat grid; ``urgency`` 0 or more; ``whom`` is
    whose order it is, for continuity; ``barred`` are hands that must not do it (their own order, a refusal).
    """

    key: int
    slots: frozenset[int]
    where: tuple[float, float] = (0.0, 0.0)
    skills: frozenset[str] = frozenset()
    kind: str = ""
    whom: str = ""
    urgency: int = 0
    persons: int = 1
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Hand:
    """A volunteer in the planned week: when they can, what they can, how much they would do (``most``), how
    much of it is taken already (``load``), whom they have helped before (``known``), what they like
    (``liked``).
    """

    key: int
    slots: frozenset[int]
    where: tuple[float, float] = (0.0, 0.0)
    skills: frozenset[str] = frozenset()
    liked: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    most: int = 3
    load: int = 0


@dataclass(frozen=True)
class Line:
    """One proposal: this job by this hand in this slot, and the parts of its cost as the reason."""

    job: int
    hand: int
    slot: int
    metres: int
    liked: bool
    known: bool
    others: int

    @property
    def points(self) -> int:
        """What the pair itself costs, load aside."""
        return self.metres // METRES_A_POINT + NOT_LIKED * (not self.liked) + NOT_KNOWN * (not self.known)


@dataclass(frozen=True)
class Plan:
    """Proposals for a week. ``short`` are the jobs that found too few; ``exact``: no plan costs less."""

    lines: tuple[Line, ...]
    short: tuple[int, ...]
    exact: bool
    cost: int

    def loads(self, hands: Iterable[Hand]) -> dict[int, int]:
        """How many orders each hand would have in the week, what is taken already included."""
        found = {hand.key: hand.load for hand in hands}
        for line in self.lines:
            found[line.hand] += 1
        return found


@dataclass(frozen=True)
class Change:
    """What another plan would do differently: jobs that change hands or slot, and jobs left undone by it."""

    moved: tuple[tuple[Line, Line | None], ...] = field(default=())
    costs_more: int = 0
