"""What orders do by the clock, in the small hours, by whichever worker is free."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from tongxin.trades.orders.actions import forget_pictures, raise_standing, remove_strays, sweep_drafts


@app.periodic(cron="10 3 * * *")
@app.task(name="orders.raise_standing", queueing_lock="orders.raise_standing", lock="orders.raise_standing")
def raise_standing_due(timestamp: int) -> None:
    """Make what is due within a week; ``timestamp`` is the minute it was asked for."""
    raise_standing()


@app.periodic(cron="43 * * * *")
@app.task(name="orders.sweep_drafts", queueing_lock="orders.sweep_drafts", retry=3)
def forget_drafts(timestamp: int) -> None:
    """Once an hour: erase the orders that were begun and neither sent nor touched for two days."""
    sweep_drafts(now=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="53 * * * *")
@app.task(name="orders.forget_pictures", queueing_lock="orders.forget_pictures", retry=3)
def forget_photos(timestamp: int) -> None:
    """Once an hour: remove the photos of orders whose persons were erased."""
    forget_pictures()


@app.periodic(cron="23 19 * * *")
@app.task(name="orders.remove_strays", queueing_lock="orders.remove_strays", retry=3)
def forget_strays(timestamp: int) -> None:
    """Once a night: remove the photos that no order names."""
    remove_strays(now=datetime.fromtimestamp(timestamp, UTC))
