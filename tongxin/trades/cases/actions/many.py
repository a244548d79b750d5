"""Intake of many rows at once, from files and other platforms: a fixed number of statements, however many
rows.

The cases are those ``report`` would make, with their clocks and chained first journal rows. They carry no
query code, nobody is told of them, and the promise runs from ``now``, the moment they reached us, not from
when they were reported elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from tongxin.engine.flows import clocks, journal
from tongxin.engine.flows.actions import BORN
from tongxin.engine.tickets import numbers
from tongxin.ground.columns import insert_all
from tongxin.ground.people.models import Person
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory import paths
from tongxin.ground.territory.actions import hold
from tongxin.ground.territory.models import Place
from tongxin.trades.cases.actions.intake import index, problems, raised
from tongxin.trades.cases.choices import Channel
from tongxin.trades.cases.models import Case, Category
from tongxin.trades.cases.places import community_paths
from tongxin.trades.cases.selectors.elsewhere import numbers_known
from tongxin.trades.cases.suggest.dictionary import danger_words

CASE = Case.flow


@dataclass(frozen=True)
class Row:
    """One need from elsewhere. ``external`` is (platform, number there): the same pair comes in only once.

    ``note`` and ``data`` go to the first journal row, nothing personal in them. ``begins``: its life here
    begins at that moment, for what has ended elsewhere; otherwise when it is taken in. ``promised``: whether
    our clock starts.
    """

    text: str
    place: Place
    reported_at: datetime
    external: tuple[str, str] = ("", "")
    channel: str = Channel.IMPORT.value
    category: Category | None = None
    urgency: str | None = None
    address_note: str = ""
    point: tuple[float, float] | None = None
    reporter: Person | None = None
    note: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    begins: datetime | None = None
    promised: bool = True


@dataclass(frozen=True)
class TakenIn:
    """What became of the rows, by position from 0: new cases, cases known before, and what was wrong."""

    new: dict[int, Case] = field(default_factory=dict)
    known: list[int] = field(default_factory=list)
    refused: dict[int, dict[str, object]] = field(default_factory=dict)


@transaction.atomic
def intake_many(rows: Sequence[Row], *, by: Actor, now: datetime | None = None) -> TakenIn:
    """Take in all rows that are right and not known yet. About a thousand a call is a good batch."""
    now = now or timezone.now()
    taken = TakenIn()
    hold(row.place for row in rows)
    seen = _known(rows)
    for position, row in enumerate(rows):
        wrong = problems(row.place, row.text, row.channel, row.point, row.urgency, now)
        if wrong:
            taken.refused[position] = wrong
        elif row.external[1] and row.external in seen:
            taken.known.append(position)
        else:
            seen.add(row.external)
            taken.new[position] = _case(row, now)
    cases = list(taken.new.values())
    if cases:
        _finish(cases, rows=[rows[position] for position in taken.new], by=by, now=now)
    return taken


def _known(rows: Sequence[Row]) -> set[tuple[str, str]]:
    """The pairs among the rows' that are in already, one query a platform."""
    numbers_by_source: dict[str, set[str]] = {}
    for row in rows:
        if row.external[1]:
            numbers_by_source.setdefault(row.external[0], set()).add(row.external[1])
    return {
        (source, number)
        for source, wanted in numbers_by_source.items()
        for number in numbers_known(source, wanted)
    }


def _case(row: Row, now: datetime) -> Case:
    case = Case(
        channel=row.channel,
        external_source=row.external[0],
        external_id=row.external[1],
        reported_at=row.reported_at,
        text=row.text.strip(),
        category=row.category,
        category_path=row.category.path if row.category else "",
        place=row.place,
        place_path=row.place.path,
        address_note=row.address_note.strip()[:200],
        reporter=row.reporter,
        state=CASE.initial,
        state_since=row.begins or now,
        version=1,
    )
    case.point_lat, case.point_lng = row.point or (None, None)
    index(case)
    return case


def _finish(cases: list[Case], *, rows: Sequence[Row], by: Actor, now: datetime) -> None:
    """Keys, numbers, urgency, community, clock and journal for all at once."""
    communities, dangers = set(community_paths()), danger_words()
    for case, row, key in zip(cases, rows, _keys(len(cases)), strict=True):
        case.pk, case.number = key, numbers.number_for(key)
        case.urgency = raised(row.text, row.category, row.urgency, dangers)
        above = [path for path in paths.ancestors_of(case.place_path) if path in communities]
        case.community_path = above[0] if above else case.place_path
    promised = [case for case, row in zip(cases, rows, strict=True) if row.promised]
    started = clocks.prepare_many(promised, CASE.state(CASE.initial).promise, now)
    insert_all(cases)
    insert_all(started)
    journal.write([_born(case, row, by) for case, row in zip(cases, rows, strict=True)], first=True)


def _keys(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence('cases_case', 'id')) from generate_series(1, %s)", [count]
        )
        return [key for (key,) in cursor.fetchall()]


def _born(case: Case, row: Row, by: Actor) -> journal.Entry:
    data = {**row.data, "channel": case.channel, "urgency": case.urgency, "number": case.number}
    if case.external_id:
        data["external"] = [case.external_source, case.external_id]
    return journal.Entry.about(case, BORN, by=by, at=case.state_since, old="", note=row.note, data=data)
