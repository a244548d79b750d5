"""Drafts are begun and written. What becomes of one is its trade's to say."""

from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from tongxin.engine.tickets.drafts import KEPT_FOR, Unsent, owner_of

SHORTEST_KEY = 16
LONGEST_KEY = 64
Draft = TypeVar("Draft", bound=Unsent)


def begin_draft(
    model: type[Draft], secret: str, client_key: str, *, now: datetime | None = None, **facts: object
) -> Draft:
    """The draft of this key for the browser with this secret, new with these ``facts`` or begun before.

    A key that is malformed, or that another browser's draft has, is replaced by a new one.
    """
    owner = owner_of(secret)
    if not is_key(client_key):
        client_key = uuid4().hex
    mine = model.objects.filter(owner=owner, client_key=client_key).first()
    if mine is not None:
        return mine
    draft = model(owner=owner, client_key=client_key, expires_at=kept_until(now), **facts)
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        # Another browser's, or the same key pressed twice at once in this one.
        again = model.objects.filter(owner=owner, client_key=client_key).first()
        return again or begin_draft(model, secret, uuid4().hex, now=now, **facts)
    return draft


def is_key(text: str) -> bool:
    """Whether this can be the key of something written: random letters and digits."""
    return SHORTEST_KEY <= len(text) <= LONGEST_KEY and text.isalnum() and text.isascii()


def write_draft(draft: Draft, said: str, *, now: datetime | None = None, **facts: object) -> Draft:
    """Keep what was said (sealed words) and the ``facts`` beside it, two days more."""
    draft.said = said
    for name, value in facts.items():
        setattr(draft, name, value)
    draft.expires_at = kept_until(now)
    draft.save()
    return draft


def renew_key(draft: Unsent) -> None:
    """Give a draft another key, so that it can be sent as a thing of its own."""
    draft.client_key = uuid4().hex
    draft.save(update_fields=["client_key"])


def kept_until(now: datetime | None) -> datetime:
    """Till when a draft that is touched now is kept."""
    return (now or timezone.now()) + KEPT_FOR
