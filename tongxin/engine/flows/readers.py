"""Reading the journal once, in order, without ever missing a row that was committed late.

Row numbers are given out before a transaction commits, so "everything after the last number" skips rows.
Each row carries the id of its transaction; a reader takes only rows of transactions older than every one
still running.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL

from tongxin.engine.flows.models import Cursor, Journal

OLDEST_RUNNING = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


def read_new(name: str, limit: int = 500) -> list[Journal]:
    """The rows the reader ``name`` has not handled yet, oldest first; moves nothing."""
    cursor = Cursor.objects.filter(pk=name).first() or Cursor(name=name)
    return _after(cursor, limit)


@contextmanager
def reading(name: str, limit: int = 500) -> Iterator[list[Journal]]:
    """Hand out the new rows and move the reader's cursor past them, in one transaction with what is done
    with them.

    Two workers of one reader take turns. When the block raises, the rows come again.
    """
    with transaction.atomic():
        Cursor.objects.get_or_create(pk=name)
        cursor = Cursor.objects.select_for_update().get(pk=name)
        rows = _after(cursor, limit)
        yield rows
        if rows:
            cursor.tx, cursor.last_id = rows[-1].tx, rows[-1].pk
            cursor.save()


def _after(cursor: Cursor, limit: int) -> list[Journal]:
    later = Q(tx__gt=cursor.tx) | Q(tx=cursor.tx, pk__gt=cursor.last_id)
    settled = RawSQL(OLDEST_RUNNING, [])  # noqa: S611
    return list(Journal.objects.filter(later, tx__gte=cursor.tx, tx__lt=settled).order_by("tx", "pk")[:limit])
