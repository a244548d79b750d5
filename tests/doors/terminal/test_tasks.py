"""A worker that is killed leaves its job "doing"; the next one takes it up again."""

import asyncio

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from tongxin.doors.terminal import tasks


def _job(*, heartbeat: float | None, attempts: int = 0) -> int:
    """A job being done by a worker last heard so many seconds ago, or by one that is pruned (None)."""
    with connection.cursor() as cursor:
        worker = None
        if heartbeat is not None:
            cursor.execute(
                "insert into procrastinate_workers (last_heartbeat) values (now() - %s * interval '1 second')"
                " returning id",
                [heartbeat],
            )
            worker = cursor.fetchone()[0]
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, status, attempts, worker_id)"
            " values ('default', 'anything', 'doing', %s, %s) returning id",
            [attempts, worker],
        )
        return cursor.fetchone()[0]


def _status(job: int) -> tuple[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("select status, attempts from procrastinate_jobs where id = %s", [job])
        return cursor.fetchone()


def _requeue() -> int:
    async def run() -> int:
        with app.replace_connector(app.connector.get_worker_connector()):
            async with app.open_async():
                return await tasks.requeue(app.job_manager)

    return asyncio.run(run())


@pytest.mark.django_db(transaction=True)
def test_requeue_takes_jobs_of_silent_workers_and_leaves_the_others():
    killed, pruned, alive = _job(heartbeat=60), _job(heartbeat=None), _job(heartbeat=1)
    hopeless = _job(heartbeat=60, attempts=4)
    assert _requeue() == 3
    assert [_status(job) for job in (killed, pruned, alive, hopeless)] == [
        ("todo", 1),
        ("todo", 1),
        ("doing", 0),
        ("failed", 5),
    ]
