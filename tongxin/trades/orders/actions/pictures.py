"""Keeping photos of what is to be done, and of what was done."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.photos.cleaning import PhotoRefused, clean_all
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.choices import Showing
from tongxin.trades.orders.models import Order, Picture
from tongxin.trades.orders.photos import SHELF


def picture(
    order: Order, contents: Sequence[bytes], *, by: Actor, now: datetime, showing: str = Showing.DONE
) -> None:
    """Clean and keep photos as they were sent with an order or a step. Raises Incomplete with the reason,
    keeping none.
    """
    if not contents:
        return
    try:
        clean = clean_all(list(contents), already=order.pictures.filter(showing=showing).count())
    except PhotoRefused as refused:
        raise Incomplete({"photos": refused.reason}) from refused
    with SHELF.stored(clean) as rows, transaction.atomic():
        Picture.objects.bulk_create(
            Picture(order=order, at=now, by_key=by.key, showing=showing, **row) for row in rows
        )


def forget_pictures() -> int:
    """Remove the photos of orders of, or for, somebody who has been erased; returns how many."""
    erased = Q(order__requester__erased_at__isnull=False) | Q(order__beneficiary__erased_at__isnull=False)
    names = list(Picture.objects.filter(erased).values_list("name", flat=True))
    Picture.objects.filter(name__in=names).delete()
    transaction.on_commit(lambda: SHELF.remove(names))
    return len(names)


def remove_strays(*, now: datetime) -> int:
    """Remove photos a day old that no order names; returns how many."""
    return SHELF.remove_strays(Picture, now=now)
