"""Signed links: a unit without an account answers one summons, and nothing else, by a link in a message.

The token names the summons and its link round; raising the round revokes every link sent before.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.utils.translation import gettext_lazy as _

from tongxin.ground.posts.actors import Actor, link_actor
from tongxin.trades.cases.asking import what_next
from tongxin.trades.cases.models import Summons

SALT = "cases.summons-link"
VALID_FOR = timedelta(days=60)


class LinkRefused(Exception):
    """The link opens nothing; ``reason`` is the sentence for whoever holds it. The same for wrong and revoked
    ones; only whose link was the last before its summons ended is told how it ended (``over``).
    """

    def __init__(self, over: object = "") -> None:
        super().__init__(over)
        self.over = over
        self.reason = over or _("This link is no longer valid. Please ask the community for a new one.")

    def __str__(self) -> str:
        return str(self.reason)


@dataclass(frozen=True)
class Opened:
    """What a valid link opens: the summons, and its unit as an actor."""

    summons: Summons
    actor: Actor


def token_for(summons: Summons) -> str:
    """The token of the summons' present link round, for the address in a message."""
    return signing.dumps([summons.pk, summons.link_round], salt=SALT, compress=False)


def open_link(token: str) -> Opened:
    """Resolve a token. Raises LinkRefused when it is forged, older than 60 days, revoked, or its summons is
    over: each end raises the round.
    """
    try:
        pk, link_round = signing.loads(token, salt=SALT, max_age=VALID_FOR)
        summons = Summons.objects.select_related("organization", "case__place", "case__category").get(pk=pk)
    except (signing.BadSignature, Summons.DoesNotExist, ValueError, TypeError) as broken:
        raise LinkRefused from broken
    if link_round != summons.link_round:
        ended = summons.current_state.terminal and link_round == summons.link_round - 1
        raise LinkRefused(what_next(summons) if ended else "")
    unit = summons.organization
    return Opened(summons, link_actor("cases.summons", summons.pk, unit.pk, str(unit)))
