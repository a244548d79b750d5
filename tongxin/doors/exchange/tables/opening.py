"""Opening a table: which file it is, where its head is, and its rows one by one."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from tongxin.doors.exchange.tables import text_files, workbooks
from tongxin.doors.exchange.tables.guarding import bare
from tongxin.doors.exchange.trouble import Unusable

WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}
TEXTS = {".csv", ".tsv", ".txt"}
HEAD_WITHIN = 20
Cell = object


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it (the first is 1), and its cells from the left."""

    number: int
    cells: tuple[Cell, ...]


class Table:
    """A table with a head. ``columns`` are the names as written; ``share_read`` goes from 0 to 1."""

    def __init__(self, path: Path, wanted: Callable[[Sequence[str]], bool]) -> None:
        """``wanted`` says whether these folded names are the head: titles and blank rows may stand above."""
        self.path = path
        self.is_workbook = path.suffix.lower() in WORKBOOKS
        if path.suffix.lower() not in WORKBOOKS | TEXTS:
            raise Unusable(
                _("“%(name)s” is neither a workbook (xlsx, xls, ods) nor a text table (csv).")
                % {"name": path.name}
            )
        self._source = workbooks.Source(path) if self.is_workbook else text_files.Source(path)
        self.head_row, self.columns = self._find_head(wanted)
        self._guarded = not self.is_workbook and bool({folded(name) for name in self.columns} & error_heads())
        self._places: dict[str, int] = {}
        for place, name in enumerate(self.columns):
            self._places.setdefault(folded(name), place)

    @property
    def share_read(self) -> float:
        return self._source.share_read

    def rows(self) -> Iterator[Row]:
        """The rows below the head that hold anything, from the first, each time it is called."""
        for number, cells in self._source.rows():
            if number > self.head_row and any(not is_empty(cell) for cell in cells):
                yield Row(number, tuple(bare(cell) for cell in cells) if self._guarded else tuple(cells))

    def place_of(self, names: Sequence[str]) -> int | None:
        """Where the first of these columns stands that is there; None when none is."""
        return next((self._places[folded(name)] for name in names if folded(name) in self._places), None)

    def _find_head(self, wanted: Callable[[Sequence[str]], bool]) -> tuple[int, list[str]]:
        for number, cells in self._source.rows():
            if number > HEAD_WITHIN:
                break
            names = [as_text(cell) for cell in cells]
            if wanted([folded(name) for name in names]):
                return number, names
        raise Unusable(
            _("None of the first %(count)s rows is the head this map expects.") % {"count": HEAD_WITHIN}
        )


def error_heads() -> set[str]:
    """What the column of reasons is called in our own error files, folded, in every language."""
    names = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            names.add(folded(_("Reason of the error")))
    return names


def open_table(path: Path, wanted: Callable[[Sequence[str]], bool]) -> Table:
    """The table in a file. Raises Unusable, with the reason, when it is none or has not the expected head."""
    try:
        if path.stat().st_size == 0:
            raise Unusable(_("“%(name)s” is empty.") % {"name": path.name})
    except OSError as error:
        raise Unusable(
            _("“%(name)s” can't be opened: %(why)s") % {"name": path.name, "why": error.strerror}
        ) from error
    return Table(path, wanted)


def fingerprint(path: Path) -> str:
    """sha256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def folded(name: str) -> str:
    """A column's name without width, case and blanks, which drift from export to export."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold().lstrip("\ufeff")


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_text(cell: Cell) -> str:
    """A cell as text: whole numbers without ``.0``, line ends as they are on paper."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()
