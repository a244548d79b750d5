"""Who does which order in which slot of a week: an exact plan by min-cost flow, each line with its reasons.

Pure. A slot is a number (a part of a day); whoever calls maps wanted times and usual hours to slots. With
the extra ``opt`` (ortools) the plan has the least cost there is; without it a plain rule serves, and the plan
says so: most urgent first, the best fit, then the least loaded.

Cost, in points: a hundred metres of way is 1; not among their interests 10; not known to each other 15; the
k-th order of somebody's week 40 × (k - 1), so that the load is fair; an order nobody does 100,000, more when
it is urgent. An order for two is done by two people in one slot, chosen beforehand as the one in which most
people could; the plan is exact given that slot.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tongxin.insight.planning import flows

METRES_A_POINT = 100
NOT_LIKED = 10
NOT_KNOWN = 15
FAIR = 40
UNDONE = 100_000
MOST_OTHERS = 3


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


def plan(jobs: Sequence[Job], hands: Sequence[Hand], *, solver: bool = True) -> Plan:
    """The week's proposals: exact where the solver is there and asked for, else by the plain rule."""
    week = _Week(jobs, hands)
    chosen = week.by_flow() if solver and flows.AVAILABLE else week.by_rule()
    return week.as_plan(chosen, exact=solver and flows.AVAILABLE)


def alternatives(job: Job, hands: Sequence[Hand], made: Plan, *, most: int = MOST_OTHERS) -> list[Line]:
    """Who else could do a job: hands free in one of its slots under ``made``, the best first."""
    week = _Week([job], hands)
    busy = {(line.hand, line.slot) for line in made.lines}
    doing = {line.hand for line in made.lines if line.job == job.key}
    loads = made.loads(hands)
    found = []
    for pair in range(len(week.slot)):
        line = week.line(pair)
        full = loads[line.hand] >= hands[week.hand[pair]].most
        if line.hand not in doing and (line.hand, line.slot) not in busy and not full:
            found.append((FAIR * loads[line.hand] + line.points, line.slot, line.hand, line))
    best: dict[int, Line] = {}
    for *_order, line in sorted(found, key=lambda each: each[:3]):
        best.setdefault(line.hand, line)
    return list(best.values())[:most]


def if_declined(line: Line, jobs: Sequence[Job], hands: Sequence[Hand], made: Plan) -> Change:
    """What changes when the hand of ``line`` says no: the plan made anew without that pair."""
    barred = [replace(job, barred=job.barred | {line.hand}) if job.key == line.job else job for job in jobs]
    anew = plan(barred, hands, solver=made.exact)
    now = {(each.job, each.hand): each for each in anew.lines}
    gone = [each for each in made.lines if now.get((each.job, each.hand)) != each]
    standing = {(each.job, each.hand, each.slot) for each in made.lines}
    fresh: dict[int, list[Line]] = {}
    for each in anew.lines:
        if (each.job, each.hand, each.slot) not in standing:
            fresh.setdefault(each.job, []).append(each)
    moved = tuple((old, (fresh.get(old.job) or [None]).pop(0)) for old in gone)
    return Change(moved, anew.cost - made.cost)


def check(jobs: Sequence[Job], hands: Sequence[Hand], made: Plan) -> list[str]:
    """What is impossible about a plan, also one that was edited by hand; empty when it can be sent."""
    job_of, hand_of = {job.key: job for job in jobs}, {hand.key: hand for hand in hands}
    wrong = []
    booked = [(line.hand, line.slot) for line in made.lines]
    if len(set(booked)) != len(booked):
        wrong.append("double booking")
    if len({(line.job, line.hand) for line in made.lines}) != len(made.lines):
        wrong.append("the same hand twice")
    for line in made.lines:
        if not _fits(job_of[line.job], hand_of[line.hand], line.slot):
            wrong.append(f"job {line.job} does not fit hand {line.hand}")
    if any(load > max(hand_of[key].most, hand_of[key].load) for key, load in made.loads(hands).items()):
        wrong.append("more than somebody would do")
    for job in jobs:
        doing = [line for line in made.lines if line.job == job.key]
        if len(doing) > job.persons or len({line.slot for line in doing}) > 1:
            wrong.append(f"job {job.key} has too many hands, or two times")
    return wrong


def _fits(job: Job, hand: Hand, slot: int) -> bool:
    able = job.skills <= hand.skills and hand.key not in job.barred
    return able and slot in job.slots and slot in hand.slots


class _Week:
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
                wanted[row] = False
                wanted[row, int(could.argmax())] = True

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
