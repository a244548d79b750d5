"""Every possible pair of a week as arrays, and the choice among them: by flow, or by a plain rule."""

from collections.abc import Collection, Sequence

import numpy as np

from tongxin.insight.planning import flows
from tongxin.insight.planning.terms import (
    FAIR,
    METRES_A_POINT,
    NOT_KNOWN,
    NOT_LIKED,
    UNDONE,
    Hand,
    Job,
    Line,
    Plan,
)


class Week:
    """Every possible (job, hand, slot) as parallel arrays, the pairs sorted by job."""

    def __init__(self, jobs: Sequence[Job], hands: Sequence[Hand]) -> None:
        self.jobs, self.hands = jobs, hands
        able = self._able()
        free = np.array([hand.load < hand.most for hand in hands], dtype=bool)
        width = 1 + max((slot for each in (*jobs, *hands) for slot in each.slots), default=0)
        wanted, open_ = (
            _grid([job.slots for job in jobs], width),
            _grid([hand.slots for hand in hands], width),
        )
        self._one_slot_for_two(able & free, wanted, open_)
        parts = [
            (np.nonzero(able & (wanted[:, slot, None] & (open_[:, slot] & free))), slot)
            for slot in range(width)
        ]
        job = np.concatenate([rows[0] for rows, _slot in parts])
        order = np.argsort(job, kind="stable")
        self.job = job[order]
        self.hand = np.concatenate([rows[1] for rows, _slot in parts])[order]
        self.slot = np.concatenate([np.full(len(rows[0]), slot) for rows, slot in parts])[order]
        self._price()
        meets = wanted.astype(np.float32) @ open_.T.astype(np.float32) > 0
        self.could = (meets & able & free).sum(axis=1)

    def _able(self) -> np.ndarray:
        """Jobs × hands: whether skills and barring allow it. Jobs of one set of skills are looked at once."""
        by_skills: dict[frozenset[str], np.ndarray] = {}
        rows = []
        for job in self.jobs:
            if job.skills not in by_skills:
                by_skills[job.skills] = np.array(
                    [job.skills <= hand.skills for hand in self.hands], dtype=bool
                )
            row = by_skills[job.skills]
            if job.barred:
                row = row & np.array([hand.key not in job.barred for hand in self.hands], dtype=bool)
            rows.append(row)
        return np.array(rows, dtype=bool).reshape(len(self.jobs), len(self.hands))

    def _one_slot_for_two(self, able: np.ndarray, wanted: np.ndarray, open_: np.ndarray) -> None:
        for row, job in enumerate(self.jobs):
            if job.persons > 1 and job.slots:
                could = (able[row][:, None] & open_).sum(axis=0) * wanted[row]
                best = int(could.argmax())
                wanted[row] = False
                wanted[row, best] = could[best] > 0

    def _price(self) -> None:
        here = np.array([job.where for job in self.jobs], dtype=float).reshape(-1, 2)[self.job]
        there = np.array([hand.where for hand in self.hands], dtype=float).reshape(-1, 2)[self.hand]
        self.metres = np.hypot(*(here - there).T).astype(np.int64)
        self.liked = self._among([job.kind for job in self.jobs], [hand.liked for hand in self.hands])
        self.known = self._among([job.whom for job in self.jobs], [hand.known for hand in self.hands])
        self.cost = self.metres // METRES_A_POINT + NOT_LIKED * ~self.liked + NOT_KNOWN * ~self.known

    def _among(self, said: Sequence[str], sets: Sequence[Collection[str]]) -> np.ndarray:
        """For each pair, whether what the job says is in the hand's set."""
        number = {word: column for column, word in enumerate(dict.fromkeys(said))}
        grid = np.zeros((len(sets), len(number)), dtype=bool)
        for row, words in enumerate(sets):
            grid[row, [number[word] for word in words if word in number]] = True
        column = np.array([number[word] for word in said], dtype=np.int64)
        return grid[self.hand, column[self.job]] if len(self.job) else np.zeros(0, dtype=bool)

    def penalty(self, job: Job) -> int:
        return UNDONE * (1 + job.urgency)

    def by_flow(self) -> list[int]:
        """The pairs of least cost: jobs → (hand, slot) → hand → sink, the k-th order of a hand dearer than
        the one before; whatever is not worth its cost flows past, at its penalty.
        """
        width = 1 + int(self.slot.max(initial=0))
        busy, seat = np.unique(self.hand * width + self.slot, return_inverse=True)
        first_seat = 1 + len(self.jobs)
        first_hand = first_seat + len(busy)
        sink = first_hand + len(self.hands)
        net = flows.Net(sink + 1)
        for row, job in enumerate(self.jobs):
            net.supply(1 + row, job.persons)
            net.arc(1 + row, sink, job.persons, self.penalty(job))
        net.supply(sink, -sum(job.persons for job in self.jobs))
        pairs = net.arcs(1 + self.job, first_seat + seat, 1, self.cost)
        seats = first_seat + np.arange(len(busy))
        net.arcs(seats, first_hand + busy // width, 1, np.zeros(len(busy)))
        for row, hand in enumerate(self.hands):
            for taken in range(hand.load, hand.most):
                net.arc(first_hand + row, sink, 1, FAIR * taken)
        used = net.solve()
        return [int(pair) for pair in np.flatnonzero(used[pairs])]

    def by_rule(self) -> list[int]:
        """Most urgent and scarcest first; each time the best fit with the load counted in."""
        loads = [hand.load for hand in self.hands]
        starts = np.searchsorted(self.job, np.arange(len(self.jobs) + 1))
        scarce = np.diff(starts)
        taken: set[tuple[int, int]] = set()
        chosen: list[int] = []
        for row in sorted(range(len(self.jobs)), key=lambda row: (-self.jobs[row].urgency, scarce[row], row)):
            mine: set[int] = set()
            for _person in range(self.jobs[row].persons):
                pairs = range(starts[row], starts[row + 1])
                pair = min(
                    (p for p in pairs if self._is_free(p, taken, mine, loads)),
                    key=lambda p: (self.cost[p] + FAIR * loads[self.hand[p]], p),
                    default=None,
                )
                if pair is not None:
                    chosen.append(pair)
                    mine.add(int(self.hand[pair]))
                    taken.add((self.hand[pair], self.slot[pair]))
                    loads[self.hand[pair]] += 1
        return sorted(chosen)

    def _is_free(self, pair: int, taken: set[tuple[int, int]], mine: set[int], loads: list[int]) -> bool:
        hand = self.hand[pair]
        return (
            (hand, self.slot[pair]) not in taken and hand not in mine and loads[hand] < self.hands[hand].most
        )

    def as_plan(self, chosen: Sequence[int], *, exact: bool) -> Plan:
        lines = tuple(self.line(pair) for pair in chosen)
        done = np.bincount(self.job[list(chosen)], minlength=len(self.jobs))
        missing = [(job, job.persons - int(count)) for job, count in zip(self.jobs, done, strict=True)]
        cost = sum(self.penalty(job) * left for job, left in missing) + sum(line.points for line in lines)
        loads = {hand.key: hand.load for hand in self.hands}
        for line in lines:
            cost += FAIR * loads[line.hand]
            loads[line.hand] += 1
        return Plan(lines, tuple(job.key for job, left in missing if left), exact, cost)

    def line(self, pair: int) -> Line:
        row = self.job[pair]
        return Line(
            job=self.jobs[row].key,
            hand=self.hands[self.hand[pair]].key,
            slot=int(self.slot[pair]),
            metres=int(self.metres[pair]),
            liked=bool(self.liked[pair]),
            known=bool(self.known[pair]),
            others=int(self.could[row]) - 1,
        )


def _grid(sets: Sequence[Collection[int]], width: int) -> np.ndarray:
    grid = np.zeros((len(sets), width), dtype=bool)
    for row, slots in enumerate(sets):
        grid[row, list(slots)] = True
    return grid
