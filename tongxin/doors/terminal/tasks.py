"""What the queue does for itself: jobs of a killed worker are taken up again."""

from datetime import UTC, datetime

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

HEARTBEAT = 5.0
STALLED = 20.0
MOST_ATTEMPTS = 5


@app.periodic(cron="* * * * *")
@app.task(name="terminal.requeue_stalled", queueing_lock="terminal.requeue_stalled", pass_context=True)
async def requeue_stalled(context: JobContext, timestamp: int) -> int:
    """Every minute: see ``requeue``."""
    return await requeue(context.app.job_manager)


async def requeue(manager: JobManager) -> int:
    """Put back the jobs whose worker has given no heartbeat for 20 s; returns how many.

    A job that was being done at five such ends is marked failed instead: it may be what ends the worker.
    """
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED))
    for job in stalled:
        if job.attempts + 1 >= MOST_ATTEMPTS:
            await manager.finish_job_by_id_async(job_id=job.id, status=Status.FAILED, delete_job=False)
        else:
            await manager.retry_job(job, retry_at=datetime.now(UTC))
    return len(stalled)
