"""What photos do by the clock."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from tongxin.engine.photos.actions import sweep_aside


@app.periodic(cron="47 * * * *")
@app.task(name="photos.sweep_aside", queueing_lock="photos.sweep_aside", retry=3)
def forget_aside(timestamp: int) -> None:
    """Once an hour: remove the photos of forms that were not sent again."""
    sweep_aside(now=datetime.fromtimestamp(timestamp, UTC))
