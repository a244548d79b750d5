from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from tongxin.ground.territory.actions.outlines import give_point, outline_problems
from tongxin.ground.territory.actions.planting import save_new
from tongxin.ground.territory.actions.record import change, fresh, hold_tree, map_changed, note, note_all
from tongxin.ground.territory.actions.revising import revise
from tongxin.ground.territory.by import By
from tongxin.ground.territory.drafting import draft
from tongxin.ground.territory.errors import Problem
from tongxin.ground.territory.exchange import geojson, workbook
from tongxin.ground.territory.exchange.rows import Reading, TreeRow
from tongxin.ground.territory.matching import Matched, match
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import is_within


@dataclass
class Imported:
    """What an import did: places created, changed, found as they were; rows refused, each with its reason;
    columns of the file that are none of ours.

    ``saved`` is False when nothing was kept because of the problems.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    saved: bool = True
    unread: list[str] = field(default_factory=list)


def import_tree(file: BinaryIO, *, by: By, within: Place | None = None, partial: bool = False) -> Imported:
    """Take a workbook of places: new ones are added, known ones changed, none removed or moved.

    A row is known by its path (层级编号), else by its division code, else by name and level under
    its parent; taking the same file twice changes nothing. While any row is bad nothing is saved,
    unless ``partial``: then the good rows are. Rows outside ``within`` are refused, if it is given.
    Raises Refused for what is no workbook.
    """
    return import_rows(workbook.read(file), by=by, within=within, partial=partial)


def import_geojson(
    content: str | bytes, *, by: By, within: Place | None = None, partial: bool = False
) -> Imported:
    """As ``import_tree``, from a GeoJSON FeatureCollection with the same keys as properties."""
    return import_rows(geojson.read(content), by=by, within=within, partial=partial)


def import_rows(reading: Reading, *, by: By, within: Place | None, partial: bool) -> Imported:
    """Take rows read from a file; see ``import_tree``. Statements grow with batches, not with rows."""
    rows, problems = reading.rows, list(reading.problems)
    with transaction.atomic():
        hold_tree()
        within = fresh(within) if within else None
        while True:
            imported, refused = _attempt(rows, by=by, within=within, keep=partial or not problems)
            problems += refused
            if not (refused and partial):
                break
            bad = {problem.row for problem in refused}
            rows = [row for row in rows if row.row not in bad]
    problems.sort(key=lambda problem: problem.row)
    if problems and not partial:
        return Imported(problems=problems, saved=False, unread=reading.unread)
    imported.problems, imported.unread = problems, reading.unread
    return imported


def _attempt(
    rows: Sequence[TreeRow], *, by: By, within: Place | None, keep: bool
) -> tuple[Imported, list[Problem]]:
    """Take all rows, or none when one of them is bad or they are not to be kept."""
    with transaction.atomic():
        matched = match(rows)
        changes = revise(matched.known)
        born, problems = _bear(matched)
        problems = [*matched.problems, *changes.problems, *problems]
        if within is not None:
            problems += _strangers(matched, born, within)
        if not problems:
            problems = _bad_outlines(changes.reshaped | born)
        imported = Imported(len(born), len(changes.changed), len(matched.known) - len(changes.changed))
        if problems or not keep:
            transaction.set_rollback(True)
        elif imported.created or imported.changed:
            note_all(
                change("edit", by=by, place=place, old=old, new=new) for place, old, new in changes.changed
            )
            note("import", by=by, new={"created": imported.created, "changed": imported.changed})
            map_changed()
    return imported, problems


def _bear(matched: Matched) -> tuple[dict[int, tuple[TreeRow, Place]], list[Problem]]:
    """Save the new places; by id, with their rows. Nothing is saved while one of them is bad."""
    drafts = draft([matched.draft_row(row) for row in matched.new])
    if drafts.problems:
        return {}, [Problem(matched.new[p.row - 1].row, p.about, p.reason) for p in drafts.problems]
    for row, place in zip(matched.new, drafts.places, strict=True):
        if row.shape is not None and "point_lat" not in row.values:
            give_point(place, row.shape)
    save_new(drafts.places)
    return {place.pk: (row, place) for row, place in zip(matched.new, drafts.places, strict=True)}, []


def _strangers(matched: Matched, born: dict[int, tuple[TreeRow, Place]], within: Place) -> list[Problem]:
    reason = _("This place is not below %(place)s.") % {"place": within.full_name}
    return [
        Problem(row.row, row.about, reason)
        for row, place in [*matched.known, *born.values()]
        if not is_within(place.path, within.path)
    ]


def _bad_outlines(places: dict[int, tuple[TreeRow, Place]]) -> list[Problem]:
    shaped = {pk: row for pk, (row, _each) in places.items() if row.shape is not None}
    found = outline_problems({pk: row.shape for pk, row in shaped.items()}) if shaped else []
    return [Problem(shaped[pk].row, shaped[pk].about, reason) for pk, reason in found]
