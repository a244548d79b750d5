"""Writing the journal: rows chained to their predecessors, readers told in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from tongxin.engine.flows.chain import digest, plain, storable
from tongxin.engine.flows.models import Flowing, Journal
from tongxin.engine.flows.who import Who
from tongxin.ground.columns import insert_all
from tongxin.ground.posts.actors import Actor
from tongxin.ground.statements import Given, composed

MOST_TEXT = 10_000
_UNTOLD: ContextVar[bool] = ContextVar("untold", default=False)


@dataclass
class Entry:
    """What is to be written about one thing; the chain is added by ``write``."""

    noun: str
    thing_id: str
    step: str
    by: Actor
    at: datetime
    role: str = ""
    old: str = ""
    new: str = ""
    version: int = 0
    place_path: str = ""
    note: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    tells: Iterable[Who] = ()
    client_key: str = ""

    @classmethod
    def about(cls, thing: Flowing, step: str, **facts: Any) -> Entry:
        """An entry on a flowing thing as it now stands."""
        kept = {"old": thing.state, "new": thing.state, "version": thing.version}
        return cls(thing.noun, thing.thing_id, step, place_path=thing.place_path, **{**kept, **facts})


def write(entries: Sequence[Entry], *, first: bool = False) -> list[Journal]:
    """Append the entries, at most one a thing; the caller holds the lock of every thing.

    A row is never earlier than its predecessor, whatever the clocks of several machines say. ``first``: the
    things are new, so no predecessor is looked for; the database refuses a second row 1.
    """
    if not entries:
        return []
    last = {} if first else last_rows([(entry.noun, entry.thing_id) for entry in entries])
    return append([chained(entry, last.get((entry.noun, entry.thing_id))) for entry in entries])


def write_one(entry: Entry, *, first: bool = False) -> Journal:
    return write([entry], first=first)[0]


def append(rows: list[Journal]) -> list[Journal]:
    """Store rows that are chained already, and tell the readers."""
    insert_all(rows)
    tell_readers([row.pk for row in rows])
    return rows


@contextmanager
def untold() -> Iterator[None]:
    """Inside, rows are written without telling the readers: for records of the past (imports, the demo), of
    which nobody is to get a message today. Readers with a cursor still find them.
    """
    token = _UNTOLD.set(True)
    try:
        yield
    finally:
        _UNTOLD.reset(token)


def tell_readers(ids: Sequence[int]) -> None:
    """Queue one job per row and journal reader; they commit with the rows."""
    if _UNTOLD.get() or not ids:
        return
    for name in settings.TONGXIN_JOURNAL_READERS:
        app.configure_task(name).batch_defer(*({"journal_id": pk} for pk in ids))


def lock_chain(noun: str, thing_id: str) -> None:
    """Serialise writers of a chain whose thing has no row of its own to lock (calendar, promises)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 520))", [f"{noun}:{thing_id}"])


def last_rows(things: list[tuple[str, str]]) -> dict[tuple[str, str], Journal]:
    """The newest row of each thing that has one. One query a noun."""
    if len(things) == 1:
        ((noun, thing_id),) = things
        rows = _last_of_one().things(noun=noun, thing_id=thing_id)
    else:
        by_noun: dict[str, list[str]] = {}
        for noun, thing_id in things:
            by_noun.setdefault(noun, []).append(thing_id)
        rows = [row for noun, ids in by_noun.items() for row in _last_of_many(noun, ids)]
    return {(row.noun, row.thing_id): row for row in rows}


@composed
def _last_of_one() -> QuerySet[Journal]:
    return Journal.objects.filter(noun=Given("noun"), thing_id=Given("thing_id")).order_by("-seq")[:1]


def _last_of_many(noun: str, ids: list[str]) -> Iterable[Journal]:
    return (
        Journal.objects.filter(noun=noun, thing_id__in=ids)
        .order_by("noun", "thing_id", "-seq")
        .distinct("noun", "thing_id")
    )


def chained(entry: Entry, last: Journal | None) -> Journal:
    """The row that says ``entry`` and follows on ``last``, not stored yet."""
    row = Journal(
        noun=entry.noun,
        thing_id=entry.thing_id,
        seq=last.seq + 1 if last else 1,
        version=entry.version,
        step=entry.step,
        old=entry.old,
        new=entry.new,
        place_path=entry.place_path,
        actor_key=entry.by.key,
        actor_role=entry.role,
        actor_name=storable(entry.by.name)[:200],
        at=max(entry.at, last.at) if last else entry.at,
        note=storable(entry.note)[:MOST_TEXT],
        data=plain(entry.data),
        tells=list(dict.fromkeys(token for who in entry.tells for token in who.tokens)),
        client_key=entry.client_key or None,
        prev_hash=last.hash if last else "",
    )
    row.hash = digest(row)
    return row
