"""The chain of hashes that makes a changed journal row visible. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

HASHED = (
    "noun", "thing_id", "seq", "version", "step", "old", "new", "place_path", "actor_key", "actor_role",
    "actor_name", "note", "data", "tells", "client_key",
)  # fmt: skip


@dataclass(frozen=True)
class Break:
    """The first row of a thing at which its chain does not hold, and what is wrong with it."""

    noun: str
    thing_id: str
    seq: int
    problem: str


def digest(row: Any) -> str:
    """sha256 over the canonical JSON of a journal row and its ``prev_hash``."""
    facts = {name: getattr(row, name) for name in HASHED}
    facts["at"] = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    facts["prev_hash"] = row.prev_hash
    text = json.dumps(
        _canonical(facts), ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def breaks(rows: Iterable[Any]) -> Iterator[Break]:
    """The first break of each thing, from rows ordered by noun, thing and seq. Reads the stream once."""
    thing, seq, last, broken = None, 0, "", False
    for row in rows:
        if (row.noun, row.thing_id) != thing:
            thing, seq, last, broken = (row.noun, row.thing_id), 0, "", False
        if broken:
            continue
        problem = _problem(row, seq, last)
        if problem:
            broken = True
            yield Break(row.noun, row.thing_id, row.seq, problem)
        seq, last = row.seq, row.hash


def plain(value: Any) -> Any:
    """``value`` as it will come back from a jsonb column: models by key, moments as ISO text, text made
    storable.

    Raises TypeError for what cannot be journalled (an uploaded file).
    """
    if isinstance(value, str | Promise):
        return storable(str(value))
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, Model):
        return plain(value.pk)
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset | QuerySet):
        return [plain(each) for each in value]
    raise TypeError(f"a {type(value).__name__} cannot be journalled")


def storable(text: str) -> str:
    """``text`` without what PostgreSQL cannot hold: NUL and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _problem(row: Any, seq: int, last: str) -> str:
    if row.seq != seq + 1:
        return _("row %(seq)s is missing") % {"seq": seq + 1}
    if row.prev_hash != last:
        return _("does not follow on the row before it")
    if row.hash != digest(row):
        return _("was changed after it was written")
    return ""


def _canonical(value: Any) -> Any:
    """A whole float is the same number as an int: jsonb does not keep them apart."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _canonical(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_canonical(each) for each in value]
    return value
