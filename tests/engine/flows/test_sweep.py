"""Reminders, lateness, late steps; only what is due is touched, one bad row stops nothing."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.engine.flows.conftest import BELOW
from tests.engine.flows.errands import actions
from tests.engine.flows.errands.models import Errand
from tongxin.engine.flows.models import CalendarDay, CalendarVersion, Clock, Journal, SweepFailure
from tongxin.engine.flows.selectors import clock_of, clocks_of, sweep_failures, timeline, verify
from tongxin.engine.flows.sweep import Swept, sweep
from tongxin.engine.flows.tasks import sweep_due

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday, 09:00 in Shanghai
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def errand(people):
    return actions.ask(by=people.nobody, place_path=BELOW, now=NOW)


def fresh(errand):
    return Errand.objects.get(pk=errand.pk)


def test_nothing_due_is_nothing_done(errand):
    assert sweep(NOW + timedelta(minutes=95)) == Swept()
    assert [row.step for row in timeline(errand)] == ["born"]


def test_first_the_reminder_then_late_and_each_once(errand):
    assert sweep(NOW + timedelta(minutes=96)) == Swept(early=1)
    assert fresh(errand).wake_at == errand.due_at
    assert sweep(NOW + timedelta(minutes=97)) == Swept()
    assert sweep(NOW + 2 * HOUR) == Swept(late=1)
    assert sweep(NOW + 3 * HOUR) == Swept()
    rows = timeline(errand)
    assert [(row.step, row.tells) for row in rows[1:]] == [
        ("early", ["here:community_worker"]),
        ("late", ["above:street_desk", "above:street_leader"]),
    ]
    assert {row.actor_key for row in rows[1:]} == {"system"}
    assert clock_of(errand).late_at == errand.due_at
    assert fresh(errand).wake_at is None


def test_the_machines_rows_are_no_conflict_for_people(errand, people):
    sweep(NOW + 2 * HOUR)
    actions.take(errand, by=people.desk, speed="fast", version=1)
    assert errand.state == "doing"


def test_after_a_long_sleep_it_is_late_without_a_reminder(errand):
    assert sweep(NOW + 30 * DAY) == Swept(late=1)


def test_the_late_step_is_taken_after_lateness_was_told(errand, people):
    actions.take(errand, by=people.desk, speed="fast", now=NOW)
    assert sweep(errand.due_at) == Swept(late=1, stepped=1)
    assert [row.step for row in timeline(errand)][-2:] == ["late", "lapse"]
    now = fresh(errand)
    assert (now.state, now.wake_at is not None) == ("asked", True)
    assert [bool(row.late_at) for row in clocks_of(errand)] == [False, True, False]


def test_a_paused_thing_is_never_late(errand, people):
    actions.take(errand, by=people.desk, speed="fast", now=NOW)
    actions.hold(errand, by=people.helper, reason="Nobody at home", now=NOW + HOUR)
    assert sweep(NOW + 90 * DAY) == Swept()
    assert fresh(errand).due_at == errand.due_at


def test_a_bad_row_is_written_down_and_the_rest_is_done(people):
    errands = [actions.ask(by=people.nobody, place_path=BELOW, now=NOW) for _ in range(5)]
    for errand in errands:
        actions.take(errand, by=people.desk, speed="fast", now=NOW)
    bad = errands[2]
    actions.FAILING.add(bad.pk)
    due = bad.due_at
    assert sweep(due) == Swept(late=5, stepped=4, failed=1)
    (failure,) = sweep_failures()
    assert (failure.noun, failure.thing_id, failure.attempts) == ("tests.errand", str(bad.pk), 1)
    assert failure.error == "RuntimeError in actions.py:" + failure.error.rpartition(":")[2]
    assert "invented" not in failure.error
    assert (fresh(bad).state, fresh(bad).wake_at) == ("doing", failure.next_at)
    assert sweep(due + timedelta(minutes=1)) == Swept()
    assert sweep(failure.next_at) == Swept(failed=1)
    assert SweepFailure.objects.get().next_at - failure.next_at == timedelta(minutes=4)
    actions.FAILING.clear()
    assert sweep(SweepFailure.objects.get().next_at) == Swept(stepped=1)
    assert list(sweep_failures()) == []
    assert Journal.objects.filter(thing_id=str(bad.pk), step="late").count() == 1


def test_a_thing_without_its_clock_is_a_failure_not_a_stop(people):
    errands = [actions.ask(by=people.nobody, place_path=BELOW, now=NOW) for _ in range(3)]
    Clock.objects.filter(thing_id=str(errands[1].pk)).delete()
    assert sweep(NOW + DAY) == Swept(late=2, failed=1)
    assert sweep_failures()[0].thing_id == str(errands[1].pk)


def test_a_calendar_changed_behind_its_back_is_noticed_before_lateness(errand):
    """A recomputation that was interrupted does not make anyone late."""
    CalendarDay.objects.create(date=NOW.date(), working=False)
    CalendarVersion.objects.update(number=2)
    assert sweep(NOW + 2 * HOUR) == Swept()
    assert fresh(errand).due_at == datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


def test_the_limit_takes_the_longest_due_first(people):
    errands = [actions.ask(by=people.nobody, place_path=BELOW, now=NOW + n * HOUR) for n in (2, 0, 1)]
    assert sweep(NOW + 30 * DAY, limit=2) == Swept(late=2)
    assert [fresh(each).wake_at is None for each in errands] == [False, True, True]


def test_the_minute_task_sweeps(errand):
    Errand.objects.update(wake_at=NOW - 365 * DAY)
    Clock.objects.update(started_at=NOW - 370 * DAY, late_at=None)
    sweep_due(0)
    assert [row.step for row in timeline(errand)] == ["born", "late"]


def test_a_hundred_due_cost_a_fixed_number_of_queries(people):
    def swept_queries(number):
        Errand.objects.update(wake_at=None)
        for _ in range(number):
            actions.ask(by=people.nobody, place_path=BELOW, now=NOW)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert sweep(NOW + DAY) == Swept(late=number)
        return len(asked)

    assert swept_queries(10) == swept_queries(100)


def test_only_the_due_rows_are_read_of_many(errand):
    """30,000 things of which none is due: the plan reads the partial index, not the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO errands_errand (state, state_since, version, due_at, wake_at, place_path, title,"
            " helper_key, kind_path, rush) SELECT 'asked', now(), 1, now(), "
            "CASE WHEN n %% 3 = 0 THEN %s::timestamptz + n * interval '1 minute' END, '0001', '', '', '', ''"
            " FROM generate_series(1, 30000) n",
            [NOW + 30 * DAY],
        )
        cursor.execute("ANALYZE errands_errand")
    due = (
        Errand.objects.filter(wake_at__lte=NOW + DAY).order_by("wake_at").values_list("pk", flat=True)[:1000]
    )
    plan = json.loads(due.explain(format="json", analyze=True))[0]["Plan"]
    names = set(_nodes(plan, "Index Name"))
    assert names == {"errand_wake"}
    assert "Seq Scan" not in set(_nodes(plan, "Node Type"))
    assert plan["Actual Rows"] == 1


def _nodes(plan, key):
    if key in plan:
        yield plan[key]
    for child in plan.get("Plans", []):
        yield from _nodes(child, key)


def test_the_chain_holds_after_all_this(errand, people):
    sweep(NOW + 96 * timedelta(minutes=1))
    actions.take(errand, by=people.desk, speed="slow", now=NOW + 2 * HOUR)
    sweep(NOW + 30 * DAY)
    assert list(verify()) == []
