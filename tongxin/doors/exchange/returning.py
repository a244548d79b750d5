"""The rows that stayed out, as they were, with the reason in a red last column: to be mended, sent again."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext as _

from tongxin.doors.exchange.models import ImportRun
from tongxin.doors.exchange.tables import Table
from tongxin.doors.exchange.tables.guarding import guarded
from tongxin.doors.exchange.tables.opening import as_text

RED = "#C00000"


def name_for(path: Path) -> Path:
    """Where the rows of this file come back: beside it, a workbook for a workbook, csv for text."""
    return path.with_name(f"{path.stem}.errors{'.xlsx' if _is_workbook(path) else '.csv'}")


def give_back(run: ImportRun, table: Table, path: Path) -> int:
    """Write the failed rows of a run to ``path`` (xlsx or csv); returns how many. Memory stays flat."""
    reasons = dict(run.failed_rows.values_list("row", "reason"))
    rows = ((row.cells, reasons[row.number]) for row in table.rows() if row.number in reasons)
    head = [*table.columns, _("Reason of the error")]
    if _is_workbook(path):
        return _workbook(path, head, rows)
    return _text_file(path, head, rows)


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods")


def _text_file(path: Path, head: list[str], rows: Iterator[tuple]) -> int:
    """UTF-8 with the mark that spreadsheets need; nothing in it is ever run as a formula."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([guarded(name) for name in head])
        for cells, reason in rows:
            texts = [_shown(cell) for cell in _padded(cells, len(head) - 1)]
            writer.writerow([guarded(text) for text in [*texts, reason]])
            count += 1
    return count


def _workbook(path: Path, head: list[str], rows: Iterator[tuple]) -> int:
    """Every cell is text, so that numbers keep their zeros and formulas stay words."""
    count = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet()
        plain = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bottom": 1})
        red = book.add_format({"font_color": RED, "bold": True, "num_format": "@"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(len(head) - 1, len(head) - 1, 50)
        for place, name in enumerate(head):
            sheet.write_string(0, place, name, red if place == len(head) - 1 else bold)
        for cells, reason in rows:
            count += 1
            for place, cell in enumerate(_padded(cells, len(head) - 1)):
                sheet.write_string(count, place, _shown(cell)[:32_767], plain)
            sheet.write_string(count, len(head) - 1, reason, red)
    return count


def _padded(cells: tuple, width: int) -> list:
    return [*cells, *[None] * (width - len(cells))][:width]


def _shown(cell: object) -> str:
    """A cell so that it is read back as the same."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return as_text(cell)
