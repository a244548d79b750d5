"""Maps: which column of somebody's table means what. A map is a TOML file; docs/reference/import-maps.md
lists its keys.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongxin.doors.exchange.tables.opening import folded
from tongxin.doors.exchange.trouble import Unusable

SHIPPED = Path(__file__).parent / "maps"
COLUMNS = {
    "id": "the number of the case on the other platform",
    "text": "what the resident said; the one column there must be",
    "subject": "a title, put before the text",
    "time": "when it was reported",
    "code": "division code of the place",
    "estate": "name of the estate",
    "community": "name of the community",
    "street": "name of the street",
    "address": "where it is, in words: searched for names of estates and communities, and kept",
    "lat": "latitude, WGS-84",
    "lng": "longitude, WGS-84",
    "category": "words of the category; all these columns are read, the deepest known word wins",
    "state": "state there, looked up in [states]",
    "reply": "the answer that was given",
    "reply_time": "when it was given",
    "closed_time": "when it was closed",
    "solved": "whether the resident called it solved, looked up in [solved]",
    "satisfied": "how satisfied the resident was, looked up in [satisfied]",
    "name": "name of who reported it; taken in for open cases only",
    "phone": "telephone of who reported it; taken in for open cases only",
}
STATES = ("open", "accepted", "handling", "closed", "declined", "skip")
SATISFIED = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class CaseMap:
    """One map, checked. Words of tables are folded (see ``folded``)."""

    name: str
    title: str
    title_en: str
    about: str
    source: str
    columns: Mapping[str, Sequence[str]]
    zone: ZoneInfo
    formats: Sequence[str] = ()
    separator: str = "->"
    category: str = ""
    state: str = ""
    time_unknown: str = "error"
    closing_unknown: str = "error"
    keep: Mapping[str, Sequence[str]] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    solved: Mapping[str, str] = field(default_factory=dict)
    satisfied: Mapping[str, int] = field(default_factory=dict)

    def is_head(self, names: Sequence[str]) -> bool:
        """Whether these folded names can be the head: the text's column, and another one of ours."""
        there = set(names)
        known = [name for name, spellings in self.columns.items() if there & {folded(s) for s in spellings}]
        return "text" in known and (len(known) > 1 or len(self.columns) == 1)

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return self.title_en if (get_language() or "").startswith("en") else self.title


KEYS = [each.name for each in fields(CaseMap) if each.name != "name"]


def shipped() -> list[CaseMap]:
    """The maps that come with the product, by name."""
    return [load(path.stem) for path in sorted(SHIPPED.glob("*.toml"))]


def load(name: str) -> CaseMap:
    """A shipped map by its name, or one of your own by its file. Raises Unusable with what is wrong."""
    own = Path(name)
    path = own if own.suffix == ".toml" else SHIPPED / f"{own.name}.toml"
    try:
        written = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        known = ", ".join(sorted(each.stem for each in SHIPPED.glob("*.toml")))
        raise Unusable(
            _("There is no map “%(name)s”. Shipped maps: %(known)s.") % {"name": name, "known": known}
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unusable(
            _("The map “%(name)s” is not valid TOML: %(why)s") % {"name": name, "why": error}
        ) from error
    return _checked(path.stem, written)


def _checked(name: str, written: Mapping[str, Any]) -> CaseMap:
    wrong = sorted(set(written) - set(KEYS))
    wrong += [f"columns.{column}" for column in sorted(set(written.get("columns", {})) - set(COLUMNS))]
    wrong += [f"states: {word}" for word in written.get("states", {}).values() if word not in STATES]
    wrong += [f"satisfied: {word}" for word in written.get("satisfied", {}).values() if word not in SATISFIED]
    wrong += [
        f"{key} = {written[key]!r}"
        for key, known in (
            ("state", STATES), ("time_unknown", ("error", "closing", "now")),
            ("closing_unknown", ("error", "reported")),
        )
        if key in written and written[key] not in known
    ]  # fmt: skip
    if "text" not in written.get("columns", {}):
        wrong.append("columns.text")
    if not 0 < len(written.get("source", "")) <= 40:
        wrong.append("source")
    try:
        zone = ZoneInfo(written.get("zone", "Asia/Shanghai"))
    except (ZoneInfoNotFoundError, ValueError):
        wrong.append("zone")
    if wrong:
        raise Unusable(
            _("The map “%(name)s” has keys that are wrong or missing: %(keys)s")
            % {"name": name, "keys": ", ".join(wrong)}
        )
    facts = {"title": name, "about": "", **written, "name": name, "zone": zone}
    facts.setdefault("title_en", facts["title"])
    for table in ("states", "categories", "places", "solved", "satisfied"):
        facts[table] = {folded(word): meaning for word, meaning in written.get(table, {}).items()}
    for table in ("columns", "keep"):
        facts[table] = {key: [names] if isinstance(names, str) else names
                        for key, names in written.get(table, {}).items()}  # fmt: skip
    return CaseMap(**facts)
