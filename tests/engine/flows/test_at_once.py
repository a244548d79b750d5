"""Several people, several machines, one thing: real threads on real connections."""

import threading
import time
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.db.models import Max

from tests.engine.flows.conftest import BELOW
from tests.engine.flows.errands import actions
from tests.engine.flows.errands.models import Errand
from tests.engine.flows.threads import at_once
from tongxin.engine.flows import readers
from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.refusals import AlreadyTaken, Conflict, NotNow
from tongxin.engine.flows.selectors import available_steps, timeline, verify
from tongxin.engine.flows.sweep import Swept, sweep

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def errand(people):
    return actions.ask(by=people.nobody, place_path=BELOW, now=NOW)


def mine(errand):
    return Errand.objects.get(pk=errand.pk)


def test_of_two_people_one_wins_and_the_other_sees_what_changed(errand, people):
    def take(by, speed):
        return actions.take(mine(errand), by=by, speed=speed, version=1)

    outcomes = at_once(partial(take, people.desk, "fast"), partial(take, people.helper, "slow"))
    (conflict,) = [each for each in outcomes if each is not None]
    assert isinstance(conflict, Conflict)
    winner = timeline(errand)[-1]
    difference = conflict.difference
    assert (difference.old, difference.new, difference.steps) == ("asked", "doing", [winner])
    assert (difference.who, difference.when) == (winner.actor_name, winner.at)
    assert mine(errand).version == 2


def test_of_eight_machines_without_a_version_one_takes_the_step(errand, people):
    def take():
        return actions.take(mine(errand), by=people.desk, speed="fast")

    outcomes = at_once(*[take] * 8)
    assert sorted(type(each).__name__ for each in outcomes) == ["NoneType"] + ["NotNow"] * 7
    assert all(isinstance(each, NotNow) for each in outcomes if each)
    assert [row.step for row in timeline(errand)] == ["born", "take"]


def test_the_same_form_sent_twice_at_once_is_one_step(errand, people):
    def take():
        return actions.take(mine(errand), by=people.desk, speed="fast", version=1, client_key="same")

    outcomes = at_once(take, take)
    (again,) = [each for each in outcomes if each is not None]
    assert isinstance(again, AlreadyTaken)
    assert again.row == timeline(errand)[-1]


def test_remarks_at_once_make_one_unbroken_chain(errand, people):
    def remark(number):
        return actions.remark(mine(errand), by=people.desk, note=f"Remark {number}")

    at_once(*[partial(remark, number) for number in range(6)])
    assert [row.seq for row in timeline(errand)] == list(range(1, 8))
    assert list(verify()) == []


def test_two_sweeps_at_once_tell_each_lateness_once(people):
    for _ in range(20):
        actions.ask(by=people.nobody, place_path=BELOW, now=NOW)
    later = NOW + timedelta(days=1)
    outcomes = at_once(partial(sweep, later), partial(sweep, later))
    assert sum(each.late for each in outcomes) == 20
    assert Journal.objects.filter(step="late").count() == 20


def test_the_sweep_leaves_alone_what_a_person_holds(errand, people):
    held, swept = threading.Event(), threading.Event()
    later = NOW + timedelta(days=1)

    def person():
        with transaction.atomic():
            Errand.objects.select_for_update().get(pk=errand.pk)
            held.set()
            assert swept.wait(10)

    def machine():
        assert held.wait(10)
        try:
            return sweep(later)
        finally:
            swept.set()

    assert at_once(person, machine) == [None, Swept()]
    assert sweep(later) == Swept(late=1)


def settle():
    """Wait for other tests' transactions on the same server: a reader waits for every one that is older."""
    newest = Journal.objects.aggregate(newest=Max("tx"))["newest"]
    for _ in range(300):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] > newest:
                return
        time.sleep(0.1)
    pytest.skip("another session of this server has kept a transaction open for half a minute")


def test_a_reader_never_skips_a_row_that_commits_late(people):
    written, read = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            errand = actions.ask(by=people.nobody, place_path=BELOW, now=NOW, title="slow")
            written.set()
            assert read.wait(10)
        return str(errand.pk)

    def quick():
        assert written.wait(10)
        errand = actions.ask(by=people.nobody, place_path=BELOW, now=NOW, title="quick")
        try:
            with readers.reading("test") as rows:
                return str(errand.pk), [row.thing_id for row in rows]
        finally:
            read.set()

    slow_id, (quick_id, seen_early) = at_once(slow, quick)
    assert seen_early == []
    settle()
    with readers.reading("test") as rows:
        assert [row.thing_id for row in rows] == [slow_id, quick_id]
    with readers.reading("test") as rows:
        assert rows == []


def test_a_reader_that_fails_gets_its_rows_again(errand):
    settle()
    with pytest.raises(RuntimeError), readers.reading("test") as rows:
        assert len(rows) == 1
        raise RuntimeError
    assert [row.thing_id for row in readers.read_new("test")] == [str(errand.pk)]


def test_two_workers_of_one_reader_share_the_rows(people):
    for _ in range(4):
        actions.ask(by=people.nobody, place_path=BELOW, now=NOW)

    settle()

    def read():
        with readers.reading("test", limit=2) as rows:
            return [row.pk for row in rows]

    first, second = at_once(read, read)
    assert sorted(first + second) == list(Journal.objects.order_by("pk").values_list("pk", flat=True))


def test_a_step_costs_nine_queries(errand, people, django_assert_num_queries):
    with django_assert_num_queries(11) as asked:
        actions.take(errand, by=people.desk, speed="fast", version=1)
    words = [query["sql"].split()[0] for query in asked.captured_queries]
    assert words.count("BEGIN") == words.count("COMMIT") == 1
    assert not [word for word in words if word == "SAVEPOINT"]


def test_a_remark_costs_five_queries(errand, people, django_assert_num_queries):
    with django_assert_num_queries(7):
        actions.remark(errand, by=people.desk, note="Short", version=1)


def test_being_born_costs_six_queries(people, django_assert_num_queries):
    with django_assert_num_queries(8):
        actions.ask(by=people.nobody, place_path=BELOW, now=NOW)


def test_what_one_can_do_asks_the_database_nothing(errand, people, django_assert_num_queries):
    with django_assert_num_queries(0):
        offers = available_steps(errand, people.desk)
    assert [(offer.step.name, offer.allowed) for offer in offers] == [
        ("take", True),
        ("remark", True),
        ("drop", True),
    ]
    assert connection.in_atomic_block is False
