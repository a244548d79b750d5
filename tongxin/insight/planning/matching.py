"""Who does which order in which slot of a week: an exact plan by min-cost flow, each line with its reasons.

Pure. A slot is a number (a part of a day); whoever calls maps wanted times and usual hours to slots. With
the extra ``opt`` (ortools) the plan has the least cost there is; without it a plain rule serves, and the plan
says so: most urgent first, the best fit, then the least loaded.

An order for two is done by two people in one slot, chosen beforehand as the one in which most people could;
the plan is exact given that slot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tongxin.insight.planning import flows
from tongxin.insight.planning.pairs import Week
from tongxin.insight.planning.terms import FAIR, Change, Hand, Job, Line, Plan

MOST_OTHERS = 3


def plan(
    jobs: Sequence[Job], hands: Sequence[Hand], *, solver: bool = True, standing: Iterable[Line] = ()
) -> Plan:
    """The week's proposals: exact where the solver is there and asked for, else by the plain rule.

    Of exact plans that cost the same, the one that keeps the most of the ``standing`` lines.
    """
    week = Week(jobs, hands, standing)
    chosen = week.by_flow() if solver and flows.AVAILABLE else week.by_rule()
    return week.as_plan(chosen, exact=solver and flows.AVAILABLE)


def alternatives(job: Job, hands: Sequence[Hand], made: Plan, *, most: int = MOST_OTHERS) -> list[Line]:
    """Who else could do a job: hands free in one of its slots under ``made``, the best first."""
    week = Week([job], hands)
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
    rest = [each for each in made.lines if each != line]
    anew = plan(barred, hands, solver=made.exact, standing=rest)
    now = {(each.job, each.hand, each.slot) for each in anew.lines}
    gone = [each for each in made.lines if (each.job, each.hand, each.slot) not in now]
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
