"""Reading notices: one's own page, what is unread, and who was told about a thing."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import format_lazy

from tongxin.engine.flows import registry
from tongxin.engine.notices.channels import CHANNELS, INBOX, Channel
from tongxin.engine.notices.models import ChannelChoice, Delivery, KeepRule, Notice
from tongxin.engine.notices.planning import months_before
from tongxin.engine.notices.recipients import SUBSCRIBED_AS
from tongxin.engine.notices.wording import audience_words
from tongxin.ground.organizations.models import Organization
from tongxin.ground.posts.actors import Actor
from tongxin.ground.statements import composed

#: Who may set an organisation's ways, beside those who may edit the organisation itself.
SPEAKS_FOR_IT = "unit_head"


@dataclass(frozen=True)
class Told:
    """One line of "who was told what, when, by which way". ``who`` never names a resident."""

    notice: Notice
    who: object
    ways: list[Delivery]


@dataclass(frozen=True)
class Wish:
    """One channel of someone: what it is, what they chose, whether they entered an address."""

    name: str
    channel: Channel
    row: ChannelChoice
    has_address: bool


def units_spoken_for(actor: Actor) -> QuerySet[Organization]:
    """The organisations whose ways of being told the actor may set."""
    held = [each for each in actor.organization_ids if actor.holds_in(SPEAKS_FOR_IT, each)]
    return Organization.objects.filter(pk__in=held)


def mine(actor: Actor) -> Q:
    """The notices an actor may read: to their account, or to an organisation they speak for."""
    if actor.account_id is None:
        return Q(pk__in=[])
    return Q(recipient_account=actor.account_id) | Q(recipient_organization__in=actor.organization_ids)


def inbox(actor: Actor) -> QuerySet[Notice]:
    """The actor's notices, newest first; ``unread`` narrows it."""
    return Notice.objects.filter(mine(actor)).select_related("recipient_organization")


def unread(actor: Actor) -> QuerySet[Notice]:
    return inbox(actor).filter(read_at__isnull=True)


def unread_count(actor: Actor) -> int:
    """How many notices wait to be read. One query; none for someone who is not signed in."""
    if actor.account_id is None:
        return 0
    return _waiting(actor).asked()["unread"]


@composed
def _waiting(actor: Actor) -> list[tuple[str, QuerySet]]:
    return [("unread", Notice.objects.filter(mine(actor), read_at__isnull=True).order_by())]


def told(noun: str, thing_id: object) -> list[Told]:
    """Everyone who was told about a thing, newest first, and what became of each way. Two queries."""
    notices = (
        Notice.objects.filter(noun=noun, thing_id=str(thing_id))
        .select_related("recipient_account__person", "recipient_organization")
        .prefetch_related("deliveries")
    )
    flow = registry.flow_of(noun)
    return [
        Told(notice, _who(notice, audience_words(flow, notice.audience)), list(notice.deliveries.all()))
        for notice in notices
    ]


def wishes(actor: Actor, organization: Organization | None = None) -> list[Wish]:
    """Every channel beside the page, with what the actor (or the organisation) chose for it. One query."""
    owner = {"organization": organization} if organization else {"account": actor.account_id}
    rows = {row.channel: row for row in ChannelChoice.objects.filter(**owner)}
    return [
        Wish(
            name,
            channel,
            rows.get(name) or ChannelChoice(channel=name, on=False),
            bool(name in rows and rows[name].address),
        )
        for name, channel in CHANNELS.items()
        if name != INBOX
    ]


def keep_since(now: datetime) -> datetime | None:
    """The moment before which read notices are no longer kept; None when no rule is in force."""
    today = timezone.localdate(now)
    rules = KeepRule.objects.filter(since__lte=today).exclude(until__lte=today)
    rule = rules.order_by("-since").first()
    return months_before(now, rule.months) if rule else None


def _who(notice: Notice, audience: object) -> object:
    """Staff by their shown name, units by theirs; a resident only as what the table calls them."""
    if notice.recipient_organization is not None:
        return notice.recipient_organization.title
    if notice.recipient_account is None or notice.audience == SUBSCRIBED_AS:
        return audience
    return format_lazy(
        "{name} ({audience})", name=notice.recipient_account.get_full_name(), audience=audience
    )
