"""What time brings: quiet hours end, bundles fall due, jobs get lost, old notices go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from tongxin.engine.notices.actions.telling import defer_deliveries
from tongxin.engine.notices.models import ChannelChoice, Delivery, Notice
from tongxin.engine.notices.selectors import keep_since

#: A row that should have been sent this long ago has lost its job (or its worker): it gets a new one.
LOST_AFTER = timedelta(minutes=10)
BATCH = 1000
PURGE_BATCH = 5000
State = Delivery.State
WITHOUT_PAGE = Q(recipient_person__isnull=False)


@dataclass(frozen=True)
class Released:
    """How many single deliveries and how many bundles were handed to the workers."""

    single: int
    bundles: int


def release(*, now: datetime | None = None) -> Released:
    """Hand over what is due and has no job: held ones whose quiet hours ended, bundles, lost ones.

    At most BATCH rows a call; rows another call is looking at are skipped.
    """
    now = now or timezone.now()
    with transaction.atomic():
        due = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(_due(now))
        rows = list(due.select_related("notice").order_by("next_at")[:BATCH])
        # Due at once, and not released again until it counts as lost.
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.QUEUED, next_at=now)
        single = [row.pk for row in rows if not row.in_bundle]
        defer_deliveries(single)
        bundles = _bundles(row for row in rows if row.in_bundle)
        if bundles:
            jobs = [{"delivery_ids": ids} for ids in bundles]
            app.configure_task("notices.deliver_bundle").batch_defer(*jobs)
    return Released(len(single), len(bundles))


def purge(*, now: datetime | None = None) -> int:
    """Delete notices older than the rule keeps them that were read, or went to someone without a page."""
    before = keep_since(now or timezone.now())
    if before is None:
        return 0
    gone = 0
    while True:
        old = Notice.objects.filter(Q(read_at__isnull=False) | WITHOUT_PAGE, created_at__lt=before)
        ids = list(old.exclude(deliveries__next_at__isnull=False).values_list("pk", flat=True)[:PURGE_BATCH])
        if not ids:
            return gone
        Notice.objects.filter(pk__in=ids).delete()
        gone += len(ids)


def forget_gone() -> int:
    """Delete how the erased, and accounts that are closed, wished to be told: with it their addresses go."""
    gone = Q(person__erased_at__isnull=False) | Q(account__is_active=False)
    return ChannelChoice.objects.filter(gone).delete()[0]


def _due(now: datetime) -> Q:
    waiting = Q(state__in=[State.HELD_QUIET, State.FOR_BUNDLE], next_at__lte=now)
    return waiting | Q(next_at__lte=now - LOST_AFTER)


def _bundles(rows: Iterable[Delivery]) -> list[list[int]]:
    """The keys of deliveries that go together: same recipient, same channel."""

    def together(row: Delivery) -> tuple[str, ...]:
        told = row.notice
        who = (told.recipient_account_id, told.recipient_person_id, told.recipient_organization_id)
        return (*map(str, who), row.channel)

    return [[row.pk for row in group] for _key, group in groupby(sorted(rows, key=together), key=together)]
