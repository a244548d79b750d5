from django.db import connection, models


def reserve(model: type[models.Model]) -> int:
    """The next primary key of a model, taken before its row is written: its number follows from it."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence(%s, %s))", [table, column])
        return cursor.fetchone()[0]
