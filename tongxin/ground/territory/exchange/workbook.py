"""The tree as one workbook: a sheet of places, a sheet of outlines in pieces that fit a cell."""

import io
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from tongxin.ground.territory import outlines, paths
from tongxin.ground.territory.errors import Problem, Refused
from tongxin.ground.territory.exchange import xlsx
from tongxin.ground.territory.exchange.columns import (
    BY_HEADER,
    COLUMNS,
    LEVEL,
    NAME,
    OUTLINE_HEADER,
    OUTLINES_SHEET,
    PLACES_SHEET,
    REASON,
    WRITTEN,
)
from tongxin.ground.territory.exchange.rows import (
    MOST_ROWS,
    Reading,
    TreeRow,
    cells_of,
    level_names,
    level_words,
    read_row,
)
from tongxin.ground.territory.models import Level, Place

PIECE = 30_000  # a cell holds 32,767 characters
HEADER_WITHIN = 10
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(places: Iterable[Place]) -> bytes:
    """A workbook of these places, in their order. Text is always a text cell, never a formula."""
    target = io.BytesIO()
    names = level_names(Level.objects.all())
    with xlsxwriter.Workbook(target, SAFE) as book:
        sheet, text, day = book.add_worksheet(PLACES_SHEET), *_formats(book)
        shapes = book.add_worksheet(OUTLINES_SHEET)
        head = book.add_format({"bold": True, "bg_color": "#F2EDE4", "bottom": 1})
        _header(sheet, head)
        shapes.write_row(0, 0, OUTLINE_HEADER, head)
        piece_row = 1
        for row, place in enumerate(places, start=1):
            cells = cells_of(place, names[place.level_id])
            for at, column in enumerate(WRITTEN):
                _write_cell(sheet, row, at, cells[column.key], text, day)
            if place.outline:
                piece_row = _write_outline(shapes, piece_row, place, text)
    return target.getvalue()


def read(file: BinaryIO) -> Reading:
    """The rows of an uploaded workbook. Raises Refused when it is none, or has no header we know."""
    sheets = xlsx.read_sheets(file, MOST_ROWS)
    table = _table(sheets)
    header_at, keys = _find_header(table)
    levels, reading = level_words(), Reading(unread=_unread(table[header_at], keys))
    for number, line in enumerate(table[header_at + 1 :], start=header_at + 2):
        cells = {key: cell for key, cell in zip(keys, line, strict=False) if key}
        if all(cell in ("", None) for cell in cells.values()) or _is_header(line):
            continue
        found = read_row(number, cells, levels)
        (reading.problems if isinstance(found, Problem) else reading.rows).append(found)
    _join_outlines(reading, sheets.get(OUTLINES_SHEET) or [])
    return reading


def returned(file: BinaryIO, problems: Sequence[Problem]) -> bytes:
    """The same workbook with the reasons in a red column 错误原因 at the end of each bad row."""
    sheets = xlsx.read_sheets(file, MOST_ROWS)
    reasons: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        reasons[problem.row].append(str(problem.reason))
    table = _table(sheets)
    header_at, keys = _find_header(table)
    if REASON.key in keys:
        column = keys.index(REASON.key)
    else:
        column = len(keys)
        table[header_at] = [*table[header_at], REASON.title]
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, SAFE) as book:
        text, day = _formats(book)
        red = book.add_format({"font_color": "#B00020", "bold": True, "num_format": "@"})
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for at, cell in enumerate(line):
                    if not (lines is table and at == column and row > header_at):
                        _write_cell(sheet, row, at, cell, text, day)
                if lines is table and row + 1 in reasons:
                    sheet.write_string(row, column, "；".join(reasons[row + 1]), red)
            if lines is table:
                sheet.set_column(column, column, REASON.width)
    return target.getvalue()


def _formats(book: xlsxwriter.Workbook) -> tuple:
    return book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})


def _header(sheet, head) -> None:
    for at, column in enumerate(WRITTEN):
        sheet.write_string(0, at, column.title, head)
        sheet.set_column(at, at, column.width)
    sheet.freeze_panes(1, 0)


def _write_cell(sheet, row: int, at: int, cell: object, text, day) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, at, cell)
    elif isinstance(cell, date) and cell.year >= 1900:  # a datetime is a date
        sheet.write_datetime(row, at, cell, day)
    elif isinstance(cell, int | float):
        sheet.write_number(row, at, cell)
    else:
        sheet.write_string(row, at, cell.isoformat() if isinstance(cell, date | time) else str(cell), text)


def _write_outline(sheet, row: int, place: Place, text) -> int:
    written = json.dumps(place.outline, separators=(",", ":"))
    pieces = [written[at : at + PIECE] for at in range(0, len(written), PIECE)]
    for number, piece in enumerate(pieces, start=1):
        sheet.write_string(row, 0, paths.to_steps(place.path), text)
        sheet.write_string(row, 1, place.name, text)
        sheet.write_number(row, 2, number)
        sheet.write_string(row, 3, piece, text)
        row += 1
    return row


def _table(sheets: dict[str, list]) -> list[list[object]]:
    return sheets.get(PLACES_SHEET) or next(iter(sheets.values()), [])


def _key_of(cell: object) -> str | None:
    column = BY_HEADER.get(str(cell).strip())
    return column and column.key


def _is_header(line: Sequence[object]) -> bool:
    return {LEVEL.key, NAME.key} <= {_key_of(cell) for cell in line}


def _find_header(table: list[list[object]]) -> tuple[int, list[str | None]]:
    for at, line in enumerate(table[:HEADER_WITHIN]):
        if _is_header(line):
            return at, _once(line)
    raise Refused(
        _("No header was found in the first %(rows)d rows. Columns are: %(columns)s.")
        % {"rows": HEADER_WITHIN, "columns": "、".join(column.title for column in COLUMNS[:-2])}
    )


def _once(line: Sequence[object]) -> list[str | None]:
    keys = [_key_of(cell) for cell in line]
    for cell, key in zip(line, keys, strict=True):
        if key and keys.count(key) > 1:
            raise Refused(_("The column %(column)s is there twice. Keep one.") % {"column": cell})
    return keys


def _unread(line: Sequence[object], keys: Sequence[str | None]) -> list[str]:
    named = (
        str(cell).strip() for cell, key in zip(line, keys, strict=True) if key is None and cell is not None
    )
    return [name for name in named if name]


def _join_outlines(reading: Reading, lines: list[list[object]]) -> None:
    pieces: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for line in lines[1:]:
        steps, _title, number, piece = (*line, "", "", "", "")[:4]
        pieces[str(steps).strip()].append((number if isinstance(number, int | float) else 0, str(piece)))
    by_steps = {paths.to_steps(row.path): row for row in reading.rows if row.path}
    for steps, parts in pieces.items():
        row = by_steps.get(steps)
        if row is not None:
            _give_outline(reading, row, "".join(piece for _number, piece in sorted(parts)))


def _give_outline(reading: Reading, row: TreeRow, written: str) -> None:
    try:
        row.values["outline"], row.shape = outlines.read(written)
    except Refused as wrong:
        reading.problems.append(Problem(row.row, row.about, wrong.reason))
