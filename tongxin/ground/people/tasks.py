"""What people does by the clock."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from tongxin.ground.people.acting import SYSTEM
from tongxin.ground.people.actions import sweep_retention


@app.periodic(cron="17 3 * * *")
@app.task(name="people.sweep_retention", queueing_lock="people.sweep_retention", retry=3)
def erase_what_is_due(timestamp: int) -> None:
    """Once a night: erase the persons and delete the records whose retention period is over."""
    sweep_retention(datetime.fromtimestamp(timestamp, UTC), by=SYSTEM)
