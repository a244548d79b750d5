"""By which ways one recipient is told: what they chose, and what holds where they chose nothing."""

from collections.abc import Iterable

from django.db.models import Q

from tongxin.engine.notices.channels import INBOX
from tongxin.engine.notices.models import OWNERS, ChannelChoice
from tongxin.engine.notices.recipients import Recipient

#: Ways that reach a person outside Tongxin are used only with that person's consent of the same name.
ASK_FIRST = ("sms", "mail")


def ways(recipient: Recipient, rows: Iterable[ChannelChoice]) -> list[ChannelChoice]:
    """The choices by which to tell, the notices page first; unsaved rows stand for defaults.

    - accounts and organisations always have the page, and every way they switched on
    - a person without an account is told only by ways of ``ASK_FIRST`` they agreed to
    - text messages are on by themselves for someone who left a number and agreed to them
    """
    chosen = {row.channel: row for row in rows}
    chosen.pop(INBOX, None)
    if "sms" in recipient.agreed and recipient.has_phone:
        chosen.setdefault("sms", ChannelChoice(channel="sms"))
    page = [ChannelChoice(channel=INBOX)] if recipient.has_page else []
    return page + [
        row
        for channel, row in chosen.items()
        if row.on and (recipient.has_page or (channel in ASK_FIRST and channel in recipient.agreed))
    ]


def rows_of(recipients: Iterable[Recipient]) -> dict[tuple[str, object], list[ChannelChoice]]:
    """What each recipient chose, by recipient key, in one query; addresses stay sealed in the database."""
    wanted: dict[str, list[object]] = {owner: [] for owner in OWNERS}
    for recipient in recipients:
        kind, pk = recipient.key
        wanted[kind].append(pk)
    any_of = Q(account__in=wanted["account"])
    any_of |= Q(person__in=wanted["person"]) | Q(organization__in=wanted["organization"])
    found: dict[tuple[str, object], list[ChannelChoice]] = {}
    for row in ChannelChoice.objects.filter(any_of).defer("address").order_by("channel"):
        found.setdefault(row.owner_key, []).append(row)
    return found
