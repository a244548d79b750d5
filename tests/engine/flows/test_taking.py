"""One transaction from the lock to the journal row; a refusal changes nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.engine.flows.conftest import BELOW, HERE, asker_of
from tests.engine.flows.errands import actions
from tests.engine.flows.errands.models import Errand
from tongxin.engine.flows.models import Clock, Extension, Journal, Pause
from tongxin.engine.flows.refusals import AlreadyTaken, Conflict, Incomplete, NotNow, NotYours
from tongxin.engine.flows.selectors import available_steps, clock_of, time_left, timeline

pytestmark = pytest.mark.django_db

MONDAY_NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai


@pytest.fixture
def errand(people):
    return actions.ask(by=people.nobody, place_path=BELOW, now=MONDAY_NINE)


def everything():
    """All rows a step could have touched."""
    models = (Errand, Journal, Clock, Pause, Extension, ProcrastinateJob)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def refused(kind, action, *args, **kwargs):
    before = everything()
    with pytest.raises(kind) as caught:
        action(*args, **kwargs)
    assert everything() == before
    return caught.value


def test_begin_saves_starts_the_clock_and_journals(errand):
    (row,) = timeline(errand)
    assert (errand.state, errand.version) == ("asked", 1)
    assert errand.due_at == MONDAY_NINE + timedelta(hours=2)
    assert errand.wake_at == MONDAY_NINE + timedelta(minutes=96)
    assert (row.step, row.old, row.new, row.seq, row.actor_role) == ("born", "", "asked", 1, "asker")
    assert row.tells == ["here:community_worker"]


def test_taking_moves_journals_and_tells(errand, people):
    actions.take(errand, by=people.desk, speed="fast", phone="13800000000", now=MONDAY_NINE)
    row = timeline(errand)[-1]
    assert (errand.state, errand.version, errand.title) == ("doing", 2, "Carry the rice up (fast)")
    assert (row.step, row.old, row.new, row.actor_role) == ("take", "asked", "doing", "here:community_worker")
    assert row.data == {"speed": "fast"}
    assert row.tells == ["the:asker"]


def test_every_row_queues_one_job_per_reader(errand, settings):
    (job,) = ProcrastinateJob.objects.all()
    assert (job.task_name, job.args) == (
        settings.TONGXIN_JOURNAL_READERS[0],
        {"journal_id": timeline(errand)[0].pk},
    )


def test_leaving_stops_the_clock_and_starts_the_next(errand, people):
    first = clock_of(errand)
    actions.take(errand, by=people.desk, speed="fast", now=MONDAY_NINE + timedelta(hours=1))
    first.refresh_from_db()
    assert (first.stopped_at, first.late_at) == (MONDAY_NINE + timedelta(hours=1), None)
    assert errand.due_at == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_a_clock_stopped_too_late_says_so(errand, people):
    due = errand.due_at
    first = clock_of(errand)
    actions.take(errand, by=people.desk, speed="fast", now=MONDAY_NINE + timedelta(hours=3))
    first.refresh_from_db()
    assert first.late_at == due


def test_a_terminal_state_has_no_clock(errand, people):
    actions.drop(errand, by=people.street, reason="No need", now=MONDAY_NINE)
    assert (errand.state, errand.due_at, errand.wake_at, clock_of(errand)) == ("dropped", None, None, None)


def test_someone_else_is_refused_with_whom_to_ask(errand, people):
    refusal = refused(NotYours, actions.take, errand, by=people.desk_elsewhere, speed="fast")
    assert isinstance(refusal, PermissionDenied)
    offers = {offer.step.name: offer for offer in available_steps(errand, people.desk_elsewhere)}
    assert not offers["take"].allowed
    assert str(offers["take"].reason) == str(refusal)
    assert "Community worker" in str(refusal) or "社区工作者" in str(refusal)


def test_the_street_is_above_but_not_here(errand, people):
    refused(NotYours, actions.take, errand, by=people.street, speed="fast")
    actions.drop(errand, by=people.street, reason="No need")
    assert timeline(errand)[-1].actor_role == "above:street_leader"


def test_people_cannot_take_the_systems_step(errand, people):
    actions.take(errand, by=people.desk, speed="fast")
    refused(NotYours, actions.lapse, errand, by=people.desk)


def test_the_wrong_state_is_refused(errand, people):
    refusal = refused(NotNow, actions.finish, errand, by=people.helper)
    assert "Asked" in str(refusal)


def test_a_condition_is_refused_in_its_own_words(errand, people):
    asker = asker_of(errand)
    actions.drop(errand, by=people.desk, reason="No", now=MONDAY_NINE)
    late = MONDAY_NINE + timedelta(days=14)
    refusal = refused(NotNow, actions.again, errand, by=asker, reason="But yes", now=late)
    offers = {offer.step.name: offer for offer in available_steps(errand, asker, late)}
    assert str(offers["again"].reason) == str(refusal)
    actions.again(errand, by=asker, reason="But yes", now=late - timedelta(seconds=1))
    assert errand.state == "asked"


def test_what_is_asked_must_be_answered(errand, people):
    refusal = refused(Incomplete, actions.take, errand, by=people.desk, speed="")
    assert set(refusal.errors) == {"speed"}
    refusal = refused(Incomplete, actions.take, errand, by=people.desk, speed="flying")
    assert set(refusal.errors) == {"speed"}
    refusal = refused(Incomplete, actions.remark, errand, by=people.desk, note=" ")
    assert set(refusal.errors) == {"note"}


def test_an_old_version_is_a_conflict_that_says_what_changed(errand, people):
    seen = errand.version
    actions.take(errand, by=people.desk, speed="fast", now=MONDAY_NINE)
    refusal = refused(Conflict, actions.take, errand, by=people.helper, speed="slow", version=seen)
    difference = refusal.difference
    assert (difference.old, difference.new, difference.who) == ("asked", "doing", "community_worker 1")
    assert difference.when == MONDAY_NINE
    assert [row.step for row in difference.steps] == ["take"]


def test_the_same_submission_twice_is_one_step(errand, people):
    actions.take(errand, by=people.desk, speed="fast", client_key="k1", version=1)
    again = refused(
        AlreadyTaken, actions.take, errand, by=people.desk, speed="fast", client_key="k1", version=1
    )
    assert again.row == timeline(errand)[-1]


def test_a_step_with_several_ends_needs_one_of_them(errand, people):
    actions.take(errand, by=people.desk, speed="fast")
    before = everything()
    with pytest.raises(ValueError, match="not to 'waiting'"):
        actions.finish(errand, by=people.helper, target="waiting")
    assert everything() == before


def test_a_failure_inside_undoes_everything(errand, people):
    actions.take(errand, by=people.desk, speed="fast")
    before = everything()
    actions.FAILING.add(errand.pk)
    with pytest.raises(RuntimeError):
        actions.lapse(errand, by=people.system)
    assert everything() == before


def test_a_row_is_never_earlier_than_the_one_before(errand, people):
    actions.remark(errand, by=people.desk, note="Ahead", now=MONDAY_NINE + timedelta(hours=1))
    row = actions.remark(errand, by=people.desk, note="Slow machine", now=MONDAY_NINE)
    assert row.at == MONDAY_NINE + timedelta(hours=1)


def test_text_that_postgres_cannot_hold_is_made_storable(errand, people):
    row = actions.remark(errand, by=people.desk, note="a\x00b\ud800c")
    row.refresh_from_db()
    assert row.note == "abc"


def test_a_pause_keeps_exactly_the_rest(errand, people):
    actions.take(errand, by=people.desk, speed="fast", now=MONDAY_NINE)
    tuesday = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    due = errand.due_at
    actions.hold(errand, by=people.helper, reason="Nobody at home", now=tuesday)
    assert (errand.due_at, errand.wake_at, errand.paused_at) == (due, None, tuesday)
    left = time_left(clock_of(errand), tuesday + timedelta(days=2))
    friday = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
    actions.go_on(errand, by=people.helper, now=friday)
    assert errand.paused_at is None
    assert time_left(clock_of(errand), friday) == left
    assert errand.due_at == datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
    assert timeline(errand)[-1].data["due"].startswith("2026-11-27T09:30:00")


def test_an_extension_moves_only_when_granted(errand, people):
    actions.take(errand, by=people.desk, speed="fast", now=MONDAY_NINE)
    due = errand.due_at
    actions.ask_time(errand, by=people.helper, hours=2, reason="Heavy", now=MONDAY_NINE)
    assert errand.due_at == due
    refused(NotNow, actions.ask_time, errand, by=people.helper, hours=3, reason="More", now=MONDAY_NINE)
    actions.decide(errand, by=people.desk, granted=False, now=MONDAY_NINE)
    assert errand.due_at == due
    actions.ask_time(errand, by=people.helper, hours=2, reason="Heavy", now=MONDAY_NINE)
    actions.decide(errand, by=people.desk, granted=True, now=MONDAY_NINE)
    assert errand.due_at == datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
    assert [bool(each.granted_at) for each in Extension.objects.order_by("pk")] == [False, True]


def test_nothing_to_decide_is_refused(errand, people):
    actions.take(errand, by=people.desk, speed="fast")
    refused(NotNow, actions.decide, errand, by=people.desk, granted=True)


def test_place_path_is_journalled(errand):
    assert timeline(errand)[0].place_path == BELOW
    assert BELOW.startswith(HERE)
