"""The least the same work can cost: bare psycopg on the very tables, and shapely itself for points."""

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from itertools import count
from secrets import token_bytes
from uuid import uuid4

import numpy as np
import psycopg
import shapely
from psycopg.postgres import types
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from tongxin.engine.tickets import numbers
from tongxin.ground.territory import outlines
from tongxin.ground.territory.models import Place
from tongxin.trades.cases import tokens
from tongxin.trades.cases.models.case import OPEN_STATES

BELOW = "c.place_path >= %(path)s and c.place_path < %(path)s || '~'"
PAGE = """
select c.id, c.number, c.state, c.due_at, c.reported_at, c.text, c.urgency, c.channel, p.full_name, k.name
from cases_case c join territory_place p on p.id = c.place_id
left join cases_category k on k.id = c.category_id
where {where} order by {order} limit 51
"""
OPEN = "c.state in (" + ", ".join(f"'{state}'" for state in OPEN_STATES) + ")"
CASE = """
select c.*, p.full_name, k.name from cases_case c join territory_place p on p.id = c.place_id
left join cases_category k on k.id = c.category_id where c.number = %s
"""
POINTS = f"""
select c.number, coalesce(c.point_lat, p.point_lat), coalesce(c.point_lng, p.point_lng), c.due_at, c.paused_at
from cases_case c join territory_place p on p.id = c.place_id
where {BELOW} and {OPEN} and coalesce(c.point_lat, p.point_lat) is not null order by c.due_at, c.id limit 4000
"""
BY_PLACE = f"""
select p.id, p.full_name, count(*), count(*) filter (where c.due_at < now() and c.paused_at is null)
from cases_case c join territory_place p on c.place_path >= p.path and c.place_path < p.path || '~'
join territory_level l on l.id = p.level_id where {BELOW} and {OPEN} and l.code = %(level)s group by p.id
"""
TIMELINE = "select * from flows_journal where noun = 'cases.case' and thing_id = %s order by seq"
JSONB = types["jsonb"].oid
FLOOR = "floor"  # by which its persons and jobs are known; no worker serves a queue of that name
Call = Callable[[int], object]


class Floor:
    """Bare sessions, one a thread, and two rows to copy."""

    def __init__(self, url: str) -> None:
        self.url, self._own, self._all = url, threading.local(), []
        # Far above any number the product draws, so that the two never meet.
        self._free = count(numbers.CAPACITY // 2)

    def session(self) -> psycopg.Connection:
        if not hasattr(self._own, "session"):
            self._own.session = psycopg.connect(self.url, autocommit=True, prepare_threshold=1)
            self._all.append(self._own.session)
        return self._own.session

    def rest(self) -> None:
        """Close every session; the threads that held them are gone. The next call opens a new one."""
        for session in self._all:
            session.close()
        self._own, self._all = threading.local(), []

    def queue(self, path: str, conditions: Sequence[tuple[str, dict]]) -> Call:
        """Fifty cases below ``path``, due first, under each condition in turn."""

        def call(number: int) -> object:
            where, values = conditions[number % len(conditions)]
            sql = PAGE.format(where=f"{BELOW} and {where}", order="c.due_at, c.id")
            return self.session().execute(sql, {"path": path, **values}).fetchall()

        return call

    def search(self, path: str, words: Sequence[str]) -> Call:
        """Fifty cases below ``path`` with a word, newest first."""
        found = (
            f"{BELOW} and c.search @@ %(query)s::tsquery and (%(sure)s or strpos(c.haystack, %(word)s) > 0)"
        )
        sql = PAGE.format(where=found, order="c.reported_at desc, c.id desc")

        def call(number: int) -> object:
            word = tokens.fold(words[number % len(words)])
            sure = len(word) <= tokens.EXACT
            values = {"path": path, "query": tokens.tsquery([word]), "word": word, "sure": sure}
            return self.session().execute(sql, values).fetchall()

        return call

    def newest(self, path: str, marks: Sequence[tuple[dt.datetime, int]]) -> Call:
        """Fifty cases below ``path`` after each mark, newest first."""
        where = f"{BELOW} and (c.reported_at, c.id) < (%(at)s, %(id)s)"
        sql = PAGE.format(where=where, order="c.reported_at desc, c.id desc")

        def call(number: int) -> object:
            at, pk = marks[number % len(marks)]
            return self.session().execute(sql, {"path": path, "at": at, "id": pk}).fetchall()

        return call

    def on_map(self, path: str) -> Call:
        """The points of up to 4,000 open cases below ``path``, due first."""
        return self._rows(POINTS, {"path": path})

    def by_place(self, path: str, level: str) -> Call:
        """How many cases are open and late in each place of a level below ``path``."""
        return self._rows(BY_PLACE, {"path": path, "level": level})

    def _rows(self, sql: str, values: dict) -> Call:
        return lambda _number: self.session().execute(sql, values).fetchall()

    def case(self, chosen: Sequence[str]) -> Call:
        """One case by its number, and its timeline."""

        def call(number: int) -> object:
            cursor = self.session().cursor(row_factory=dict_row)
            row = cursor.execute(CASE, [chosen[number % len(chosen)]]).fetchone()
            return cursor.execute(TIMELINE, [str(row["id"])]).fetchall()

        return call

    def report(self) -> Call:
        """A case like the newest, of somebody who is not known yet: every row that the product leaves, in one
        transaction. Names stay sealed as they were copied; nothing is computed.
        """
        case, entry = self._models()
        person = self._like("select * from people_person where id = %s", case["reporter_id"])
        change = self._like("select * from people_change where person_id = %s", person["id"])
        told = self._like("select * from people_noticegiven where person_id = %s", person["id"])
        clock = self._like(
            "select * from flows_clock where noun = 'cases.case' and thing_id = %s", str(case["id"])
        )
        job = self._like(
            "select queue_name, task_name, args from procrastinate_jobs order by id desc limit 1"
        )

        def call(_number: int) -> object:
            with self.session().transaction(), self.session().cursor() as cursor:
                key, who, phone = next(self._free), uuid4(), token_bytes(len(person["phone_index"]))
                cursor.execute("select id from people_person where phone_index = %s", [phone]).fetchall()
                new = {"id": who, "phone_index": phone, "phone_mask": FLOOR}
                cursor.execute(_insert("people_person", person), person | new)
                cursor.execute(_insert("people_change", change, "id"), change | {"person_id": who})
                cursor.execute(_insert("people_noticegiven", told, "id"), told | {"person_id": who})
                cursor.execute(_insert("cases_case", case), _case(case, key) | {"reporter_id": who})
                cursor.execute(_insert("flows_clock", clock, "id"), clock | {"thing_id": str(key)})
                cursor.execute(_insert("flows_journal", entry), _entry(entry, key))
                cursor.execute(_insert("procrastinate_jobs", job), job | {"queue_name": FLOOR})

        return call

    def intake(self, many: int = 1, steps: int = 0) -> Call:
        """New cases like the newest, each with its first journal row and one a step, in one transaction."""
        case, entry = self._models()

        def call(_number: int) -> object:
            with self.session().transaction(), self.session().cursor() as cursor:
                keys = [next(self._free) for _ in range(many)]
                cursor.executemany(_insert("cases_case", case), [_case(case, key) for key in keys])
                rows = [_entry(entry, key, seq) for key in keys for seq in range(1, steps + 2)]
                cursor.executemany(_insert("flows_journal", entry), rows)

        return call

    def step(self, keys: Sequence[int]) -> Call:
        """A new state for a case, looking at its version, and the journal row that says so."""
        _case_row, entry = self._models()

        def call(number: int) -> object:
            key = keys[number % len(keys)]
            with self.session().transaction(), self.session().cursor() as cursor:
                cursor.execute("select version from cases_case where id = %s for update", [key])
                cursor.execute(
                    "update cases_case set state = 'accepted', state_since = now(), version = version + 1,"
                    " due_at = now() + interval '1 day' where id = %s",
                    [key],
                )
                cursor.execute(_insert("flows_journal", entry), _entry(entry, key, next(self._free)))

        return call

    def late(self, many: int) -> Call:
        """As many cases and clocks marked late as a sweep marks, each with its journal row."""
        _case_row, entry = self._models()

        def call(_number: int) -> object:
            with self.session().transaction(), self.session().cursor() as cursor:
                found = cursor.execute(
                    "select id from cases_case where wake_at is not null order by wake_at limit %s"
                    " for update skip locked",
                    [many],
                ).fetchall()
                keys = [key for (key,) in found]
                cursor.execute("update cases_case set version = version where id = any(%s)", [keys])
                cursor.execute(
                    "update flows_clock set late_at = late_at where noun = 'cases.case'"
                    " and stopped_at is null and thing_id = any(%s)",
                    [[str(key) for key in keys]],
                )
                rows = [_entry(entry, key, next(self._free)) for key in keys]
                cursor.executemany(_insert("flows_journal", entry), rows)

        return call

    def _models(self) -> tuple[dict, dict]:
        """The newest case that came in by an action, and its first journal row, as they are stored."""
        case = self._like("select * from cases_case order by reported_at desc limit 1")
        entry = self._like(TIMELINE, str(case["id"]))
        entry = {name: value for name, value in entry.items() if name not in {"id", "tx"}}
        return case, {**entry, "client_key": None}

    def _like(self, sql: str, *values: object) -> dict:
        """The first row found, as it can be written once more."""
        cursor = self.session().cursor(row_factory=dict_row).execute(sql, values)
        written = {column.name for column in cursor.description if column.type_code == JSONB}
        return {name: Jsonb(each) if name in written else each for name, each in cursor.fetchone().items()}


def points_in_bulk(points: np.ndarray) -> Call:
    """Which outline of the deepest level each point lies in, all at once, by shapely's index alone."""
    tree = _tree()
    made = shapely.points(points[:, 1], points[:, 0])
    return lambda _number: tree.query(made, predicate="intersects")


def points_singly(points: np.ndarray) -> Call:
    """The same for one point at a time."""
    tree = _tree()
    return lambda number: tree.query(
        shapely.Point(*points[number % len(points), ::-1]), predicate="intersects"
    )


def _tree() -> shapely.STRtree:
    cells = Place.objects.filter(level__code="neighbour_cell").values_list("outline", flat=True)
    shapes = np.array([outlines.shape_of(outline) for outline in cells], dtype=object)
    shapely.prepare(shapes)
    return shapely.STRtree(shapes)


def _insert(table: str, row: dict, drawn: str = "") -> str:
    """``drawn`` is the column that the table fills itself."""
    names = [name for name in row if name != drawn]
    return f"insert into {table} ({', '.join(names)}) values ({', '.join(f'%({name})s' for name in names)})"


def _case(model: dict, key: int) -> dict:
    return {
        **model,
        "id": key,
        "number": numbers.number_for(key),
        "client_key": f"floor-{key:026d}",
        "reported_at": dt.datetime.now(dt.UTC),
        "wake_at": None,
    }


def _entry(model: dict, key: int, seq: int = 1) -> dict:
    return {**model, "thing_id": str(key), "seq": seq, "at": dt.datetime.now(dt.UTC)}
