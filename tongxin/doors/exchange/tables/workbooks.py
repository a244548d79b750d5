"""Workbooks: the first sheet that holds anything."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from tongxin.doors.exchange.trouble import Unusable


class Source:
    """The rows of the first sheet with anything in it."""

    def __init__(self, path: Path) -> None:
        try:
            book = CalamineWorkbook.from_path(str(path))
            sheets = (book.get_sheet_by_index(place) for place in range(len(book.sheet_names)))
            self._sheet = next((sheet for sheet in sheets if sheet.height), None)
        except PasswordError as error:
            raise Unusable(
                _("“%(name)s” is locked with a password. Please save it without one.") % {"name": path.name}
            ) from error
        except (CalamineError, OSError) as error:
            raise Unusable(
                _("“%(name)s” can't be read as a workbook. Please save it anew as xlsx.")
                % {"name": path.name}
            ) from error
        if self._sheet is None:
            raise Unusable(_("“%(name)s” is empty.") % {"name": path.name})
        self._done = 0

    @property
    def share_read(self) -> float:
        return min(self._done / max(self._sheet.total_height, 1), 1.0)

    def rows(self) -> Iterator[tuple[int, list[object]]]:
        """Number and cells of every row from the top of the sheet, empty cells as None."""
        for number, cells in enumerate(self._sheet.to_python(skip_empty_area=False), start=1):
            self._done = number
            yield number, [None if cell == "" else cell for cell in cells]
