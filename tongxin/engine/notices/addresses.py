"""Where a delivery goes: looked up when it is sent, so that a withdrawn consent or an erasure holds."""

from django.utils.timezone import localdate

from tongxin.engine.notices.channels import CHANNELS, Channel
from tongxin.engine.notices.channels.errors import Failure, NotDelivered
from tongxin.engine.notices.choices import ASK_FIRST
from tongxin.engine.notices.models import ChannelChoice, Notice
from tongxin.ground.people.actions import unmask
from tongxin.ground.people.models import Consent, Person
from tongxin.ground.posts.actors import SYSTEM


def address_of(notice: Notice, channel_name: str) -> str:
    """The address of the notice's recipient on this channel.

    Raises NotDelivered: NOT_SET_UP when the installation lacks the channel, GONE when the recipient is
    closed, erased, ended, or no longer agrees, NO_ADDRESS when there is none that the channel can use.
    """
    channel = CHANNELS[channel_name]
    if channel.problem():
        raise NotDelivered(Failure.NOT_SET_UP)
    _still_wants(notice, channel_name)
    address = chosen_address(notice, channel_name) or _known_address(notice, channel)
    if channel.address_kind != "none" and (not address or channel.refuse(address)):
        raise NotDelivered(Failure.NO_ADDRESS)
    return address


def chosen_address(notice: Notice, channel_name: str) -> str:
    """The address its owner entered for this channel; "" when none was entered."""
    owner = {
        "account": notice.recipient_account_id,
        "person": notice.recipient_person_id,
        "organization": notice.recipient_organization_id,
    }
    mine = {kind: pk for kind, pk in owner.items() if pk is not None}
    row = ChannelChoice.objects.filter(channel=channel_name, **mine).first()
    return row.address.reveal() if row is not None else ""


def _still_wants(notice: Notice, channel_name: str) -> None:
    account, person = notice.recipient_account, notice.recipient_person
    organization = notice.recipient_organization
    gone = (
        (account is not None and not account.is_active)
        or (person is not None and (person.erased_at is not None or not _agrees(person, channel_name)))
        or (organization is not None and organization.until is not None and organization.until <= localdate())
    )
    if gone:
        raise NotDelivered(Failure.GONE)


def _agrees(person: Person, channel_name: str) -> bool:
    if channel_name not in ASK_FIRST:
        return False
    return Consent.objects.filter(person=person, kind=channel_name, withdrawn_at__isnull=True).exists()


def _known_address(notice: Notice, channel: Channel) -> str:
    account, organization = notice.recipient_account, notice.recipient_organization
    if channel.address_kind == "email":
        return account.email if account else organization.email if organization else ""
    if channel.address_kind == "phone":
        person = account.person if account else notice.recipient_person
        if person:
            return unmask(person, by=SYSTEM, purpose="notify", about=notice).phone if person.phone else ""
        return organization.phone if organization else ""
    return ""
