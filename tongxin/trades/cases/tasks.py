"""What cases do by the clock, apart from what their flows promise."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from tongxin.trades.cases.actions import learn_names, remove_strays, sweep_drafts


@app.periodic(cron="41 * * * *")
@app.task(name="cases.sweep_drafts", queueing_lock="cases.sweep_drafts", retry=3)
def forget_drafts(timestamp: int) -> None:
    """Once an hour: erase the reports that were begun and neither sent nor touched for two days."""
    sweep_drafts(now=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="17 19 * * *")
@app.task(name="cases.remove_strays", queueing_lock="cases.remove_strays", retry=3)
def forget_strays(timestamp: int) -> None:
    """Once a night: remove the photos that no case and no draft names."""
    remove_strays(now=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="*/5 * * * *")
@app.task(name="cases.learn_names", queueing_lock="cases.learn_names", retry=3)
def follow_names(timestamp: int) -> None:
    """Every five minutes: let the cases be found by what their places are called by now."""
    learn_names(now=datetime.fromtimestamp(timestamp, UTC))
