"""Queries that are composed once and asked again and again.

To put a query together costs Django several times what asking it costs. A page that everybody looks at all
day keeps the statement, by what it was composed for; what differs from one time to the next is left open
(:class:`Given`). Nothing that was read is kept.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from functools import lru_cache, wraps
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, Field, Lookup, Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from django.utils.functional import LazyObject

MOST_KEPT = 500  # statements of each kind; one is a few kilobytes
COUNTED_AS = "counted"


class Given(Expression):
    """A value that is known only when the statement is asked: ``filter(pk=Given("pk"))``, ``rows(pk=7)``.

    It reaches the database as it is, past the field it is compared with. ``kind`` says what it is where
    something is added to it. ``weighs``: the way to the rows depends on what it is, so the database plans
    each time.
    """

    def __init__(self, name: str, kind: Field | None = None, *, weighs: bool = False) -> None:
        super().__init__(output_field=kind)
        self.name, self.weighs = name, weighs

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


class Sent:
    """A text for the database with its open places. What is known is written into it, so that the database
    plans with it; a session that is asked it again prepares it, which spares reading and planning it.
    """

    def __init__(self, sql: str, params: Sequence[object]) -> None:
        with connection.cursor() as cursor:
            written = ["%s" if isinstance(each, Given) else _written(cursor, each) for each in params]
        self._sql = sql.replace("%%", "%%%%") % tuple(written)
        self._given = [each for each in params if isinstance(each, Given)]
        self._prepared = not any(each.weighs for each in self._given)

    def rows(self, given: dict[str, object]) -> list[tuple]:
        """What the database answers."""
        with connection.cursor() as cursor:
            if self._prepared:
                cursor.cursor = Asking(connection.connection)
            cursor.execute(self._sql, [given[each.name] for each in self._given])
            return cursor.fetchall()


class Asking(ServerBindingCursor):
    """Says what it sent also where the session had it prepared: Django's record of queries reads it here."""

    def _send_query_prepared(self, name: bytes, query: object, **how: object) -> None:
        self._query = query
        super()._send_query_prepared(name, query, **how)


def _written(cursor: CursorWrapper, value: object) -> str:
    return cursor.mogrify("%s", [value]).replace("%", "%%")


class Statement:
    """One query as it is sent, and how its rows are read."""

    def __init__(self, query: QuerySet) -> None:
        compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self._sent = Sent(*compiler.as_sql())
        except EmptyResultSet:
            self._sent = None
            return
        chosen = [column for column, *_rest in compiler.select[: compiler.col_count]]
        self._converters = list(compiler.get_converters(chosen).items())
        if issubclass(query._iterable_class, ModelIterable):
            self._made = _Made(compiler)

    def rows(self, **given: object) -> list[tuple]:
        """Its rows, each value as its field reads it. One query; none where no row can fit."""
        rows = self._sent.rows(given) if self._sent else []
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
        parts, values, self._none = [], [], {}
        for name, query in queries:
            try:
                sql, params = query.values("pk").query.sql_with_params()
            except EmptyResultSet:
                self._none[name] = 0
                continue
            parts.append(f"select %s, count(*) from ({sql}) {COUNTED_AS}")  # noqa: S608 (composed by Django)
            values += [name, *params]
        self._sent = Sent(" union all ".join(parts), values) if parts else None

    def asked(self, **given: object) -> dict[str, int]:
        """The number of rows by the name of the query."""
        return self._none | dict(self._sent.rows(given) if self._sent else ())


def composed(build: Callable[..., Any]) -> Callable[..., Any]:
    """``build`` composes a query for its arguments, which say all that it depends on; the statement is kept.

    A query becomes a :class:`Statement`; pairs of name and query become :class:`Counts`.
    """

    @lru_cache(MOST_KEPT)
    def compose(*shape: object) -> Statement | Counts:
        built = build(*shape)
        return Statement(built) if isinstance(built, QuerySet) else Counts(built)

    @wraps(build)
    def statement(*shape: object) -> Statement | Counts:
        return compose(*map(_itself, shape))

    return statement


def _itself(value: object) -> object:
    """What a lazy value stands for: with the statement it would keep its whole request."""
    if not isinstance(value, LazyObject):
        return value
    hash(value)  # asked for anything, it is worked out; before, its copy is as lazy
    return copy(value)
