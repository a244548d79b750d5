"""The queued jobs of notices: thin calls of actions. A retry waits as long as the delivery says."""

import datetime

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from tongxin.engine.notices import actions

QUICK, HOURLY = 6, 72


class TryAgain(Exception):
    """The message did not get through yet; ``at`` is the next try."""

    def __init__(self, at: datetime.datetime) -> None:
        super().__init__(f"at {at.isoformat(timespec='seconds')}")
        self.at = at


class WhenDue(BaseRetryStrategy):
    """Runs the job again when its delivery is next due; after any other failure in 2, 4, 8 … s, then hourly.

    After three days it is given up; ``tongxin retry`` takes it up again.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, TryAgain):
            return RetryDecision(retry_at=exception.at)
        if job.attempts >= QUICK + HOURLY:
            return None
        quick = job.attempts < QUICK
        return RetryDecision(retry_in={"seconds": 2 ** (job.attempts + 1)} if quick else {"hours": 1})


@app.task(name="notices.tell", retry=WhenDue())
def tell(journal_id: int) -> None:
    actions.tell(journal_id)


@app.task(name="notices.deliver", retry=WhenDue())
def deliver(delivery_id: int) -> None:
    again_at = actions.deliver(delivery_id)
    if again_at is not None:
        raise TryAgain(again_at)


@app.task(name="notices.deliver_bundle", retry=WhenDue())
def deliver_bundle(delivery_ids: list[int]) -> None:
    actions.deliver_bundle(delivery_ids)


@app.periodic(cron="* * * * *")
@app.task(name="notices.release", queueing_lock="notices.release")
def release(timestamp: int) -> None:
    actions.release()


@app.periodic(cron="20 3 * * *")
@app.task(name="notices.purge", queueing_lock="notices.purge")
def purge(timestamp: int) -> None:
    actions.purge()
    actions.forget_gone()
