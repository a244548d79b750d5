"""Reads the dictionary a new installation starts with. Pure: plain rows in, nothing written."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tongxin.ground.territory import paths

HERE = Path(__file__).parent
LOCAL_LIMITS = {
    "A": "某市A 事件处置时限表，https://renrendoc.com/paper/191493937.html",
    "Jiyuan": "济源市 事件处置时限表，https://ishare.iask.com/f/2gaIATvprR5.html",
}
CLASSES = "事件分类参照 CJ/T 214-2007、GB/T 30428.2-2013，仅作起点，不声明符合标准"
OURS = "同心默认，可按本单位规定修改"
CITY_CLASSES = {"appearance", "advertising", "construction", "street_order", "sudden"}


@dataclass(frozen=True)
class Entry:
    """One category of the dictionary. ``path`` follows the order of the file; ``lead`` empty: the community
    itself.
    """

    code: str
    parent: str
    path: str
    name: str
    name_en: str
    words: tuple[str, ...]
    urgency: str
    lead: str
    co_handlers: tuple[str, ...]
    filing_condition: str
    source: str
    limit: tuple[Decimal, str, str] | None = None

    @property
    def duty_kinds(self) -> list[tuple[str, bool]]:
        """(kind, leads) of the duties to start with. Which department does what, only the office can say."""
        kinds = [(self.lead, True)] if self.lead else []
        return [
            each
            for each in [*kinds, *((kind, False) for kind in self.co_handlers)]
            if each[0] != "department"
        ]


def categories(text: str | None = None) -> list[Entry]:
    """The entries of a dictionary file, parents before children.

    Raises ValueError naming the entry whose parent is unknown or comes later.
    """
    tables = tomllib.loads(text if text is not None else (HERE / "categories.toml").read_text("utf-8"))
    entries: dict[str, Entry] = {}
    children: dict[str, int] = {}
    for code, row in tables.items():
        parent = row.get("under", "")
        if parent and parent not in entries:
            raise ValueError(f"category {code!r}: its parent {parent!r} must be listed before it")
        children[parent] = children.get(parent, 0) + 1
        above = entries[parent].path if parent else ""
        entries[code] = _entry(code, row, parent, paths.join(above, children[parent]))
    return list(entries.values())


def lists() -> Mapping[str, list[list[Any]]]:
    """``danger`` words, ``return`` and ``exclusion`` grounds as rows."""
    return tomllib.loads((HERE / "lists.toml").read_text("utf-8"))


def _entry(code: str, row: Mapping[str, Any], parent: str, path: str) -> Entry:
    limit = row.get("limit")
    return Entry(
        code=code,
        parent=parent,
        path=path,
        name=row["name"],
        name_en=row.get("en", ""),
        words=tuple(row.get("words", [])),
        urgency=row.get("urgency", "normal"),
        lead=row.get("lead", ""),
        co_handlers=tuple(row.get("with", [])),
        filing_condition=row.get("when", ""),
        source=CLASSES if {code, parent} & CITY_CLASSES else OURS,
        limit=(Decimal(limit[0]), limit[1], LOCAL_LIMITS[limit[2]]) if limit else None,
    )
