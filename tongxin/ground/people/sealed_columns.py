"""Which columns of the database are sealed, and whether anything is in them."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models
from django.db.models import Count, F, Func, Value

HEADER = 5


def columns() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Every sealed column of every model, in the order the models are installed."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if getattr(field, "sealed", False):
                yield model, field


def specimen() -> tuple[str, str, str] | None:
    """Model label, field and primary key of one value that is sealed now, or None when there is none.

    Tables that are not migrated yet count as empty.
    """
    for model, field in columns():
        if _is_migrated(model):
            pk = model._base_manager.exclude(**{field.name: b""}).values_list("pk", flat=True).first()
            if pk is not None:
                return model._meta.label, field.name, str(pk)
    return None


def start(field: models.Field) -> Func:
    """The first bytes of a sealed column, in SQL: cipher and key number."""
    return Func(F(field.name), Value(1), Value(HEADER), function="substr", output_field=models.BinaryField())


def headers(model: type[models.Model], field: models.Field) -> Iterator[tuple[bytes, int]]:
    """Cipher and key number that occur in one column, with the number of cells."""
    cells = model._base_manager.exclude(**{field.name: b""}).annotate(header=start(field)).order_by()
    for row in cells.values("header").annotate(cells=Count("pk")):
        yield bytes(row["header"]), row["cells"]


def _is_migrated(model: type[models.Model]) -> bool:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    return model._meta.db_table in tables
