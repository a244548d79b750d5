"""Writing many rows, or a few columns of them, in one short statement: a list a column.

Django's own ``bulk_update`` builds a CASE per row and column, and ``bulk_create`` a placeholder per value; at
a hundred rows that costs more than all the rest. The text of a statement is put together once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField, Model
from django.db.models.expressions import DatabaseDefault

# Values that go into a column as they are.
PLAIN = frozenset({str, int, bool, type(None), datetime})


def save_columns(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Write the columns ``names`` of every row, all of one model, as they stand on the instances."""
    if not rows or not names:
        return
    meta = rows[0]._meta
    fields = [meta.pk, *(meta.get_field(name) for name in names)]
    with connection.cursor() as cursor:
        cursor.execute(_update(type(rows[0]), tuple(names)), [_column(field, rows) for field in fields])


def insert_all(rows: Sequence[Model], *, unless_known: bool = False) -> int:
    """Insert new rows of one model, in this order; returns how many. Keys that the database gives are set on
    them; its other defaults are left to it. Not for models with a column of lists.

    ``unless_known`` is for rows with keys of their own: those that a rule of uniqueness refuses are left out.
    """
    if not rows:
        return 0
    one = rows[0]
    names = tuple(
        field.attname
        for field in one._meta.concrete_fields
        if not (
            (field.primary_key and one.pk is None) or isinstance(getattr(one, field.attname), DatabaseDefault)
        )
    )
    columns = [_column(one._meta.get_field(name), rows) for name in names]
    with connection.cursor() as cursor:
        cursor.execute(_insert(type(one), names, one.pk is None, unless_known), columns)
        written = cursor.rowcount
        if one.pk is None:
            for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk = key
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return written


def changed_columns(row: Model, before: Mapping[str, Any]) -> list[str]:
    """The columns in which ``row`` differs from its ``__dict__`` of before. Lists and dicts may have changed
    inside, so they always count.
    """
    now = row.__dict__
    return [
        field.attname
        for field in row._meta.concrete_fields
        if field.attname in now
        and (
            isinstance(now[field.attname], list | dict)
            or field.attname not in before
            or now[field.attname] != before[field.attname]
        )
    ]


@lru_cache
def _update(model: type[Model], names: tuple[str, ...]) -> str:
    meta, quote = model._meta, connection.ops.quote_name
    fields = [meta.pk, *(meta.get_field(name) for name in names)]
    columns = [quote(field.column) for field in fields]
    wanted = ", ".join(f"{column} = new.{column}" for column in columns[1:])
    return (
        f"UPDATE {quote(meta.db_table)} AS old SET {wanted} "  # noqa: S608
        f"FROM unnest({_arrays(fields)}) AS new({', '.join(columns)}) "
        f"WHERE old.{columns[0]} = new.{columns[0]}"
    )


@lru_cache
def _insert(model: type[Model], names: tuple[str, ...], keyless: bool, unless_known: bool) -> str:
    meta, quote = model._meta, connection.ops.quote_name
    fields = [meta.get_field(name) for name in names]
    columns = ", ".join(quote(field.column) for field in fields)
    into = f"insert into {quote(meta.db_table)} ({columns})"  # writes: for actions
    return (
        f"{into} select {columns} "  # noqa: S608
        f"from unnest({_arrays(fields)}) with ordinality as new({columns}, place_in_order) "
        f"order by place_in_order"
        + (" on conflict do nothing" if unless_known else "")
        + (f" returning {quote(meta.pk.column)}" if keyless else "")
    )


def _arrays(fields: Sequence[Field]) -> str:
    """A typed placeholder a column, without lengths: a cast to them would cut off what the column refuses."""
    kinds = (field.rel_db_type(connection).partition("(")[0] for field in fields)
    return ", ".join(f"%s::{kind}[]" for kind in kinds)


def _column(field: Field, rows: Sequence[Model]) -> list[Any]:
    values = [field.pre_save(row, row._state.adding) for row in rows]
    if not isinstance(field, JSONField) and PLAIN.issuperset(map(type, values)):
        return values
    return [field.get_db_prep_save(value, connection) for value in values]
