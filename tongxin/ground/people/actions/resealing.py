from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import models, transaction
from django.db.models import Q
from django.db.models.lookups import Exact

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
    last = None
    for row in rows.values("pk", *(column.name for column in columns))[:batch]:
        last = row["pk"]
        anew = {}
        for column in columns:
            sealed = bytes(row[column.name])
            if sealed and not vault.is_current(sealed):
                cell = column.cell_of(last)
                try:
                    anew[column.name] = vault.seal(vault.unseal(sealed, cell=cell), cell=cell)
                except Damaged:
                    total.damaged[model._meta.db_table].append(str(last))
        if anew:
            model._base_manager.filter(pk=last).update(**anew)
            total.cells += len(anew)
    return last


def _stale(columns: list[models.Field]) -> Q:
    header = vault.current_header()
    stale = Q()
    for column in columns:
        stale |= ~Q(**{column.name: b""}) & ~Q(Exact(sealed_columns.start(column), header))
    return stale
