"""Signed links: a unit without an account answers one pairing, and nothing else, by a link in a message."""

from datetime import timedelta

from django.core import signing

from tongxin.ground.posts.actors import Actor, link_actor
from tongxin.trades.orders.models import Pairing

SALT = "orders.pairing-link"
VALID_FOR = timedelta(days=60)
OVER = ("declined", "dropped")


def token_for(pairing: Pairing) -> str:
    """The token of a pairing's link, for the address in a message to its unit."""
    return signing.dumps([pairing.pk, pairing.resource_id], salt=SALT)


def by_token(token: str) -> tuple[Pairing, Actor] | None:
    """The pairing of a link and its unit as an actor; None when it is forged, older than 60 days, or the
    matter was declined or called off.
    """
    try:
        pk, resource = signing.loads(token, salt=SALT, max_age=VALID_FOR)
        found = whole_pairings().get(pk=pk, resource=resource)
    except (signing.BadSignature, Pairing.DoesNotExist, ValueError, TypeError):
        return None
    if found.state in OVER:
        return None
    return found, link_actor(found.noun, found.pk, found.unit.pk, str(found.unit))


def whole_pairings():
    """Pairings with what their page says of them."""
    return Pairing.objects.select_related("resource__registration__unit", "need__project")
