"""Standing orders are made in the small hours by whichever worker is free."""

from procrastinate.contrib.django import app

from tongxin.trades.orders.actions import raise_standing


@app.periodic(cron="10 3 * * *")
@app.task(name="orders.raise_standing", queueing_lock="orders.raise_standing", lock="orders.raise_standing")
def raise_standing_due(timestamp: int) -> None:
    """Make what is due within a week; ``timestamp`` is the minute it was asked for."""
    raise_standing()
