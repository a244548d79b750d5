"""Fills the scratch database with orders that are open to take, those of one week's plan, and volunteers.

Rows are those the actions would write, by COPY, without the journal: no list of orders reads it. A quarter
lies in the community of the volunteers who look; one order in ten is offered in its whole street. What is
planned lies in a community of another street, which has nothing else.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

import psycopg
from django.db import connection
from django.utils import timezone

from bench.corpus import IN_ONE_COMMUNITY
from bench.ground import Reader
from tongxin.demo import names
from tongxin.engine.tickets import numbers
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Person
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import below, is_within, parent_of
from tongxin.insight.dispatching.slots import monday_of
from tongxin.trades.orders import actions
from tongxin.trades.orders.models import Order, ServiceKind, Skill, Volunteer

REQUESTERS = 50
WIDENED = 0.1
ABLE = 4  # skills each volunteer has
COLUMNS = (
    "id", "number", "state", "state_since", "version", "due_at", "place_path", "community_path", "reach_path",
    "place_id", "kind_id", "persons", "minutes", "skills", "sensitive", "volunteer_age", "ordered_at",
    "requester_id", "query_code_hash", "way", "text", "urgency", "address_note", "tongue", "refusal",
    "case_number",
)  # fmt: skip
REST = "\tweb\t\tnormal\t\t\t\t\n"
HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Spot:
    """A building as an order refers to it."""

    pk: int
    path: str
    community: str


class OrderCorpus:
    """Orders and volunteers, grown from size to size.

    ``takers`` live in the community ``near``; ``hands`` in that of ``desk``, which plans for them.
    """

    def __init__(self, near: Place, desk: Reader, *, takers: int, hands: int, seed: int = 520) -> None:
        self.random = Random(seed)
        self.desk = desk
        self.phones = count()
        self.kinds = [each for each in ServiceKind.menu("", timezone.localdate()) if not each.sensitive]
        street = parent_of(desk.place.path)
        buildings = Place.objects.filter(level__code="building").defer("outline")
        spots = [Spot(each.pk, each.path, each.path[: len(near.path)]) for each in buildings]
        self.near = [spot for spot in spots if spot.community == near.path]
        self.far = [s for s in spots if s.community != near.path and not is_within(s.path, street)]
        self.planned = [spot for spot in spots if spot.community == desk.place.path]
        self.requesters = [str(each.pk) for each in self._persons(REQUESTERS, Person.Kind.REPORTER)]
        self.takers = self._volunteers(takers, near)
        self._volunteers(hands, desk.place)
        self.size = 0

    @property
    def monday(self) -> dt.date:
        """The week that is planned: the next one."""
        return monday_of(timezone.localdate()) + dt.timedelta(days=7)

    def grow(self, size: int) -> None:
        """Add orders that are open to take until there are ``size``."""
        now = timezone.now()
        self._copy([self._line("open", now) for _each in range(size - self.size)])
        self.size = size

    def for_all(self, many: int) -> list[Order]:
        """Orders that are open to take and want no skill, near the takers."""
        now, kind = timezone.now(), next(each for each in self.kinds if not each.skills)
        pks = self._copy([self._line("open", now, kind) for _each in range(many)])
        return list(Order.objects.filter(pk__in=pks).order_by("pk"))

    def to_plan(self, many: int) -> None:
        """Accepted orders of the desk's community, each wanted in one or two parts of the week's days."""
        Order.objects.filter(state="accepted").delete()
        now = timezone.now()
        pks = self._copy([self._line("accepted", now) for _each in range(many)])
        lines = [line for pk in pks for line in self._windows(pk)]
        with _session() as session:
            with session.cursor().copy("copy orders_window (order_id, since, until) from stdin") as copy:
                copy.write("".join(lines))
            session.execute("analyze orders_window")

    def _copy(self, lines: list[str]) -> range:
        """Write the lines, which begin after their keys; returns the keys."""
        with _session() as session:
            drawn = "select nextval(pg_get_serial_sequence('orders_order', 'id'))"
            first = session.execute(drawn).fetchone()[0]
            pks = range(first, first + len(lines))
            with session.cursor().copy(f"copy orders_order ({', '.join(COLUMNS)}) from stdin") as copy:
                for pk, line in zip(pks, lines, strict=True):
                    copy.write(f"{pk}\t{numbers.number_for(pk, numbers.ORDERS)}{line}")
            session.execute(f"select setval(pg_get_serial_sequence('orders_order', 'id'), {pks.stop})")
        with _session() as session:
            session.execute("vacuum (analyze) orders_order")
        return pks

    def _line(self, state: str, now: dt.datetime, wanted: ServiceKind | None = None) -> str:
        random = self.random
        somewhere = self.near if wanted or random.random() < IN_ONE_COMMUNITY else self.far
        spot = random.choice(somewhere if state == "open" else self.planned)
        kind, reach = wanted or random.choice(self.kinds), spot.community
        if state == "open" and not wanted and random.random() < WIDENED:
            state, reach = "widened", parent_of(reach)
        ordered = now - random.random() * 40 * HOUR
        due = ordered + 48 * HOUR
        return (
            f"\t{state}\t{ordered}\t2\t{due}\t{spot.path}\t{spot.community}\t{reach}\t{spot.pk}\t{kind.pk}\t{kind.persons}"
            f"\t{kind.minutes}\t{{{','.join(kind.skills)}}}\tf\t{kind.volunteer_age}\t{ordered}"
            f"\t{random.choice(self.requesters)}\t{random.getrandbits(256):064x}{REST}"
        )

    def _windows(self, pk: int) -> Iterator[str]:
        random, zone = self.random, timezone.get_current_timezone()
        for day in sorted(random.sample(range(7), random.choice((1, 2)))):
            hour = random.choice((8, 14, 18))
            since = dt.datetime.combine(self.monday + dt.timedelta(days=day), dt.time(hour), zone)
            yield f"{pk}\t{since}\t{since + 3 * HOUR}\n"

    def _persons(self, many: int, kind: str) -> list[Person]:
        named = zip(range(many), names.people(self.random), strict=False)
        rows = [{"name": name, "phone": f"137{next(self.phones):08d}"} for _number, name in named]
        return people.enlist(rows, kind=kind, invented=True, by=SYSTEM)

    def _volunteers(self, many: int, community: Place) -> list[Volunteer]:
        """Grown-ups of a community, each with some skills and the proofs they need."""
        skills, since = list(Skill.objects.all()), timezone.now() - dt.timedelta(days=300)
        until = timezone.localdate() + dt.timedelta(days=300)
        homes = list(Place.objects.filter(below("path", community.path), level__code="building"))
        rows = []
        for person in self._persons(many, Person.Kind.WORKER):
            able = self.random.sample(skills, ABLE)
            rows.append(
                {
                    "home": self.random.choice(homes),
                    "community_path": community.path,
                    "joined_at": since,
                    "person": person,
                    "skills": [each.code for each in able],
                    "proofs": [(each.code, until, "bench") for each in able if each.proof],
                    "most_open": 10,
                }
            )
        return actions.take_in(rows, by=SYSTEM)


def _session() -> psycopg.Connection:
    kwargs = connection.get_connection_params() | {"cursor_factory": None, "autocommit": True}
    return psycopg.connect(**kwargs)
