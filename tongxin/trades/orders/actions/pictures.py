"""Keeping photos of what was done."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.photos.cleaning import PhotoRefused, clean_all
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.models import Order, Picture
from tongxin.trades.orders.photos import SHELF


def picture(order: Order, contents: Sequence[bytes], *, by: Actor, now: datetime) -> None:
    """Clean and keep photos as they were sent with a step. Raises Incomplete with the reason, keeping
    none.
    """
    if not contents:
        return
    try:
        clean = clean_all(list(contents), already=order.pictures.count())
    except PhotoRefused as refused:
        raise Incomplete({"photos": refused.reason}) from refused
    with SHELF.stored(clean) as rows, transaction.atomic():
        Picture.objects.bulk_create(Picture(order=order, at=now, by_key=by.key, **row) for row in rows)


def remove_strays(*, now: datetime) -> int:
    """Remove photos a day old that no order names; returns how many."""
    return SHELF.remove_strays(Picture, now=now)
