"""What a file would bring, without keeping anything."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from tongxin.doors.exchange.gazetteer import Gazetteer
from tongxin.doors.exchange.mapping import CaseMap
from tongxin.doors.exchange.tables import Row, Table
from tongxin.doors.exchange.trouble import Problem
from tongxin.doors.exchange.understanding import Reader, Understood
from tongxin.trades.cases.selectors import numbers_known

AT_ONCE = 500


@dataclass
class Checked:
    """How many rows would be new, are already here, are left out by the map; the reasons by row number."""

    new: int = 0
    known: int = 0
    skipped: int = 0
    problems: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """One row as it is understood, or the reason why it can't be."""

    row: Row
    meaning: Understood | None = None
    problem: str = ""


def check(table: Table, case_map: CaseMap, gazetteer: Gazetteer, *, now: datetime) -> Checked:
    """Read the whole table."""
    found, seen = Checked(), set()
    shown = preview(table, case_map, gazetteer, now=now)
    while chunk := list(islice(shown, AT_ONCE)):
        numbers = [each.meaning.number for each in chunk if each.meaning]
        here = numbers_known(case_map.source, numbers) | seen
        for each in chunk:
            if each.problem:
                found.problems[each.row.number] = each.problem
            elif each.meaning is None:
                found.skipped += 1
            elif each.meaning.number in here:
                found.known += 1
            else:
                found.new += 1
                here.add(each.meaning.number)
        seen.update(numbers)
    return found


def preview(table: Table, case_map: CaseMap, gazetteer: Gazetteer, *, now: datetime) -> Iterator[Shown]:
    """The rows as they are understood, one by one."""
    reader = Reader(table, case_map, gazetteer, now)
    for row in table.rows():
        try:
            yield Shown(row, reader.understand(row))
        except Problem as problem:
            yield Shown(row, problem=str(problem))
