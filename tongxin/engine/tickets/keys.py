from django.db import connection, models


def reserve(model: type[models.Model]) -> int:
    """The next primary key of a model, taken before its row is written: its number follows from it."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence(%s, %s))", [table, column])
        return cursor.fetchone()[0]


def reserve_for(model: type[models.Model], client_key: str) -> tuple[int, int | None]:
    """The next primary key, and that of the row which the same submission has made before, if any."""
    quote = connection.ops.quote_name
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, %s)),"  # noqa: S608 (names of our own)
            f" (select {quote(column)} from {quote(table)} where client_key = %s)",
            [table, column, client_key],
        )
        return cursor.fetchone()
