"""Which columns of the database are sealed, and whether anything is in them."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models


def columns() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Every sealed column of every model, in the order the models are installed."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if getattr(field, "sealed", False):
                yield model, field


def specimen() -> tuple[str, str, str] | None:
    """Table, column and primary key of one value that is sealed now, or None when there is none.

    Tables that are not migrated yet count as empty.
    """
    tables = set(connection.introspection.table_names())
    for model, field in columns():
        if model._meta.db_table in tables:
            pk = model._base_manager.exclude(**{field.name: b""}).values_list("pk", flat=True).first()
            if pk is not None:
                return model._meta.db_table, field.column, str(pk)
    return None
