"""Gathered steps write what steps write, in a fixed number of statements, or nothing."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.engine.flows.conftest import BELOW
from tests.engine.flows.errands import actions
from tests.engine.flows.errands.models import Errand
from tongxin.engine.flows.actions import gathered
from tongxin.engine.flows.models import Clock, Journal
from tongxin.engine.flows.refusals import Incomplete, NotNow
from tongxin.engine.flows.selectors import verify

pytestmark = pytest.mark.django_db
MONDAY_NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
LATER = MONDAY_NINE + timedelta(hours=5)  # past the two hours promised for an answer


def asked(people, many):
    return [actions.ask(by=people.nobody, place_path=BELOW, now=MONDAY_NINE) for _ in range(many)]


def lived(errands, people):
    """Taken too late, remarked on, finished; asked for again, so that the first promise begins anew."""
    for errand in errands:
        actions.take(errand, by=people.desk, speed="fast", phone="13800000000", now=LATER)
        actions.remark(errand, by=people.desk, note="Half of it is upstairs", now=LATER)
        actions.finish(errand, by=people.helper, now=LATER + timedelta(days=1))
        actions.again(errand, by=people.street, reason="The lift was out", now=LATER + timedelta(days=2))


def rows(model, keys, **ids):
    """The rows of these things in order, without their own keys and what hangs on the thing's."""
    left_out = {"id", "thing_id", "hash", "prev_hash", "tx"}
    found = model.objects.filter(**ids).order_by(*keys)
    return [{name: value for name, value in row.items() if name not in left_out} for row in found.values()]


def everything(errands):
    ids = [errand.thing_id for errand in errands]
    return (
        rows(Errand, ["id"], id__in=ids),
        rows(Clock, ["thing_id", "started_at", "id"], thing_id__in=ids),
        rows(Journal, ["thing_id", "seq"], thing_id__in=ids),
    )


def test_gathered_steps_leave_the_rows_that_steps_leave(people):
    one_by_one, together = asked(people, 3), asked(people, 3)
    lived(one_by_one, people)
    with gathered(together):
        lived(together, people)
    assert everything(together) == everything(one_by_one)
    assert [len(part) for part in everything(together)] == [3, 9, 15]
    assert Clock.objects.filter(name="answer", late_at__isnull=False).count() == 6
    assert list(verify()) == []


def test_what_the_caller_holds_is_up_to_date(people):
    (errand,) = asked(people, 1)
    with gathered([errand]):
        actions.take(errand, by=people.desk, speed="slow", now=LATER)
        assert (errand.state, errand.version, errand.title) == ("doing", 2, "Carry the rice up (slow)")
    stored = Errand.objects.get(pk=errand.pk)
    assert (stored.state, stored.version, stored.due_at) == ("doing", 2, errand.due_at)
    assert (stored.title, stored.taken) == (errand.title, None)


def test_a_step_goes_on_after_the_gathered_ones(people):
    (errand,) = asked(people, 1)
    with gathered([errand]):
        actions.take(errand, by=people.desk, speed="slow", now=LATER)
    actions.finish(errand, by=people.helper, now=LATER)
    assert [row.step for row in Journal.objects.order_by("seq")] == ["born", "take", "finish"]
    assert list(verify()) == []


def test_a_refusal_that_leaves_the_block_takes_everything_back(people):
    errands = asked(people, 2)
    before = everything(errands)
    with pytest.raises(Incomplete), gathered(errands):
        actions.take(errands[0], by=people.desk, speed="fast", now=LATER)
        actions.take(errands[1], by=people.desk, speed="", now=LATER)
    assert everything(errands) == before


def test_a_refusal_that_is_caught_changes_nothing_of_its_thing(people):
    errands = asked(people, 2)
    with gathered(errands):
        actions.take(errands[0], by=people.desk, speed="fast", now=LATER)
        with pytest.raises(NotNow):
            actions.finish(errands[1], by=people.helper, now=LATER)
    assert list(Errand.objects.order_by("pk").values_list("state", "version")) == [("doing", 2), ("asked", 1)]


def test_a_paused_thing_cannot_be_gathered_and_a_gathered_one_not_paused(people):
    first, second = asked(people, 2)
    for errand in (first, second):
        actions.take(errand, by=people.desk, speed="fast", now=MONDAY_NINE)
    actions.hold(first, by=people.helper, reason="No key", now=MONDAY_NINE)
    with pytest.raises(ValueError, match="paused"), gathered([first]):
        pass
    with pytest.raises(RuntimeError, match="gathered"), gathered([second]):
        actions.hold(second, by=people.helper, reason="No key", now=MONDAY_NINE)


def test_statements_do_not_grow_with_the_things(people, django_assert_num_queries):
    for many in (2, 30):
        errands = asked(people, many)
        # savepoint, things, clocks, journal; two promises and the calendar; four writes, one job call, release
        with django_assert_num_queries(13), gathered(errands):
            lived(errands, people)
    assert Clock.objects.filter(amount=Decimal(1)).count() == 32
