"""Several small questions in one statement: a page that reads a little from many tables asks once."""

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler


def gathered(**queries: QuerySet) -> dict[str, list]:
    """The rows of each query by its name, in its order; one statement for all of them.

    A query of ``values_list`` gives tuples, one of models gives models, as stored: what it would annotate or
    select as related is not for here. Values travel as JSON and are read by their fields.
    """
    found: dict[str, list] = {name: [] for name in queries}
    compilers: dict[str, SQLCompiler] = {}
    parts, values = [], []
    for name, query in queries.items():
        compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            continue
        compilers[name] = compiler
        parts.append(f"select %s, coalesce(json_agg(each), '[]') from ({sql}) each")  # noqa: S608 (by Django)
        values += [name, *params]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" union all ".join(parts), values)
            found |= {name: _read(queries[name], compilers[name], rows) for name, rows in cursor.fetchall()}
    return found


def _read(query: QuerySet, compiler: SQLCompiler, rows: list[dict]) -> list:
    columns = [column for column, *_rest in compiler.select]
    readers = [column.output_field.to_python for column in columns]
    read = [tuple(to(value) for to, value in zip(readers, row.values(), strict=True)) for row in rows]
    if not issubclass(query._iterable_class, ModelIterable):
        return read
    names = [column.target.attname for column in columns]
    return [query.model.from_db(DEFAULT_DB_ALIAS, names, row) for row in read]
