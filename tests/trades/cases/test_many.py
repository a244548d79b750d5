"""Rows from files: as good as reported ones, only faster, and never twice."""

from datetime import UTC, datetime, timedelta

from tongxin.engine.flows import selectors as flows
from tongxin.engine.flows.models import Clock, Journal
from tongxin.engine.tickets import numbers
from tongxin.ground.posts.actors import SYSTEM
from tongxin.trades.cases import actions
from tongxin.trades.cases.models import Case

LONG_AGO = datetime(2019, 2, 28, 3, 25, tzinfo=UTC)


def rows(walk, count=30):
    return [
        actions.Row(
            text=f"第{n}件：楼上噪音扰民",
            place=walk.cast.a.door if n % 2 else walk.cast.b.cell,
            reported_at=LONG_AGO,
            external=("12345", str(n)),
        )
        for n in range(count)
    ]


def test_rows_become_cases_like_reported_ones(walk):
    reported = walk.report("楼上噪音扰民", channel="import", contact=None)
    taken = actions.intake_many(rows(walk), by=SYSTEM, now=reported.state_since)
    assert (len(taken.new), taken.known, taken.refused) == (30, [], {})
    case = Case.objects.get(pk=taken.new[1].pk)
    same = ("state", "version", "due_at", "wake_at", "community_path", "urgency", "place_path")
    assert {name: getattr(case, name) for name in same} == {name: getattr(reported, name) for name in same}
    assert (case.reported_at, numbers.is_number(case.number)) == (LONG_AGO, True)
    assert Clock.objects.filter(noun="cases.case").count() == 31
    assert list(flows.verify("cases.case")) == []
    born = Journal.objects.get(noun="cases.case", thing_id=str(case.pk))
    assert (born.step, born.tells, born.data["external"]) == ("born", [], ["12345", "1"])
    actions.decline(case, by=walk.desk, reason="重复")
    assert list(flows.verify("cases.case")) == []


def test_the_same_rows_again_change_nothing_and_doubles_within_one_file_are_seen(walk):
    first = rows(walk, 3)
    assert len(actions.intake_many([*first, first[0]], by=SYSTEM).new) == 3
    again = actions.intake_many(first, by=SYSTEM)
    assert (again.new, again.known) == ({}, [0, 1, 2])
    assert Case.objects.count() == 3


def test_bad_rows_say_why_and_good_ones_are_taken(walk):
    good, bad = rows(walk, 2)
    taken = actions.intake_many(
        [good, actions.Row(text=" ", place=bad.place, reported_at=LONG_AGO)], by=SYSTEM
    )
    assert list(taken.new) == [0]
    assert list(taken.refused[1]) == ["text"]


def test_danger_in_a_row_raises_its_urgency(walk):
    row = actions.Row(text="三楼着火", place=walk.cast.a.door, reported_at=LONG_AGO)
    assert actions.intake_many([row], by=SYSTEM).new[0].urgency == "emergency"


def test_the_number_of_statements_does_not_grow_with_the_rows(walk, django_assert_max_num_queries):
    actions.intake_many(rows(walk, 1), by=SYSTEM)
    with django_assert_max_num_queries(16):
        actions.intake_many(
            [actions.Row(text="停车", place=walk.cast.a.door, reported_at=LONG_AGO) for _ in range(200)],
            by=SYSTEM,
        )


def test_history_is_walked_at_its_own_times(walk):
    closed = LONG_AGO + timedelta(days=3)
    outcome = actions.Outcome(answer="已修复", closed_at=closed, solved=True, satisfied=3)
    row = rows(walk, 2)[1]
    case = actions.take_in(row, by=walk.desk, category=walk.category, outcome=outcome)
    assert (case.state, case.solved, case.satisfied, case.closed_at) == ("closed", True, 3, closed)
    assert [(entry.step, entry.at) for entry in flows.timeline(case)] == [
        ("born", LONG_AGO),
        ("accept", LONG_AGO),
        ("handle", LONG_AGO),
        ("report_done", closed),
        ("verdict", closed),
    ]
    assert actions.take_in(row, by=walk.desk, category=walk.category, outcome=outcome) is None
