"""Dated rows, the most specific first; closing, never editing."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.engine.flows.conftest import BELOW, HERE, LONG_AGO
from tests.engine.flows.errands import actions as errands
from tests.engine.flows.errands.models import Errand
from tongxin.engine.flows import actions
from tongxin.engine.flows.actions.promises import BeginsLater
from tongxin.engine.flows.models import Clock, Journal, Promise
from tongxin.engine.flows.promises import promise_for
from tongxin.engine.flows.selectors import promise_gaps, promises_now, timeline
from tongxin.ground.posts.gates import Forbidden

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def promise(amount, **key):
    facts = {"flow": "trial", "name": "p", "unit": "work_hour", "since": LONG_AGO, **key}
    return Promise.objects.create(amount=amount, **facts)


def found(at=NOW, **facts):
    row = promise_for("trial", "p", at=at, **facts)
    return row and int(row.amount)


def test_the_most_specific_row_wins():
    promise(1)
    promise(2, urgency="urgent")
    promise(3, place_path=HERE)
    promise(4, category_path="0A")
    promise(5, category_path="0A01")
    promise(6, category_path="0A", place_path=HERE)
    assert found() == 1
    assert found(urgency="urgent") == 2
    assert found(place_path=BELOW, urgency="urgent") == 3
    assert found(category_path="0A02", urgency="urgent") == 4
    assert found(category_path="0A0107", place_path=BELOW) == 5
    assert found(category_path="0A02", place_path=BELOW) == 6
    assert found(category_path="0B", place_path="0002") == 1


def test_a_prefix_is_no_pattern():
    promise(1)
    promise(2, category_path="0%")
    assert found(category_path="0A") == 1


def test_rows_hold_between_their_dates():
    promise(1, until=NOW)
    promise(2, since=NOW)
    assert (found(NOW - timedelta(seconds=1)), found(NOW)) == (1, 2)
    assert found(LONG_AGO - timedelta(seconds=1)) is None


def test_setting_closes_the_old_row_and_journals(people):
    old = promise(3)
    new = actions.set_promise(
        by=people.system, flow="trial", name="p", amount=4, unit="work_hour", source="Order 7", since=NOW
    )
    old.refresh_from_db()
    assert (old.amount, old.until) == (3, NOW)
    assert (new.since, new.until) == (NOW, None)
    row = Journal.objects.get(noun="flows.promise", thing_id="trial.p")
    assert (row.step, row.data["amount"], row.data["replaces"]["id"]) == ("set", 4, old.pk)
    assert list(promises_now(NOW).filter(flow="trial")) == [new]


def test_an_earlier_beginning_than_the_old_row_is_refused(people):
    promise(3, since=NOW)
    with pytest.raises(BeginsLater):
        actions.set_promise(
            by=people.system, flow="trial", name="p", amount=4, unit="work_hour", since=LONG_AGO
        )


def test_only_a_post_that_may_sets_promises(people):
    with pytest.raises(Forbidden):
        actions.set_promise(by=people.nobody, flow="trial", name="p", amount=4, unit="work_hour")
    assert not Promise.objects.filter(flow="trial").exists()


def test_running_clocks_keep_what_was_promised(people):
    errand = errands.ask(by=people.nobody, place_path=BELOW, now=NOW)
    actions.set_promise(by=people.system, flow="errand", name="answer", amount=4, unit="work_hour")
    assert Errand.objects.get().due_at == errand.due_at
    assert Clock.objects.get().amount == 2


def test_running_clocks_move_when_asked(people):
    errand = errands.ask(by=people.nobody, place_path=BELOW, now=NOW)
    new = actions.set_promise(
        by=people.system, flow="errand", name="answer", amount=1, unit="work_day", move_running=True
    )
    moved = Errand.objects.get()
    assert moved.due_at == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    clock = Clock.objects.get()
    assert (clock.promise, clock.amount, clock.unit) == (new, Decimal(1), "work_day")
    last = timeline(errand)[-1]
    assert (last.step, last.data["promise"], moved.version) == ("retimed", new.pk, 1)


def test_without_a_promise_nothing_is_due(people, caplog):
    Promise.objects.filter(flow="errand", name="answer").update(until=LONG_AGO + timedelta(days=1))
    errand = errands.ask(by=people.nobody, place_path=BELOW, now=NOW)
    assert (errand.due_at, errand.wake_at) == (None, None)
    assert "errand.answer" in caplog.text
    assert ("errand", "answer") in promise_gaps()
    errands.take(errand, by=people.desk, speed="fast")
    assert errand.due_at is not None


def test_category_and_urgency_of_the_thing_choose_the_promise(people):
    Promise.objects.create(
        flow="errand", name="answer", category_path="0A", amount=1, unit="urgent_hour", since=LONG_AGO
    )
    errand = errands.ask(by=people.nobody, place_path=BELOW, now=NOW, kind_path="0A03")
    assert errand.due_at == NOW + timedelta(hours=1)


@pytest.mark.parametrize(("days", "counted_from"), [(3, 3), (-3, 0)])
def test_a_promise_counts_from_the_moment_agreed_on_unless_that_is_past(people, days, counted_from):
    errand = errands.ask(by=people.nobody, place_path=BELOW, now=NOW)
    Errand.objects.filter(pk=errand.pk).update(agreed_for=NOW + timedelta(days=days))
    errands.take(errand, by=people.desk, speed="fast", now=NOW)
    assert Clock.objects.get(name="finish").started_at == NOW + timedelta(days=counted_from)
