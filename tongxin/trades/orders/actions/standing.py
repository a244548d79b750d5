"""Orders that come again: each made a week ahead, once, however often this runs."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import SYSTEM, Actor
from tongxin.trades.orders.actions.intake import repeat
from tongxin.trades.orders.models import StandingOrder

AHEAD = timedelta(days=7)


def raise_standing(*, now: datetime | None = None) -> int:
    """Make the orders that are due within a week; returns how many. Each standing order is a transaction of
    its own, and one that another process has in hand is left to it.
    """
    now = now or timezone.now()
    until = timezone.localdate(now) + AHEAD
    due = StandingOrder.running().filter(next_on__lte=until).values_list("pk", flat=True)
    return sum(_raise_next(pk, until, now) for pk in list(due))


def end_standing(standing: StandingOrder, *, by: Actor, now: datetime | None = None) -> StandingOrder:
    """It does not come again; what has been made stays. By whoever ordered it, or the desk."""
    if not standing.first.the("reporter", by):
        gates.require(by, "order.screen", standing.first.place_path)
    StandingOrder.objects.filter(pk=standing.pk, ended_at__isnull=True).update(
        ended_at=now or timezone.now(), ended_by=by.key
    )
    standing.refresh_from_db()
    return standing


@transaction.atomic
def _raise_next(pk: int, until, now: datetime) -> int:
    standing = StandingOrder.running().select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    made = 0
    while standing is not None and standing.next_on <= min(until, standing.until):
        if standing.next_on >= timezone.localdate(now):
            repeat(standing, by=SYSTEM, now=now)
            made += 1
        standing.next_on += timedelta(days=standing.every_days)
        standing.save(update_fields=["next_on"])
    return made
