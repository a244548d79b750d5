"""From a step to the message, through a real queue and a real worker, on real transactions."""

import asyncio
import json

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.engine.notices import letters, working
from tests.engine.notices.parcels import actions as parcels
from tests.waiting import until
from tongxin.doors.terminal.tasks import requeue
from tongxin.engine.notices.models import Delivery, Notice
from tongxin.ground.posts.actors import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


@pytest.fixture(autouse=True)
def closed_after_each_job(monkeypatch):
    """Jobs run in another thread, whose connection nobody else would close."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)


@pytest.fixture
def killable(robot):
    """Starts workers and kills what is left of them."""
    started = []

    def start():
        worker = working.start(connection.settings_dict["NAME"], robot=robot.base)
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def kill(worker) -> None:
    worker.kill()
    worker.wait()


def taken_up_again() -> int:
    """What the minute hand does once a killed worker has given no heartbeat for a while."""
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 minute'")

    async def put_back() -> int:
        async with app.open_async():
            return await requeue(app.job_manager)

    with app.replace_connector(app.connector.get_worker_connector()):
        return asyncio.run(put_back())


def states() -> dict[str, str]:
    return dict(Delivery.objects.exclude(channel="inbox").values_list("channel", "state"))


def test_step_reaches_the_text_message_through_the_queue(sms_log, street):
    parcel = street.parcel()
    parcels.accept(parcel, by=street.desk)
    assert not Notice.objects.exists()
    working.work_off(app)
    told = [json.loads(line)["title"] for line in sms_log.read_text(encoding="utf-8").splitlines()]
    assert told == ["Parcel 000000001：Accept"]
    assert states() == {"sms": "sent"}
    assert set(ProcrastinateJob.objects.values_list("status", flat=True)) == {"succeeded"}


def test_step_that_is_rolled_back_tells_nobody(sms_log, street):
    parcel = street.parcel()
    working.work_off(app)
    before = Notice.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        parcels.accept(parcel, by=street.desk)
        raise RuntimeError("the caller changed its mind")
    working.work_off(app)
    assert (Notice.objects.count(), sms_log.exists()) == (before, False)


def test_one_channel_down_stops_neither_the_step_nor_the_others(street, robot, mail_server, settings):
    clerk = street.a.community_worker
    clerk.email = "clerk@example.org"
    clerk.save()
    letters.choice(clerk, "dingtalk", address="http://127.0.0.1:9/robot/send?access_token=k")
    letters.choice(clerk, "mail")
    letters.choice(clerk, "wecom", address=robot.base + "/cgi-bin/webhook/send?key=k")
    parcel = street.parcel()
    settings.TONGXIN_ROBOTS = {"dingtalk": "http://127.0.0.1:9", "wecom": robot.base, "feishu": "off"}
    parcels.hurry(parcel, by=SYSTEM)
    working.work_off(app)
    assert states() == {"dingtalk": "queued", "mail": "sent", "wecom": "sent"}
    down = Delivery.objects.filter(channel="dingtalk").latest("pk")
    assert (down.failure, down.last_error) == ("unreachable", "ConnectionRefusedError")
    waiting = ProcrastinateJob.objects.filter(status="todo", args={"delivery_id": down.pk})
    assert [job.scheduled_at for job in waiting] == [down.next_at]


def test_worker_killed_while_telling_then_each_is_told_once(street, killable):
    parcel = street.parcel()
    working.work_off(app)
    parcels.hurry(parcel, by=SYSTEM)
    row = street.last_row(parcel)
    with psycopg.connect(**_parameters()) as blocker:
        blocker.execute("lock table notices_delivery in access exclusive mode")
        worker = killable()
        until(lambda: _waits_for_lock(), "the worker to stand before the locked table")
        kill(worker)
        assert not Notice.objects.filter(journal_id=row.pk).exists()
        blocker.rollback()
    assert taken_up_again() == 1
    working.work_off(app)
    told = Notice.objects.filter(journal_id=row.pk)
    assert sorted(told.values_list("audience", flat=True)) == [
        "above:street_leader",
        "here:community_worker",
        "the:unit",
    ]


def test_worker_killed_while_sending_then_the_message_goes_out_after_the_lease(street, killable, robot):
    letters.choice(street.a.community_worker, "wecom", address=robot.base + "/cgi-bin/webhook/send?key=k")
    parcel = street.parcel()
    robot.go_on.clear()
    worker = killable()
    assert robot.called.wait(PATIENCE)
    kill(worker)
    robot.go_on.set()
    row = Delivery.objects.get(channel="wecom")
    assert (row.state, row.attempts) == ("sending", 1)
    Delivery.objects.filter(pk=row.pk).update(next_at=timezone.now())
    assert taken_up_again() == 1
    working.work_off(app)
    row.refresh_from_db()
    assert (row.state, row.attempts, len(robot.heard)) == ("sent", 2, 2)
    assert Notice.objects.filter(thing_id=str(parcel.pk)).count() == 1


def _parameters() -> dict:
    known = ("dbname", "user", "password", "host", "port")
    return {k: v for k, v in connection.get_connection_params().items() if k in known}


def _waits_for_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and wait_event_type = 'Lock' and query ilike '%%notices_delivery%%' and pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0] > 0
