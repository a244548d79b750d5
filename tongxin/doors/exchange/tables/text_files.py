"""Text tables: encoding and separator found out, read as a stream."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from tongxin.doors.exchange.trouble import Unusable

ENCODINGS = ("utf-8-sig", "gb18030")
MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SEPARATORS = ",\t;|"
SAMPLE = 64 * 1024
PIECE = 1 << 16
LONGEST_CELL = 1 << 20


class Source:
    """The rows of a text file, in pieces; memory does not grow with the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = path.stat().st_size
        self._read = 0
        self.encoding = encoding_of(path)
        self.separator = separator_of(path, self.encoding)

    @property
    def share_read(self) -> float:
        return min(self._read / self._size, 1.0)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of every row, blank ones too, as a spreadsheet would count them."""
        csv.field_size_limit(LONGEST_CELL)
        with self._path.open("rb") as raw:
            try:
                yield from enumerate(csv.reader(self._lines(raw), delimiter=self.separator), 1)
            except csv.Error as error:
                raise Unusable(_("The text table can't be read on: %(why)s") % {"why": error}) from error

    def _lines(self, raw: BinaryIO) -> Iterator[str]:
        r"""Lines ended by \n, \r\n or \r; Python's own splitting would also break at marks like U+2028."""
        decoder = codecs.getincrementaldecoder(self.encoding)()
        left = ""
        while piece := raw.read(PIECE):
            self._read = raw.tell()
            left += decoder.decode(piece).replace("\0", "")
            *whole, left = left.split("\n")
            for line in whole:
                yield from _parted(line)
        if left:
            yield from _parted(left)


def _parted(line: str) -> Iterator[str]:
    for part in line.removesuffix("\r").split("\r"):
        yield part + "\n"


def encoding_of(path: Path) -> str:
    """utf-8 (with or without mark), utf-16 with its mark, or gb18030: the first that fits the whole file."""
    with path.open("rb") as raw:
        start = raw.read(4)
    for mark, name in MARKS:
        if start.startswith(mark):
            return name
    for name in ENCODINGS:
        if _fits(path, name):
            return name
    raise Unusable(_("The characters of “%(name)s” are neither UTF-8 nor GB 18030.") % {"name": path.name})


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as raw:
            while piece := raw.read(PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def separator_of(path: Path, encoding: str) -> str:
    """The separator that stands most often in the first line that has any, outside quotes."""
    with path.open("rb") as raw:
        sample = codecs.getincrementaldecoder(encoding)().decode(raw.read(SAMPLE))
    for line in sample.splitlines():
        outside = "".join(line.split('"')[::2])
        counts = {mark: outside.count(mark) for mark in SEPARATORS}
        if any(counts.values()):
            return max(counts, key=counts.__getitem__)
    return ","
