"""The minute hand: what is due is looked at every minute by whichever worker is free."""

from procrastinate.contrib.django import app

from tongxin.engine.flows.sweep import sweep


@app.periodic(cron="* * * * *")
@app.task(name="flows.sweep", queueing_lock="flows.sweep", lock="flows.sweep")
def sweep_due(timestamp: int) -> None:
    """Sweep once; ``timestamp`` is the minute it was asked for."""
    sweep()
