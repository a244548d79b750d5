"""Taking in a file: batches of rows, each one transaction that also says how far the run has come."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongxin.doors.exchange.actions.walking import importer, walk
from tongxin.doors.exchange.gazetteer import Gazetteer
from tongxin.doors.exchange.mapping import CaseMap
from tongxin.doors.exchange.models import FailedRow, ImportRun
from tongxin.doors.exchange.tables import Row, Table, fingerprint
from tongxin.doors.exchange.trouble import Problem, Unusable
from tongxin.doors.exchange.understanding import Reader, Understood
from tongxin.engine.flows.actions import gathered
from tongxin.engine.flows.journal import lock_chain, untold
from tongxin.engine.flows.refusals import Refused
from tongxin.ground.people import actions as people
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.models import Place
from tongxin.trades.cases.actions import Row as Need
from tongxin.trades.cases.actions import intake_many
from tongxin.trades.cases.selectors import numbers_known

AT_ONCE = 250


@dataclass
class Batch:
    """What came of some rows."""

    last_row: int = 0
    new: int = 0
    known: int = 0
    skipped: int = 0
    problems: dict[int, str] = field(default_factory=dict)


def begin_run(
    path: Path,
    case_map: CaseMap,
    *,
    by: Actor,
    place: Place | None = None,
    scope: list[str] | None = None,
    state: str = ImportRun.State.RUNNING,
    stored_as: str = "",
    file_name: str = "",
) -> ImportRun:
    """Write down that a file is going to be taken in."""
    return ImportRun.objects.create(
        file_name=(file_name or path.name)[-200:],
        file_hash=fingerprint(path),
        map_name=case_map.name[:200],
        source=case_map.source,
        place=place,
        scope=scope,
        state=state,
        by_key=by.key,
        by_name=by.name,
        language=get_language() or "",
        started_at=timezone.now(),
        stored_as=stored_as,
    )


def unfinished(path: Path, case_map: CaseMap) -> ImportRun | None:
    """The last run of this very file by this map, if it was broken off."""
    runs = ImportRun.objects.filter(file_hash=fingerprint(path), map_name=case_map.name)
    last = runs.order_by("-pk").first()
    return (
        last if last is not None and last.state in (ImportRun.State.RUNNING, ImportRun.State.BROKEN) else None
    )


def carry_out(
    run: ImportRun,
    table: Table,
    case_map: CaseMap,
    *,
    now: datetime | None = None,
    told: Callable[[ImportRun], None] = lambda run: None,
    at_once: int = AT_ONCE,
) -> ImportRun:
    """Take in what is left of the file after ``run.last_row``. ``told`` hears of every batch that is safe.

    Nobody else is told: these are records of the past. Two processes on one run refuse each other.
    """
    now = now or timezone.now()
    reader = Reader(table, case_map, Gazetteer(run.scope, run.place), now)
    by = importer(case_map.source, case_map.title)
    rows = (row for row in table.rows() if row.number > run.last_row)
    while chunk := list(islice(rows, at_once)):
        with untold(), transaction.atomic():
            _still_ours(run)
            batch = _take_in(chunk, reader, run, by=by, now=now)
            _note(run, batch, table.share_read)
        told(run)
    run.state, run.finished_at, run.share = ImportRun.State.DONE, timezone.now(), 1.0
    run.save()
    told(run)
    return run


def break_off(run: ImportRun, *, why: str) -> None:
    """The file as a whole could not be read on; what was taken in stays."""
    run.refresh_from_db()
    run.state, run.problem, run.finished_at = ImportRun.State.BROKEN, why, timezone.now()
    run.save()


def _still_ours(run: ImportRun) -> None:
    standing = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if standing.last_row != run.last_row or standing.state == ImportRun.State.DONE:
        raise Unusable(_("Another process is taking in this file right now."))


def _take_in(chunk: list[Row], reader: Reader, run: ImportRun, *, by: Actor, now: datetime) -> Batch:
    """The rows of one batch. A row that is refused half way takes nothing of itself along."""
    batch = Batch(last_row=chunk[-1].number)
    understood = list(_understood(chunk, reader, batch))
    while understood:
        try:
            with transaction.atomic():
                batch.new = _write(understood, run, by=by, now=now)
            break
        except _RowRefused as refused:
            batch.problems[refused.number] = refused.reason
            understood = [each for each in understood if each.row.number != refused.number]
        except (DataError, IntegrityError):
            if len(understood) == 1:
                batch.problems[understood[0].row.number] = _("The database refuses what stands in this row.")
                understood = []
            else:
                return _one_by_one(chunk, reader, run, batch, by=by, now=now)
    batch.known = len(understood) - batch.new
    return batch


def _one_by_one(
    chunk: list[Row], reader: Reader, run: ImportRun, batch: Batch, *, by: Actor, now: datetime
) -> Batch:
    """The database refused the batch without saying which row: find it out."""
    total = Batch(last_row=batch.last_row)
    for row in chunk:
        one = _take_in([row], reader, run, by=by, now=now)
        total.new += one.new
        total.known += one.known
        total.skipped += one.skipped
        total.problems |= one.problems
    return total


class _RowRefused(Exception):
    def __init__(self, number: int, reason: str) -> None:
        super().__init__(reason)
        self.number, self.reason = number, reason


def _understood(chunk: Iterable[Row], reader: Reader, batch: Batch) -> Iterator[Understood]:
    for row in chunk:
        try:
            meaning = reader.understand(row)
        except Problem as problem:
            batch.problems[row.number] = str(problem)
            continue
        if meaning is None:
            batch.skipped += 1
        else:
            yield meaning


def _write(rows: list[Understood], run: ImportRun, *, by: Actor, now: datetime) -> int:
    """Cases for the rows that are new; how many they are. Takes turns with other imports of the platform."""
    lock_chain("exchange.import", run.source)
    here = numbers_known(run.source, [row.number for row in rows])
    fresh = [row for row in rows if row.number not in here]
    taken = intake_many([_with_reporter(row, by) for row in fresh], by=by, now=now)
    for position, wrong in taken.refused.items():
        raise _RowRefused(fresh[position].row.number, " ".join(str(sentence) for sentence in wrong.values()))
    walking = {position: case for position, case in taken.new.items() if fresh[position].has_gone_on}
    with gathered(list(walking.values())):
        for position, case in walking.items():
            try:
                walk(case, fresh[position], by=by, now=now)
            except Refused as refused:
                raise _RowRefused(fresh[position].row.number, str(refused)) from refused
    return len(taken.new)


def _with_reporter(row: Understood, by: Actor) -> Need:
    """The need with its reporter in the vault."""
    if not row.contact:
        return row.need
    try:
        person = people.register(name=row.contact.name, phone=row.contact.phone, by=by, place=row.need.place)
    except Invalid as invalid:
        reason = " ".join(str(sentence) for sentence in invalid.errors.values())
        raise _RowRefused(row.row.number, reason) from invalid
    return replace(row.need, reporter=person)


def _note(run: ImportRun, batch: Batch, share: float) -> None:
    run.last_row, run.share = batch.last_row, share
    run.new += batch.new
    run.known += batch.known
    run.skipped += batch.skipped
    run.failed += len(batch.problems)
    run.save()
    FailedRow.objects.bulk_create(
        FailedRow(run=run, row=number, reason=reason) for number, reason in sorted(batch.problems.items())
    )
