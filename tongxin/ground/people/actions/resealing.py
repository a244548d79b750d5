from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.lookups import Exact
from psycopg import sql

from tongxin.ground.people import sealed_columns, vault
from tongxin.ground.people.ciphers import Damaged


@dataclass
class Resealed:
    """How many cells were sealed anew, and the keys of rows with a cell that doesn't open, by table."""

    cells: int = 0
    damaged: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def reseal(*, batch: int = 200) -> Iterator[Resealed]:
    """Seal with the newest key and the configured cipher whatever is not, batch by batch.

    Gives the running total after each batch. Stop and start at will: what is done is not done again. Cells
    that don't open are left as they are and named.
    """
    total = Resealed()
    by_model = defaultdict(list)
    for model, column in sealed_columns.columns():
        by_model[model].append(column)
    for model, columns in by_model.items():
        after = None
        while (after := _reseal_batch(model, columns, after, batch, total)) is not None:
            yield total
    yield total


@transaction.atomic
def _reseal_batch(
    model: type[models.Model], columns: list[models.Field], after: object, batch: int, total: Resealed
) -> object:
    rows = model._base_manager.select_for_update(no_key=True).filter(_stale(columns)).order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    last: object = None
    changed: dict[tuple[str, object], bytes] = {}
    for row in rows.values("pk", *(column.name for column in columns))[:batch]:
        last = row["pk"]
        for column in columns:
            sealed = bytes(row[column.name])
            if sealed and not vault.is_current(sealed):
                cell = column.cell_of(last)
                try:
                    changed[column.name, last] = vault.seal(vault.unseal(sealed, cell=cell), cell=cell)
                except Damaged:
                    total.damaged[model._meta.db_table].append(str(last))
    _write(model, changed)
    total.cells += len(changed)
    return last


def _write(model: type[models.Model], changed: dict[tuple[str, object], bytes]) -> None:
    """Store new envelopes, by column and row key, in one statement a column."""
    meta = model._meta
    for name in {name for name, _ in changed}:
        cells = {pk: new for (column, pk), new in changed.items() if column == name}
        statement = sql.SQL(
            "update {table} set {column} = anew.sealed from unnest(%s, %s) as anew (pk, sealed) "
            "where {table}.{pk} = anew.pk"
        ).format(
            table=sql.Identifier(meta.db_table),
            column=sql.Identifier(meta.get_field(name).column),
            pk=sql.Identifier(meta.pk.column),
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(cells), list(cells.values())])


def _stale(columns: list[models.Field]) -> Q:
    header = vault.current_header()
    stale = Q()
    for column in columns:
        stale |= ~Q(**{column.name: b""}) & ~Q(Exact(sealed_columns.start(column), header))
    return stale
