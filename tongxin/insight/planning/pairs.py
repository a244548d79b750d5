"""Every possible pair of a week as arrays, and the choice among them: by flow, or by a plain rule."""

from collections.abc import Collection, Iterable, Sequence

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

FIRST_TRIED = 30
FINE = 10_000  # parts of a point, more than a week has pairs: what a change is worth among equal plans


class Week:
    """Every possible (job, hand, slot) as parallel arrays, the pairs sorted by job, then slot, then hand.

    ``standing`` are lines of another plan of the same jobs and hands: of plans that cost the same, the one
    that keeps the most of them is made.
    """

    def __init__(self, jobs: Sequence[Job], hands: Sequence[Hand], standing: Iterable[Line] = ()) -> None:
        self.jobs, self.hands = jobs, hands
        able = self._able()
        self.loads = np.array([hand.load for hand in hands], dtype=np.int64)
        self.most = np.array([hand.most for hand in hands], dtype=np.int64)
        self.penalties = np.array([UNDONE * (1 + job.urgency) for job in jobs], dtype=np.int64)
        free = self.loads < self.most
        self.width = 1 + max((slot for each in (*jobs, *hands) for slot in each.slots), default=0)
        wanted, open_ = (_grid([each.slots for each in both], self.width) for both in (jobs, hands))
        self._one_slot_for_two(able & free, wanted, open_)
        possible = wanted[:, :, None] & open_.T & (able & free)[:, None, :]
        self.job, self.slot, self.hand = np.nonzero(possible)
        self._price()
        meets = wanted.astype(np.float32) @ open_.T.astype(np.float32) > 0
        self.meets = meets & able & free
        self.could = self.meets.sum(axis=1)
        self._hold(standing)

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
        """What each job by each hand would cost, as jobs × hands: the slot makes no difference to it."""
        here = np.array([job.where for job in self.jobs], dtype=float).reshape(-1, 1, 2)
        there = np.array([hand.where for hand in self.hands], dtype=float).reshape(1, -1, 2)
        self.metres = np.hypot(here[..., 0] - there[..., 0], here[..., 1] - there[..., 1]).astype(np.int64)
        self.liked = _among([job.kind for job in self.jobs], [hand.liked for hand in self.hands])
        self.known = _among([job.whom for job in self.jobs], [hand.known for hand in self.hands])
        self.points = self.metres // METRES_A_POINT + NOT_LIKED * ~self.liked + NOT_KNOWN * ~self.known
        self.cost = self.points[self.job, self.hand]

    def _hold(self, standing: Iterable[Line]) -> None:
        """The prices of the flow: what a pair costs in points, in finer ones where something stands."""
        rows = {job.key: row for row, job in enumerate(self.jobs)}
        columns = {hand.key: column for column, hand in enumerate(self.hands)}
        kept = [self._code(rows[each.job], each.slot, columns[each.hand]) for each in standing]
        self.stands = np.isin(self._code(self.job, self.slot, self.hand), kept)
        self.fine = FINE if kept else 1
        self.price = self.fine * self.cost - self.stands

    def _code(self, row, slot, column):
        """A pair as one number, or many at once."""
        return (row * self.width + slot) * len(self.hands) + column

    def by_flow(self, tried: int = FIRST_TRIED) -> list[int]:
        """The pairs of least cost. Solved over each job's ``tried`` cheapest hands; the prices of that plan
        then say which other pairs could make it cheaper, and it is solved again with them until none could.
        """
        among = self._cheapest(tried) | self.stands
        while True:
            pairs = np.flatnonzero(among)
            chosen = pairs[self._least(pairs)]
            better = ~among & self._would_save(pairs, chosen)
            if not better.any():
                return chosen.tolist()
            among |= better

    def _cheapest(self, tried: int) -> np.ndarray:
        """Which pairs are of a job's ``tried`` cheapest hands, what these have on hand counted in."""
        if len(self.hands) <= tried or not len(self.job):
            return np.ones(len(self.job), dtype=bool)
        priced = np.where(self.meets, self.points + FAIR * self.loads, np.iinfo(np.int64).max)
        cheap = priced <= np.partition(priced, tried - 1, axis=1)[:, tried - 1, None]
        return cheap[self.job, self.hand]

    def _least(self, pairs: np.ndarray) -> np.ndarray:
        """The choice of least cost among these pairs, as positions in them: jobs → (hand, slot) → hand →
        sink, the k-th order of a hand dearer than the one before; whatever is not worth its cost flows past,
        at its penalty.
        """
        width = 1 + int(self.slot.max(initial=0))
        busy, seat = np.unique(self.hand[pairs] * width + self.slot[pairs], return_inverse=True)
        first_seat = 1 + len(self.jobs)
        first_hand = first_seat + len(busy)
        sink = first_hand + len(self.hands)
        net = flows.Net(sink + 1)
        jobs, persons = 1 + np.arange(len(self.jobs)), np.array([job.persons for job in self.jobs], dtype=int)
        net.supply(jobs, persons)
        net.supply(sink, -persons.sum())
        net.arcs(jobs, sink, persons, self.fine * self.penalties)
        arcs = net.arcs(1 + self.job[pairs], first_seat + seat, 1, self.price[pairs])
        net.arcs(first_seat + np.arange(len(busy)), first_hand + busy // width, 1, 0)
        hands, taken = self._orders_more()
        net.arcs(first_hand + hands, sink, 1, self.fine * FAIR * taken)
        return np.flatnonzero(net.solve()[arcs])

    def _orders_more(self) -> tuple[np.ndarray, np.ndarray]:
        """A row for each order that a hand could still take, and how many it has on hand by then."""
        more = np.maximum(self.most - self.loads, 0)
        hands = np.repeat(np.arange(len(self.hands)), more)
        return hands, self.loads[hands] + np.arange(len(hands)) - np.repeat(np.cumsum(more) - more, more)

    def _would_save(self, pairs: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """Which of all pairs could make the choice cheaper: those below the difference of the prices of their
        job and their seat. A price is the least cost, in the network as ``chosen`` leaves it, of seeing one
        more order there through (Ahuja, Magnanti, Orlin, Network Flows, 1993, theorem 9.3).
        """
        if len(pairs) == len(self.job):
            return np.zeros(len(self.job), dtype=bool)
        loads = self.loads + np.bincount(self.hand[chosen], minlength=len(self.hands))
        hands = np.where(loads < self.most, self.fine * FAIR * loads.astype(float), np.inf)
        jobs = self.fine * self.penalties.astype(float)
        seats = np.empty((len(self.hands), 1 + int(self.slot.max())))
        of, by, at = self.job[pairs], self.hand[pairs], self.slot[pairs]
        rows, starts = np.unique(of, return_index=True)
        held = self.job[chosen], self.hand[chosen], self.slot[chosen], self.price[chosen]
        before = None
        while before is None or not np.array_equal(before, jobs):
            before = jobs.copy()
            np.minimum.at(hands, held[1], jobs[held[0]] - held[3])
            seats[:] = hands[:, None]
            seats[held[1], held[2]] = jobs[held[0]] - held[3]
            jobs[rows] = np.minimum(
                jobs[rows], np.minimum.reduceat(self.price[pairs] + seats[by, at], starts)
            )
        return self.price + seats[self.hand, self.slot] < jobs[self.job]

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
        missing = np.array([job.persons for job in self.jobs], dtype=np.int64) - done
        cost = int(self.penalties @ missing) + sum(line.points for line in lines)
        loads = {hand.key: hand.load for hand in self.hands}
        for line in lines:
            cost += FAIR * loads[line.hand]
            loads[line.hand] += 1
        short = tuple(self.jobs[row].key for row in np.flatnonzero(missing))
        return Plan(lines, short, exact, cost)

    def line(self, pair: int) -> Line:
        row, column = self.job[pair], self.hand[pair]
        return Line(
            job=self.jobs[row].key,
            hand=self.hands[column].key,
            slot=int(self.slot[pair]),
            metres=int(self.metres[row, column]),
            liked=bool(self.liked[row, column]),
            known=bool(self.known[row, column]),
            others=int(self.could[row]) - 1,
        )


def _grid(sets: Sequence[Collection[int]], width: int) -> np.ndarray:
    grid = np.zeros((len(sets), width), dtype=bool)
    for row, slots in enumerate(sets):
        grid[row, list(slots)] = True
    return grid


def _among(said: Sequence[str], sets: Sequence[Collection[str]]) -> np.ndarray:
    """Jobs × hands: whether what the job says is in the hand's set."""
    number = {word: column for column, word in enumerate(dict.fromkeys(said))}
    grid = np.zeros((len(sets), len(number)), dtype=bool)
    for row, words in enumerate(sets):
        grid[row, [number[word] for word in words if word in number]] = True
    return grid.T[[number[word] for word in said]] if said else np.zeros((0, len(sets)), dtype=bool)
