"""Queries that are composed once and asked again and again.

To put a query together costs Django several times what asking it costs. A page that everybody looks at all
day keeps the statement, by what it was composed for; what differs from one time to the next is left open
(:class:`Given`). Nothing that was read is kept.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, wraps
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, Lookup, Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

MOST_KEPT = 500  # statements of each kind; one is a few kilobytes
COUNTED_AS = "counted"


class Given(Expression):
    """A value that is known only when the statement is asked: ``filter(pk=Given("pk"))``, ``rows(pk=7)``.

    It reaches the database as it is, past the field it is compared with. ``kind`` says what it is where
    something is added to it.
    """

    def __init__(self, name: str, kind: Field | None = None) -> None:
        super().__init__(output_field=kind)
        self.name = name

    def as_sql(self, _compiler: object, _connection: object) -> tuple[str, list]:
        return "%s", [self]


@Field.register_lookup
class OneOf(Lookup):
    """``pk__one_of=Given("keys")``: one of a list that is left open; ``in`` is composed for its length."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        left, params = self.process_lhs(compiler, connection)
        right, given = self.process_rhs(compiler, connection)
        return f"{left} = any({right})", [*params, *given]


class Statement:
    """One query as it is sent, and how its rows are read."""

    def __init__(self, query: QuerySet) -> None:
        compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self._sql, self._params = compiler.as_sql()
        except EmptyResultSet:
            self._sql = ""
            return
        chosen = [column for column, *_rest in compiler.select[: compiler.col_count]]
        self._converters = list(compiler.get_converters(chosen).items())
        if issubclass(query._iterable_class, ModelIterable):
            self._made = _Made(compiler)

    def rows(self, **given: object) -> list[tuple]:
        """Its rows, each value as its field reads it. One query; none where no row can fit."""
        rows = asked(self._sql, self._params, given) if self._sql else []
        return [self._converted(row) for row in rows] if rows and self._converters else rows

    def things(self, **given: object) -> list[Model]:
        """Its rows as models, with what ``select_related`` and ``annotate`` add to them. One query."""
        return [self._made.of(row) for row in self.rows(**given)]

    def _converted(self, row: tuple) -> tuple:
        values = list(row)
        for place, (converters, column) in self._converters:
            for convert in converters:
                values[place] = convert(values[place], column, connection)
        return tuple(values)


class _Made:
    """How a row becomes a model: what ``django.db.models.query.ModelIterable`` finds out at each query."""

    def __init__(self, compiler: SQLCompiler) -> None:
        told = compiler.klass_info
        self.model, places = told["model"], told["select_fields"]
        self.own = slice(places[0], places[-1] + 1)
        self.names = [column.target.attname for column, *_rest in compiler.select[self.own]]
        self.related = get_related_populators(told, compiler.select, DEFAULT_DB_ALIAS)
        self.added = list((compiler.annotation_col_map or {}).items())

    def of(self, row: tuple) -> Model:
        thing = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.own])
        for each in self.related:
            each.populate(row, thing)
        for name, place in self.added:
            setattr(thing, name, row[place])
        return thing


class Counts:
    """How many rows each of the named queries has. One query; none for a query that nothing can fit."""

    def __init__(self, queries: Iterable[tuple[str, QuerySet]]) -> None:
        parts, self._params, self._none = [], [], {}
        for name, query in queries:
            try:
                sql, params = query.values("pk").query.sql_with_params()
            except EmptyResultSet:
                self._none[name] = 0
                continue
            parts.append(f"select %s, count(*) from ({sql}) {COUNTED_AS}")  # noqa: S608 (composed by Django)
            self._params += [name, *params]
        self._sql = " union all ".join(parts)

    def asked(self, **given: object) -> dict[str, int]:
        """The number of rows by the name of the query."""
        return self._none | dict(asked(self._sql, self._params, given) if self._sql else ())


def composed(build: Callable[..., Any]) -> Callable[..., Any]:
    """``build`` composes a query for its arguments, which say all that it depends on; the statement is kept.

    A query becomes a :class:`Statement`; pairs of name and query become :class:`Counts`.
    """

    @wraps(build)
    def compose(*shape: object) -> Statement | Counts:
        built = build(*shape)
        return Statement(built) if isinstance(built, QuerySet) else Counts(built)

    return lru_cache(MOST_KEPT)(compose)


def asked(sql: str, params: Sequence[object], given: dict[str, object]) -> list[tuple]:
    """The rows of a text whose open places are filled."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [given[each.name] if isinstance(each, Given) else each for each in params])
        return cursor.fetchall()
