"""The queued jobs of this door."""

from procrastinate.contrib.django import app

from tongxin.doors.exchange.actions import uploading
from tongxin.doors.exchange.models import ImportRun


@app.task(name="exchange.work_off")
def work_off(run_id: int) -> None:
    """Take in an upload; after a crash it goes on where it was."""
    uploading.work_off(ImportRun.objects.select_related("place__level").get(pk=run_id))


@app.periodic(cron="17 3 * * *")
@app.task(name="exchange.tidy", queueing_lock="exchange.tidy")
def tidy(timestamp: int) -> None:
    """Once a night: throw old uploads away."""
    uploading.tidy()
