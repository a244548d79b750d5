"""Handing messages over: claim, send, write down what became of it.

The claim moves ``next_at`` forward in one UPDATE, so two workers never send the same row at once; a worker
that dies leaves a lease that runs out. Handing over is therefore "at least once": a message goes out twice
only if the worker dies after the far side took it and before that was written down.
"""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override

from tongxin.engine.notices import planning
from tongxin.engine.notices.addresses import address_of
from tongxin.engine.notices.channels import CHANNELS
from tongxin.engine.notices.channels.errors import Failure, NotDelivered
from tongxin.engine.notices.models import Delivery, Notice

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
LINES_IN_BUNDLE = 20
State = Delivery.State


def deliver(delivery_id: int, *, now: datetime | None = None) -> datetime | None:
    """Send one delivery if it is due; returns when to try again, or None when there is nothing more to do.

    A failure of the far side is written down, never raised: a broken channel stops nothing else.
    """
    now = now or timezone.now()
    if not _claim([delivery_id], now):
        row = Delivery.objects.filter(pk=delivery_id).first()
        return row.next_at if row is not None and not row.in_bundle else None
    delivery = Delivery.objects.select_related(
        "notice__recipient_account__person", "notice__recipient_person", "notice__recipient_organization"
    ).get(pk=delivery_id)
    notice = delivery.notice

    def send() -> None:
        hand_over(delivery.channel, notice, notice.title, notice.body, absolute(notice.url))

    return _carry_out([delivery], send, after=State.SENT, again=State.QUEUED)


def deliver_bundle(delivery_ids: list[int], *, now: datetime | None = None) -> None:
    """Send deliveries of one recipient and channel as one message; what fails waits for a later bundle."""
    now = now or timezone.now()
    _claim(delivery_ids, now)
    rows = Delivery.objects.filter(pk__in=delivery_ids, state=State.SENDING, next_at=now + LEASE)
    deliveries = list(
        rows.select_related(
            "notice__recipient_account__person", "notice__recipient_person", "notice__recipient_organization"
        ).order_by("notice__created_at", "id")
    )
    if not deliveries:
        return
    channel_name, notice = deliveries[0].channel, deliveries[0].notice

    def send() -> None:
        title, body = bundle_text([each.notice.title for each in deliveries], notice.language)
        url = absolute(reverse("notices:inbox")) if notice.recipient_person_id is None else ""
        hand_over(channel_name, notice, title, body, url)

    _carry_out(deliveries, send, after=State.DIGESTED, again=State.FOR_BUNDLE)


def hand_over(channel_name: str, notice: Notice, title: str, body: str, url: str) -> None:
    """Send a message to the notice's recipient by one channel. Raises NotDelivered, and nothing else."""
    try:
        CHANNELS[channel_name].send(address_of(notice, channel_name), title, body, url)
    except NotDelivered:
        raise
    except Exception as error:
        # The message of an unforeseen error may quote an address; the places it passed through do not.
        trail = "".join(traceback.format_tb(error.__traceback__))
        log.error("channel %s broke: %s\n%s", channel_name, type(error).__name__, trail)
        raise NotDelivered(Failure.BROKEN, type(error).__name__) from None


def bundle_text(titles: list[str], language: str) -> tuple[str, str]:
    """Title and body of one message that stands for several notices, oldest first."""
    with override(language):
        count = len(titles)
        title = ngettext("%(count)d new notice", "%(count)d new notices", count) % {"count": count}
        more = count - LINES_IN_BUNDLE
        lines = titles[:LINES_IN_BUNDLE] + (
            [gettext("and %(more)d more") % {"more": more}] if more > 0 else []
        )
    return title, "\n".join(lines)


def absolute(path: str) -> str:
    """The address of a page as the outside reaches it; "" for none."""
    return settings.TONGXIN_BASE_URL.rstrip("/") + path if path else ""


def _claim(ids: list[int], now: datetime) -> int:
    due = Delivery.objects.filter(pk__in=ids, next_at__lte=now)
    return due.update(state=State.SENDING, next_at=now + LEASE, attempts=F("attempts") + 1)


def _carry_out(
    deliveries: list[Delivery], send: Callable[[], None], *, after: str, again: str
) -> datetime | None:
    ids = [each.pk for each in deliveries]
    # Only what is still under our lease is written: if it ran out, another worker answers for the row now.
    mine = Delivery.objects.filter(pk__in=ids, state=State.SENDING, next_at=deliveries[0].next_at)
    try:
        send()
    except NotDelivered as error:
        return _note_failure(mine, deliveries, error, again)
    mine.update(state=after, sent_at=timezone.now(), next_at=None, failure="", last_error="")
    return None


def _note_failure(mine, deliveries: list[Delivery], error: NotDelivered, again: str) -> datetime | None:
    wait = None if error.hopeless else planning.wait_after(max(each.attempts for each in deliveries))
    wrong = {"failure": error.failure, "last_error": error.detail}
    if wait is None:
        mine.update(state=State.FAILED, next_at=None, **wrong)
        return None
    at = timezone.now() + wait
    mine.update(state=again, next_at=at, **wrong)
    return at
