"""How someone wishes to be told, and whether it works."""

from dataclasses import dataclass
from datetime import time

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from tongxin.engine.notices.actions.sending import absolute, hand_over
from tongxin.engine.notices.channels import CHANNELS, INBOX
from tongxin.engine.notices.channels.errors import NotDelivered
from tongxin.engine.notices.models import ChannelChoice, Notice
from tongxin.engine.notices.selectors import SPEAKS_FOR_IT
from tongxin.ground.organizations.models import Organization
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, Hidden

TEST_EVERY_SECONDS = 30


@dataclass(frozen=True)
class Tried:
    """What a test message met: None went wrong, or a kind of failure with the far side's short answer."""

    failure: object = None
    detail: str = ""


def require_owner(actor: Actor, organization: Organization | None) -> dict[str, object]:
    """The owner columns of the actor's own choices, or of an organisation's they may set.

    Raises Hidden for someone without an account or outside the organisation, Forbidden for a member of it
    who is not its head.
    """
    if actor.account_id is None:
        raise Hidden
    if organization is None:
        return {"account_id": actor.account_id}
    if actor.holds_in(SPEAKS_FOR_IT, organization.pk):
        return {"organization_id": organization.pk}
    if organization.pk in actor.organization_ids:
        raise Forbidden(_("The head of the unit sets how the unit is told; please ask them."))
    raise Hidden


def choose(
    channel: str,
    *,
    by: Actor,
    on: bool,
    organization: Organization | None = None,
    quiet_from: time | None = None,
    quiet_to: time | None = None,
    digest: str = "",
    address: str | None = None,
) -> ChannelChoice:
    """Set one channel of the actor, or of an organisation they head. ``address`` None keeps the one there is.

    Raises ValidationError by field: an address the channel can't use, quiet hours with one end, the page
    (which is always on).
    """
    owner = require_owner(by, organization)
    if channel == INBOX:
        raise ValidationError(_("The notices page is always on."))
    with transaction.atomic():
        row = ChannelChoice.objects.select_for_update().filter(channel=channel, **owner).first()
        row = row or ChannelChoice(channel=channel, **owner)
        row.on, row.digest = on, digest
        row.quiet_from, row.quiet_to = quiet_from, quiet_to
        if address is not None:
            _check_address(channel, address)
            row.address = address
        row.full_clean()
        row.save()
    return row


def send_test(channel: str, *, by: Actor, organization: Organization | None = None, language: str) -> Tried:
    """Send one test message at once and say what became of it. At most one in TEST_EVERY_SECONDS a channel.

    Raises ValidationError when asked again too soon.
    """
    owner = require_owner(by, organization)
    mark = ":".join(["notices.test", channel, *(f"{name}={pk}" for name, pk in owner.items())])
    if not cache.add(mark, True, TEST_EVERY_SECONDS):
        raise ValidationError(_("A test was sent a moment ago. Please wait half a minute."))
    notice = Notice(**{f"recipient_{name}": pk for name, pk in owner.items()}, language=language)
    with override(language):
        title, body = gettext("A test message from Tongxin"), gettext("If you can read this, this way works.")
    try:
        hand_over(channel, notice, title, body, absolute("/"))
    except NotDelivered as error:
        return Tried(error.failure.label, error.detail)
    return Tried()


def _check_address(channel: str, address: str) -> None:
    wrong = CHANNELS[channel].refuse(address) if address else None
    if wrong:
        raise ValidationError({"address": wrong})
