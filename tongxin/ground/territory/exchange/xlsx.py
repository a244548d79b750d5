"""Reading workbooks from strangers: nothing a small file can say may make the server big.

A workbook of a few kilobytes can unpack to gigabytes, and two cells in far corners make a reader
lay out all the empty ones between. Both are looked for before the workbook is opened.
"""

import io
import re
import zipfile
import zlib
from typing import BinaryIO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from tongxin.ground.territory.errors import Refused

MOST_BYTES = 30 * 2**20
MOST_UNPACKED = 400 * 2**20
MOST_COLUMNS = 200
CHUNK = 2**20
CELL = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,9})([0-9]{1,19})["']""")
ROW = re.compile(rb"""<(?:\w{1,20}:)?row\s(?:[^<>]{0,2000}?\s)?r\s*=\s*["']([0-9]{1,19})""")
LONG_ROW = re.compile(rb"<(?:\w{1,20}:)?row\s[^<>]{2000}")
# A formula whose result is missing or an error is read as an empty cell, and an empty cell empties a field.
# Only an empty text (t="str") is a result that may look like none.
FAILED = re.compile(
    rb"""<(?:\w{1,20}:)?c\s(?=[^<>]{0,200}?\br\s*=\s*["']([A-Za-z]{1,9}[0-9]{1,19})["'])"""
    rb"""(?:[^<>]{0,200}?\bt\s*=\s*["']e["']"""
    rb"""|(?![^<>]{0,200}?\bt\s*=\s*["']str["'])[^<>]{0,200}>"""
    rb"""<(?:\w{1,20}:)?f(?:\s[^<>]{0,200})?(?:/>|>[^<]{0,8192}</(?:\w{1,20}:)?f>)"""
    rb"""(?:<(?:\w{1,20}:)?v\s?/>|<(?:\w{1,20}:)?v></(?:\w{1,20}:)?v>)?</(?:\w{1,20}:)?c>)"""
)
NAMED = 5
OVERLAP = 16 * 2**10
DAMAGED = (zipfile.BadZipFile, zlib.error, CalamineError, KeyError, EOFError, RuntimeError, OSError)


def read_sheets(file: BinaryIO, most_rows: int) -> dict[str, list[list[object]]]:
    """The rows of every sheet of an .xlsx file, by its name; row n of the sheet is item n - 1.

    Raises Refused in words when it is no workbook, or larger than we take.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 2**20})
    try:
        _measure(content, most_rows)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }
    except DAMAGED:  # NotImplementedError is a RuntimeError
        raise Refused(_("This is not a workbook. Save it as .xlsx and try again.")) from None


def _measure(content: bytes, most_rows: int) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.getinfo("xl/workbook.xml")
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise Refused(
                _("The workbook unpacks to more than %(most)d MB.") % {"most": MOST_UNPACKED // 2**20}
            )
        # Any part may be a sheet, whatever it is called; reading all of them also proves their checksums.
        for entry in archive.infolist():
            _measure_part(archive, entry, most_rows)


def _measure_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most_rows: int) -> None:
    tail = b""
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            seen = tail + chunk
            cells = CELL.findall(seen)
            rows = [number for _letters, number in cells] + ROW.findall(seen)
            if LONG_ROW.search(seen) or any(int(number) > most_rows for number in rows):
                raise Refused(_("A sheet has more than %(most)d rows.") % {"most": most_rows})
            if any(_column(letters) > MOST_COLUMNS for letters in {letters for letters, _number in cells}):
                raise Refused(_("A sheet has more than %(most)d columns.") % {"most": MOST_COLUMNS})
            if failed := [cell.decode() for cell in FAILED.findall(seen)]:
                raise Refused(
                    _("The formula in %(cells)s has no result or an error. Put the value itself there.")
                    % {"cells": "、".join(failed[:NAMED])}
                )
            tail = seen[-OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
