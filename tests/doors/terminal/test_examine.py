"""What the doctor finds in the rooms, each spoilt on purpose."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import override
from procrastinate.jobs import Job

from tests.trades.cases.walking import Walk
from tongxin.doors.terminal.management.commands.examine import Command
from tongxin.engine.flows.models import CalendarDay, Promise, SweepFailure
from tongxin.engine.notices.tasks import HOURLY, QUICK, TryAgain, WhenDue
from tongxin.trades.cases import actions

ABOUT = ("clock", "calendar", "promises", "sweep", "journal", "territory", "vault")


def ill() -> dict[str, str]:
    """What is not well, by what it is about; every finding is there."""
    with override("en"):
        found = {each.about: each for each in Command().findings()}
    assert tuple(found) == ABOUT
    return {about: each.found for about, each in found.items() if not each.is_well}


def enter_next_year() -> None:
    day = dt.date(timezone.localdate().year + 1, 1, 1)
    CalendarDay.objects.get_or_create(date=day, defaults={"working": False, "name": "元旦"})


def test_a_sound_installation_has_nothing_to_mend(cast) -> None:
    enter_next_year()
    assert ill() == {}


def test_every_gap_is_named(cast) -> None:
    CalendarDay.objects.filter(date__year__gte=timezone.localdate().year).delete()
    Promise.objects.filter(flow="case", name="accept").delete()
    now = timezone.now()
    SweepFailure.objects.create(
        noun="cases.case", thing_id="7", error="…", attempts=2, first_at=now, last_at=now, next_at=now
    )
    with connection.cursor() as cursor:
        cursor.execute("update territory_place set until = current_date where id = %s", [cast.a.community.pk])
    this, following = timezone.localdate().year, timezone.localdate().year + 1
    found = ill()
    assert found.pop("territory").startswith("天安社区")
    assert found == {
        "calendar": f"nobody has entered the holidays of {this} and {following}",
        "promises": "no row keeps Case: Reported",
        "sweep": "failed on cases.case:7 (2 times)",
    }


def test_a_changed_row_and_a_clock_set_back_are_found(cast) -> None:
    enter_next_year()
    walk = Walk(cast)
    case = actions.decline(walk.report(), by=walk.desk, reason="不属于社区事务")
    actions.decline(
        walk.report(), by=walk.desk, reason="不属于社区事务", now=timezone.now() + dt.timedelta(days=1)
    )
    with connection.cursor() as cursor:
        cursor.execute("alter table flows_journal disable trigger user")
        cursor.execute("update flows_journal set note = 'x' where thing_id = %s and seq = 2", [str(case.pk)])

    found = ill()
    assert found.pop("clock").startswith(f"it is {timezone.now():%F}")
    assert found == {"journal": f"cases.case:{case.pk} #2 was changed after it was written"}


@pytest.mark.parametrize(
    ("attempts", "wait"), [(0, {"seconds": 2}), (5, {"seconds": 64}), (6, {"hours": 1}), (77, {"hours": 1})]
)
def test_a_failed_telling_is_tried_quickly_then_every_hour(attempts, wait) -> None:
    job = Job(id=1, queue="", lock=None, queueing_lock=None, task_name="notices.tell", attempts=attempts)
    decision = WhenDue().get_retry_decision(exception=ValueError(), job=job)
    waits = decision.retry_at - timezone.now()
    assert abs(waits - dt.timedelta(**wait)) < dt.timedelta(seconds=5)


def test_after_three_days_it_is_given_up_unless_it_knows_when(db) -> None:
    job = Job(
        id=1, queue="", lock=None, queueing_lock=None, task_name="notices.tell", attempts=QUICK + HOURLY
    )
    assert WhenDue().get_retry_decision(exception=ValueError(), job=job) is None
    due = timezone.now()
    assert WhenDue().get_retry_decision(exception=TryAgain(due), job=job).retry_at == due


def test_retry_takes_up_what_was_given_up(db, capsys) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, status) values"
            " ('default', 'notices.tell', 'failed'), ('default', 'flows.sweep', 'failed')"
        )
        call_command("retry", "notices.tell")
        cursor.execute("select task_name, status::text from procrastinate_jobs order by id")
        assert cursor.fetchall() == [("notices.tell", "todo"), ("flows.sweep", "failed")]
    assert capsys.readouterr().out == "1 taken up again\n"
