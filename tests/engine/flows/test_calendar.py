"""Our own dated calendar: changing it moves what is due, and says so."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import override

from tests.engine.flows.conftest import BELOW
from tests.engine.flows.errands import actions as errands
from tests.engine.flows.errands.models import Errand
from tongxin.engine.flows import actions, calendars, moves, moving
from tongxin.engine.flows.models import CalendarDay, CalendarVersion, Clock, Journal, WorkingHours
from tongxin.engine.flows.selectors import calendar_gaps, clock_of, time_left, timeline, verify
from tongxin.engine.flows.storyline import chronicle
from tongxin.engine.flows.sweep import sweep
from tongxin.ground.posts.gates import Forbidden

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)
CLOSING_TUESDAY = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def errand(people):
    """One working day, due on Tuesday at closing time."""
    made = errands.ask(by=people.nobody, place_path=BELOW, now=MONDAY)
    errands.take(made, by=people.desk, speed="fast", now=MONDAY)
    assert made.due_at == CLOSING_TUESDAY
    return made


def due():
    return Errand.objects.get().due_at


def test_the_seeded_year_knows_the_make_up_days():
    calendar = calendars.current()
    assert calendar.is_working(date(2026, 2, 14))
    assert not calendar.is_working(date(2026, 10, 7))
    assert calendar.is_working(date(2026, 10, 8))
    assert not calendar.is_working(date(2026, 11, 22))


def test_a_year_nobody_entered_is_a_gap(people):
    assert calendar_gaps(MONDAY) == [2027]
    actions.set_calendar_day(date(2027, 1, 1), by=people.system, working=False, name="元旦")
    assert calendar_gaps(MONDAY) == []


def test_a_new_holiday_moves_what_is_due_and_says_so(errand, people):
    assert actions.set_calendar_day(TUESDAY, by=people.system, working=False, name="Snow") == 1
    assert due() == CLOSING_TUESDAY + DAY
    row = timeline(errand)[-1]
    assert (row.step, row.data["calendar"]) == ("retimed", "2026-11-24")
    assert row.data["old_due"].startswith("2026-11-24") and row.data["due"].startswith("2026-11-25")
    assert Journal.objects.get(noun="flows.calendar").thing_id == "2026-11-24"
    assert Errand.objects.get().version == errand.version
    assert list(verify()) == []


def test_a_change_finds_what_it_moved_and_no_more_than_asked(errand, people):
    for _ in range(2):
        made = errands.ask(by=people.nobody, place_path=BELOW, now=MONDAY)
        errands.take(made, by=people.desk, speed="fast", now=MONDAY)
    actions.set_calendar_day(TUESDAY, by=people.system, working=False, name="Snow")
    set_row = moves.latest_change(moves.CALENDAR, "2026-11-24")
    actions.clear_calendar_day(TUESDAY, by=people.system)
    found = moves.moves_of(set_row.pk, Q(place_path=BELOW), 2)
    assert (found.in_all, found.seen, found.more) == (3, 3, 1)
    assert [each.thing_id for each in found.first] == [errand.thing_id, str(errand.pk + 1)]
    assert {(each.old_due, each.due) for each in found.first} == {(CLOSING_TUESDAY, CLOSING_TUESDAY + DAY)}
    assert moves.moves_of(set_row.pk, Q(place_path="elsewhere"), 2).seen == 0
    assert [row.step for row in moves.latest_changes(5)] == ["clear", "set"]
    with pytest.raises(Journal.DoesNotExist):
        moves.moves_of(timeline(errand)[-1].pk, Q(), 2)


def test_the_history_says_from_when_to_when_and_why(errand, people):
    actions.set_calendar_day(TUESDAY, by=people.system, working=False, name="Snow")
    with override("en"):
        moment = chronicle(timeline(errand), errand.flow)[-1]
    assert moment.title == "The due time has moved"
    assert moment.note == (
        "from Tue 24 Nov, 17:30 to Wed 25 Nov, 17:30: the working calendar was changed for November 24"
    )


def test_a_new_promise_says_what_it_moved(errand, people):
    terms = {"flow": "errand", "name": "finish", "amount": 2, "unit": "work_day"}
    actions.set_promise(by=people.system, **terms, move_running=True)
    row = moves.latest_change(moves.PROMISE, "errand.finish")
    (move,) = moves.moves_of(row.pk, Q(), 5).first
    assert (move.old_due, move.due) == (CLOSING_TUESDAY, CLOSING_TUESDAY + DAY)
    actions.set_promise(by=people.system, **terms, move_running=True)
    assert moves.moves_of(moves.latest_change(moves.PROMISE, "errand.finish").pk, Q(), 5).in_all == 0


def test_clearing_the_day_moves_it_back(errand, people):
    actions.set_calendar_day(TUESDAY, by=people.system, working=False)
    assert actions.clear_calendar_day(TUESDAY, by=people.system) == 1
    assert due() == CLOSING_TUESDAY
    assert actions.clear_calendar_day(TUESDAY, by=people.system) == 0


def test_a_make_up_day_brings_it_nearer(people):
    friday = MONDAY + 4 * DAY
    errand = errands.ask(by=people.nobody, place_path=BELOW, now=friday)
    errands.take(errand, by=people.desk, speed="fast", now=friday)
    assert due() == CLOSING_TUESDAY + 6 * DAY
    assert actions.set_calendar_day(date(2026, 11, 28), by=people.system, working=True) == 1
    assert due() == CLOSING_TUESDAY + 4 * DAY


def test_a_day_after_the_due_moment_moves_nothing(errand, people):
    assert actions.set_calendar_day(date(2026, 11, 25), by=people.system, working=False) == 0
    assert actions.recompute_due(by=people.system) == 0


def test_hours_round_the_clock_do_not_move(people):
    actions.set_promise(by=people.system, flow="errand", name="answer", amount=26, unit="urgent_hour")
    errands.ask(by=people.nobody, place_path=BELOW)
    before = due()
    actions.set_calendar_day(before.date(), by=people.system, working=False)
    assert due() == before


def test_a_paused_clock_does_not_move_until_it_resumes(errand, people):
    errands.hold(errand, by=people.helper, reason="Nobody at home", now=MONDAY)
    assert actions.set_calendar_day(TUESDAY, by=people.system, working=False) == 0
    assert due() == CLOSING_TUESDAY
    errands.go_on(errand, by=people.helper, now=MONDAY)
    assert due() == CLOSING_TUESDAY + DAY


def test_what_is_late_stays_late(errand, people):
    Errand.objects.update(wake_at=CLOSING_TUESDAY)
    Clock.objects.filter(pk=clock_of(errand).pk).update(late_at=CLOSING_TUESDAY)
    assert actions.set_calendar_day(TUESDAY, by=people.system, working=False) == 0


def test_new_working_hours_close_the_old_and_move(errand, people):
    moved = actions.set_working_hours(
        TUESDAY, by=people.system, spans=[("09:00", "12:00"), ("14:00", "18:00")]
    )
    assert moved == 1
    assert due() == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    assert [row.until for row in WorkingHours.objects.all()] == [TUESDAY, None]
    with pytest.raises(ValueError, match="already set"):
        actions.set_working_hours(TUESDAY, by=people.system, spans=[("09:00", "12:00")])


@pytest.mark.parametrize(
    "spans", [[], [("12:00", "09:00")], [("09:00", "12:00"), ("11:00", "13:00")], [("9", "12:00")]]
)
def test_hours_out_of_order_are_refused(people, spans):
    with pytest.raises(ValueError):
        actions.set_working_hours(TUESDAY, by=people.system, spans=spans)
    assert WorkingHours.objects.count() == 1


def test_only_a_post_that_may_edits_the_calendar(people):
    with pytest.raises(Forbidden):
        actions.set_calendar_day(TUESDAY, by=people.desk, working=False)
    assert not CalendarDay.objects.filter(date=TUESDAY).exists()


def test_every_change_raises_the_version_that_other_processes_read(people):
    before = calendars.current()
    assert calendars.current() is before
    actions.set_calendar_day(TUESDAY, by=people.system, working=False)
    after = calendars.current()
    assert (after.number, after.is_working(TUESDAY)) == (before.number + 1, False)


def test_there_is_one_version_row():
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarVersion.objects.create(pk=2)


def test_many_move_in_chunks(people, monkeypatch):
    monkeypatch.setattr(moving, "AT_ONCE", 3)
    for _ in range(8):
        made = errands.ask(by=people.nobody, place_path=BELOW, now=MONDAY)
        errands.take(made, by=people.desk, speed="fast", now=MONDAY)
    assert actions.set_calendar_day(TUESDAY, by=people.system, working=False) == 8
    assert set(Errand.objects.values_list("due_at", flat=True)) == {CLOSING_TUESDAY + DAY}


def test_an_extension_counts_from_the_end_and_moves_with_the_calendar(errand, people):
    errands.ask_time(errand, by=people.helper, hours=2, reason="Heavy", now=MONDAY)
    errands.decide(errand, by=people.desk, granted=True, now=MONDAY)
    assert due() == datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
    actions.set_calendar_day(date(2026, 11, 25), by=people.system, working=False)
    assert due() == datetime(2026, 11, 26, 2, 30, tzinfo=UTC)
    left = time_left(clock_of(errand), CLOSING_TUESDAY)
    assert left == timedelta(hours=2)
    assert clock_of(errand).amount == Decimal(1)


def test_an_extension_tells_again_before_the_new_moment(errand, people):
    sweep(errand.due_at - timedelta(minutes=5))
    assert timeline(errand)[-1].step == "early"
    errand.refresh_from_db()
    errands.ask_time(
        errand, by=people.helper, hours=4, reason="Heavy", now=CLOSING_TUESDAY - timedelta(minutes=4)
    )
    errands.decide(errand, by=people.desk, granted=True, now=CLOSING_TUESDAY - timedelta(minutes=3))
    assert errand.wake_at < errand.due_at
