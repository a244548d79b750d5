"""Inserting many rows of one model in one short statement: a list a column instead of a placeholder a
value.
"""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model


def insert_all(rows: Sequence[Model]) -> None:
    """Insert rows that have their keys already. Neither database defaults nor ``pre_save`` are asked."""
    if not rows:
        return
    meta, quote = rows[0]._meta, connection.ops.quote_name
    fields = meta.concrete_fields
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows] for field in fields
    ]
    columns = ", ".join(quote(field.column) for field in fields)
    arrays = ", ".join(f"%s::{field.rel_db_type(connection)}[]" for field in fields)
    statement = f"insert into {quote(meta.db_table)} ({columns}) select * from unnest({arrays})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
