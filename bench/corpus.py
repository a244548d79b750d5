"""Fills the scratch database with cases, their journals, clocks and summonses: by COPY and set-based SQL.

About 3 % are open, as in an office that keeps up; the others ended over three years. A quarter lies in one
community, whose desk reads its lists. Rows are those the actions would write, with two exceptions: the
journal's hashes are of the right length but not chained (no page reads them), and nobody was told.
"""

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from random import Random

import psycopg
from django.db import connection
from django.utils import timezone

from bench.story import CLOCKS, ENDINGS, JOURNAL, OPEN_STATES, STORY, SUMMONSES
from bench.wording import Wording, wordings
from tongxin.demo import names
from tongxin.engine.tickets import numbers
from tongxin.ground.people import actions as people
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.models import Place
from tongxin.trades.cases import tokens
from tongxin.trades.cases.choices import Channel
from tongxin.trades.cases.places import community_paths

OPEN_SHARE, LATE_SHARE, IN_ONE_COMMUNITY = 0.03, 0.2, 0.25
PERIOD, OPEN_FOR = dt.timedelta(days=3 * 365), dt.timedelta(days=20)
TEXTS, REPORTERS, CHUNK = 2000, 50, 50_000
NULL, CHANNELS = "\\N", list(Channel.values)
TABLES = ("cases_case", "flows_journal", "flows_clock")
# What a text brings along stands together, and what a place does: a line is put together from ready pieces.
COLUMNS = (
    "id", "number", "state", "state_since", "version", "due_at", "wake_at", "closed_at", "solved",
    "satisfied", "call_attempts", "query_code_hash", "client_key", "channel", "reported_at", "reporter_id",
    "text", "category_path", "urgency", "address_note", "category_id",
    "place_path", "community_path", "point_lat", "point_lng", "place_id",
    "haystack", "search",
    "external_source", "external_id", "public_text", "reporter_shares", "hops", "returns", "rounds",
    "exclusion_state",
)  # fmt: skip
REST = "\t\t\t\tf\t0\t0\t0\t\n"


@dataclass
class Spot:
    """A place as a case refers to it."""

    pk: int
    path: str
    community: str
    point: tuple[str, str]
    folded: str
    vector: str

    @cached_property
    def columns(self) -> str:
        """Its part of a line for COPY."""
        return "\t".join([self.path, self.community, *self.point, str(self.pk)])


class Corpus:
    """Grows the one database from size to size."""

    def __init__(self, seed: int = 520) -> None:
        self.random = Random(seed)
        self.texts = wordings(self.random, TEXTS)
        spots = _spots()
        first = min(spot.community for spot in spots)
        self.near = [spot for spot in spots if spot.community == first]
        self.far = [spot for spot in spots if spot.community != first]
        self.reporters = [
            str(people.register(name=name, phone=f"139{n:08d}", invented=True, by=SYSTEM).pk)
            for n, name in zip(range(REPORTERS), names.people(self.random), strict=False)
        ]
        self.size = 0

    def grow(self, size: int, deadline: float) -> bool:
        """Add cases until there are ``size``; False when ``deadline`` (monotonic) came first.

        Secondary indexes are dropped and made again exactly as the migrations define them.
        """
        with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as session:
            session.autocommit = True
            session.execute("set synchronous_commit = off; set maintenance_work_mem = '256MB'")
            with _without_indexes(session):
                while self.size < size and time.monotonic() < deadline:
                    self._add(session, min(CHUNK, size - self.size))
            for table in TABLES:
                session.execute(f"vacuum {table}")
            session.execute("analyze")  # all tables, as autovacuum has done for them long before
        return self.size >= size

    def _add(self, session: psycopg.Connection, many: int) -> None:
        with session.transaction():
            first = session.execute("select nextval(pg_get_serial_sequence('cases_case', 'id'))").fetchone()[
                0
            ]
            now = timezone.now()
            lines = sorted(self._moments(many, now))
            with session.cursor().copy(f"copy cases_case ({', '.join(COLUMNS)}) from stdin") as copy:
                copy.write("".join(self._line(first + n, *line, now) for n, line in enumerate(lines)))
            last = first + many - 1
            session.execute("select setval(pg_get_serial_sequence('cases_case', 'id'), %s)", [last])
            session.execute(STORY)
            for statement in (JOURNAL, CLOCKS, SUMMONSES):
                session.execute(statement, {"first": first, "last": last})
            session.execute("drop table story")
        self.size += many

    def _moments(self, many: int, now: dt.datetime) -> Iterator[tuple[dt.datetime, bool]]:
        """When each was reported, and whether it is open."""
        opened = round(many * OPEN_SHARE)
        for number in range(many):
            is_open = number < opened
            yield now - self.random.random() * (OPEN_FOR if is_open else PERIOD), is_open

    def _line(self, pk: int, reported: dt.datetime, is_open: bool, now: dt.datetime) -> str:
        random = self.random
        said: Wording = random.choice(self.texts)
        spot: Spot = random.choice(self.near if random.random() < IN_ONE_COMMUNITY else self.far)
        state = random.choices(*(OPEN_STATES if is_open else ENDINGS))[0]
        took = random.random() * (now - reported if is_open else dt.timedelta(days=12))
        since = min(reported + took, now)
        late = random.random() < LATE_SHARE
        ahead = dt.timedelta(hours=random.uniform(0.1, 48) if late else random.uniform(2, 120))
        due = (now - ahead if late else now + ahead) if is_open else NULL
        wake = NULL if late else due
        ended = f"{NULL}\t{NULL}" if is_open else f"{since}\t{NULL}"
        told, version = f"{ended}\t{NULL}\t0", 2
        if state == "closed":
            told, version = f"{since}\tt\t{random.randint(1, 4)}\t1", 5
        reporter = random.choice(self.reporters) if random.random() < 0.6 else NULL
        return (
            f"{pk}\t{numbers.number_for(pk)}\t{state}\t{since}\t{version}\t{due}\t{wake}\t{told}"
            f"\t{random.getrandbits(256):064x}\t{random.getrandbits(128):032x}\t{random.choice(CHANNELS)}"
            f"\t{reported}\t{reporter}\t{said.columns}\t{spot.columns}"
            f"\t{said.folded} {spot.folded}\t{said.vector} {spot.vector}{REST}"
        )


def _spots() -> list[Spot]:
    communities = set(community_paths())
    steps = len(next(iter(communities)))
    found = []
    for place in Place.objects.filter(level__code__in=("building", "stairwell", "door")).defer("outline"):
        folded = tokens.fold(place.full_name)
        point = (place.point_lat, place.point_lng)
        written = (NULL, NULL) if None in point else (str(point[0]), str(point[1]))
        found.append(Spot(place.pk, place.path, place.path[:steps], written, folded, tokens.vector(folded)))
    return found


@contextmanager
def _without_indexes(session: psycopg.Connection) -> Iterator[None]:
    """Take away the indexes that no constraint stands on; put them back in any case."""
    kept = session.execute(
        "select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i"
        " left join pg_constraint c on c.conindid = i.indexrelid and c.contype in ('p', 'u')"
        " where c.oid is null and i.indrelid = any(%s::regclass[])",
        [list(TABLES)],
    ).fetchall()
    for name, _definition in kept:
        session.execute(f"drop index {name}")
    try:
        yield
    finally:
        for _name, definition in kept:
            session.execute(definition)
