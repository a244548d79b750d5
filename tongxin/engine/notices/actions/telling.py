"""From a journal row to notices: who is told, in their language, and by which ways."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from tongxin.engine.flows import registry
from tongxin.engine.flows.models import Journal
from tongxin.engine.notices import choices, planning
from tongxin.engine.notices.channels import INBOX
from tongxin.engine.notices.models import ChannelChoice, Delivery, Notice
from tongxin.engine.notices.recipients import Recipient, community_name, recipients_of
from tongxin.engine.notices.wording import Speaker, is_urgent

STATE_OF = {
    planning.Leaving.NOW: Delivery.State.QUEUED,
    planning.Leaving.AFTER_QUIET: Delivery.State.HELD_QUIET,
    planning.Leaving.IN_BUNDLE: Delivery.State.FOR_BUNDLE,
}


def tell(journal_id: int, *, now: datetime | None = None) -> int:
    """Tell everybody the journal row names, once; returns how many were told by this call.

    Notices, deliveries and the jobs that carry them out are written in one transaction: a worker killed in
    between has told nobody, and the job run again tells everyone once. A row that was told already is left
    alone. Raises Journal.DoesNotExist for an unknown row.
    """
    row = Journal.objects.get(pk=journal_id)
    if not row.tells or _is_told(row):
        return 0
    try:
        with transaction.atomic():
            return _tell_all(row, now or timezone.now())
    except IntegrityError:
        if not _is_told(row):
            raise
        return 0  # another worker had the same job and was quicker


def _is_told(row: Journal) -> bool:
    return Notice.objects.filter(noun=row.noun, thing_id=row.thing_id, journal_id=row.pk).exists()


def _tell_all(row: Journal, now: datetime) -> int:
    thing = registry.thing(row.noun, row.thing_id)
    recipients = recipients_of(row, thing, on=timezone.localdate(now))
    chosen = choices.rows_of(recipients)
    ways = {each.key: choices.ways(each, chosen.get(each.key, ())) for each in recipients}
    told = [each for each in recipients if ways[each.key]]
    speaker = Speaker(row, thing, place=community_name(row.place_path))
    urgent = is_urgent(speaker.flow, thing, row.step)
    notices = Notice.objects.bulk_create(_notice(row, each, speaker, urgent, now) for each in told)
    deliveries = Delivery.objects.bulk_create(
        _delivery(notice, way, now)
        for notice, recipient in zip(notices, told, strict=True)
        for way in ways[recipient.key]
    )
    defer_deliveries([each.pk for each in deliveries if each.state == Delivery.State.QUEUED])
    return len(notices)


def _notice(row: Journal, recipient: Recipient, speaker: Speaker, urgent: bool, now: datetime) -> Notice:
    owner, owner_row = recipient.owner
    text = speaker.say(recipient.audience, recipient.language)
    return Notice(
        **{f"recipient_{owner}": owner_row},
        audience=recipient.audience,
        journal_id=row.pk,
        noun=row.noun,
        thing_id=row.thing_id,
        key=f"{speaker.flow.name}.{row.step}",
        urgent=urgent,
        language=recipient.language,
        title=text.title,
        body=text.body,
        url=text.url,
        created_at=now,
    )


def _delivery(notice: Notice, way: ChannelChoice, now: datetime) -> Delivery:
    if way.channel == INBOX:
        return Delivery(notice=notice, channel=INBOX, state=Delivery.State.SENT, sent_at=now, attempts=1)
    plan = planning.plan(
        now,
        urgent=notice.urgent,
        quiet_from=way.quiet_from,
        quiet_to=way.quiet_to,
        digest=way.digest,
        zone=ZoneInfo(settings.TIME_ZONE),
    )
    return Delivery(
        notice=notice,
        channel=way.channel,
        state=STATE_OF[plan.leaving],
        in_bundle=plan.leaving is planning.Leaving.IN_BUNDLE,
        next_at=plan.at,
    )


def defer_deliveries(ids: list[int]) -> None:
    """Queue one job a delivery, all in one query, in the transaction of the caller."""
    if ids:
        app.configure_task("notices.deliver").batch_defer(*({"delivery_id": pk} for pk in ids))
