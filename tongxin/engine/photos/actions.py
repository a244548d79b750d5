"""Photos are put aside, taken out again, and forgotten when their time is over."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tongxin.engine.photos.cleaning import clean_all
from tongxin.engine.photos.models import Aside
from tongxin.engine.photos.shelf import Shelf

SHELF = Shelf("aside")


def put_aside(owner: str, contents: Sequence[bytes], *, until: datetime) -> None:
    """Clean photos and keep them for an owner. Raises PhotoRefused with the reason, keeping none of them."""
    if not contents:
        return
    clean = clean_all(list(contents), already=of(owner).count())
    with SHELF.stored(clean) as rows, transaction.atomic():
        Aside.objects.bulk_create(Aside(owner=owner, until=until, **row) for row in rows)


def take_out(owner: str, *, but: Collection[str] = ()) -> None:
    """Throw away what an owner has, ``but`` for the photos of these names."""
    _remove(Aside.objects.filter(owner=owner).exclude(name__in=but))


def prolong(owner: str, *, until: datetime) -> None:
    """Let an owner's photos stay longer."""
    of(owner).update(until=until)


def sweep_aside(*, now: datetime) -> int:
    """Remove what has been put aside for too long, and files that no row names. Returns how many."""
    return _remove(Aside.objects.filter(until__lte=now)) + SHELF.remove_strays(Aside, now=now)


def of(owner: str) -> QuerySet[Aside]:
    """What an owner has that is still kept, as it was sent."""
    return Aside.objects.filter(owner=owner, until__gt=timezone.now())


def _remove(found: QuerySet[Aside]) -> int:
    """The rows now, the files once that is certain."""
    names = list(found.values_list("name", flat=True))
    if names:
        Aside.objects.filter(name__in=names).delete()
        transaction.on_commit(lambda: SHELF.remove(names))
    return len(names)
