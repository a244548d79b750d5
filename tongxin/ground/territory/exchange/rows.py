"""Rows of the tree: from loosely typed cells to checked values, and back."""

import math
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from tongxin.ground.territory import paths
from tongxin.ground.territory.errors import Problem
from tongxin.ground.territory.exchange.columns import BY_HEADER, CODE, DAY, FIELDS, LEVEL, NAME
from tongxin.ground.territory.models import Level, Place

MOST_ROWS = 200_000
EXCEL_DAY_0 = date(1899, 12, 30)
KEPT_WHEN_EMPTY = {"name", "since"}


class Unreadable(ValueError):
    """A cell can't be read; the text says why."""


@dataclass
class TreeRow:
    """One row, read: what the file says about one place. Only fields the file has are in ``values``."""

    row: int
    level: str
    path: str = ""
    above: str = ""
    values: dict[str, object] = field(default_factory=dict)
    shape: object = None

    @property
    def about(self) -> str:
        return str(self.values.get("name") or "")


@dataclass
class Reading:
    """What a file holds: rows that could be read, what is wrong with the others, and the columns that are
    none of ours.
    """

    rows: list[TreeRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def level_words() -> dict[str, str]:
    """The code of a level by anything people call it. One query."""
    levels = list(Level.objects.filter(active=True))
    words = {name.casefold(): level.code for level in levels for name in (level.name, level.name_en)}
    return words | {level.code: level.code for level in levels}


def read_row(row: int, cells: Mapping[str, object], levels: Mapping[str, str]) -> TreeRow | Problem:
    """A row from cells by column key. Empty cells empty the field, absent columns leave it alone."""
    about = str(cells.get(NAME.key) or "")[:80]
    values: dict[str, object] = {}
    try:
        for key, cell in cells.items():
            column = BY_HEADER.get(key)
            if column is not None and column.kind != "ignored":
                values[key] = READERS[column.kind](cell)
    except Unreadable as wrong:
        return Problem(row, about, _("%(column)s: %(wrong)s") % {"column": column.title, "wrong": wrong})
    if not values.get(LEVEL.key):
        return Problem(row, about, _("The level is missing. Of merged cells only the first one counts."))
    level = levels.get(str(values[LEVEL.key]).casefold())
    if level is None:
        return Problem(row, about, _("There is no level “%(level)s”.") % {"level": values[LEVEL.key]})
    fields = {key: values[key] for key in FIELDS if key in values}
    for key in KEPT_WHEN_EMPTY & fields.keys():
        if fields[key] in ("", None):
            del fields[key]
    if CODE.key in fields:
        fields[CODE.key] = fields[CODE.key] or None
    return TreeRow(row, level, values.get("path", ""), values.get("above", ""), fields)


def cells_of(place: Place, level_name: str) -> dict[str, object]:
    """The cells of a place, by column key, as they are written: text, numbers, dates, None."""
    above = paths.parent_of(place.path)
    return {
        "path": paths.to_steps(place.path),
        "above": paths.to_steps(above) if above else None,
        "level": level_name,
        **{key: getattr(place, key) for key in FIELDS},
        "full_name": place.full_name,
    }


def level_names(levels: Iterable[Level]) -> dict[int, str]:
    """What to call each level in a file: its Chinese name, or its code where names are shared."""
    levels = list(levels)
    names = [level.name for level in levels]
    return {level.pk: level.name if names.count(level.name) == 1 else level.code for level in levels}


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _narrow(cell: object) -> str:
    return unicodedata.normalize("NFKC", _text(cell)).replace(" ", "")


def _steps(cell: object) -> str:
    text = _narrow(cell)
    if not text:
        return ""
    try:
        return paths.from_steps(text)
    except ValueError:
        raise Unreadable(
            _("“%(text)s” is not a place number such as 1.2.15.") % {"text": text[:60]}
        ) from None


def _whole(cell: object) -> int | None:
    text = _narrow(cell).replace(",", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Unreadable(_("“%(text)s” is not a whole number.") % {"text": text[:60]})
    return int(text)


def _degrees(cell: object) -> float | None:
    text = _narrow(cell)
    if not text:
        return None
    try:
        number = float(cell if isinstance(cell, float) else text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Unreadable(_("“%(text)s” is not a number.") % {"text": text[:60]})
    return number


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _narrow(cell)
    if not text:
        return None
    try:
        if isinstance(cell, int | float):
            return EXCEL_DAY_0 + timedelta(days=int(cell))
        return date(*map(int, DAY.fullmatch(text.split("T")[0]).groups()))
    except (ValueError, OverflowError, AttributeError):
        raise Unreadable(_("“%(text)s” is not a date such as 2026-05-03.") % {"text": text[:60]}) from None


READERS: dict[str, Callable[[object], object]] = {
    "text": _text,
    "code": _narrow,
    "steps": _steps,
    "whole": _whole,
    "degrees": _degrees,
    "day": _day,
}
