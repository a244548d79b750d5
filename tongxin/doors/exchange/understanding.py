"""What a row means, by its map: a need, and how far it had come elsewhere."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from tongxin.doors.exchange import dates
from tongxin.doors.exchange.gazetteer import Gazetteer
from tongxin.doors.exchange.mapping import CaseMap
from tongxin.doors.exchange.tables import Row, Table
from tongxin.doors.exchange.tables.opening import as_text, error_heads, folded, is_empty
from tongxin.doors.exchange.trouble import Problem
from tongxin.trades.cases.actions import Contact
from tongxin.trades.cases.actions import Row as Need
from tongxin.trades.cases.actions.intake import LONGEST_TEXT
from tongxin.trades.cases.models import Category

LONGEST_NUMBER = 80
LONGEST_ANSWER = 5000
AHEAD = timedelta(minutes=10)
BACKLOG = timedelta(days=30)  # what is older is open, but no promise of hours begins for it
PLACE_WORDS = ("code", "estate", "community", "street", "address")


@dataclass(frozen=True)
class Outcome:
    """How far it had come: ``state`` of the map's words. ``solved`` "yes", "no" or ""; ``satisfied`` 0 for
    none.
    """

    state: str
    reply: str = ""
    replied_at: datetime | None = None
    closed_at: datetime | None = None
    solved: str = ""
    satisfied: int = 0


@dataclass(frozen=True)
class Understood:
    """A row as it will be taken in. ``rest`` is what of the text goes beyond the first 4,000 characters."""

    row: Row
    need: Need
    outcome: Outcome
    contact: Contact | None = None
    rest: Sequence[str] = field(default_factory=tuple)

    @property
    def number(self) -> str:
        """Its number on the other platform."""
        return self.need.external[1]

    @property
    def has_gone_on(self) -> bool:
        """Whether more happened to it than that it was reported."""
        return self.outcome.state != "open" or bool(self.rest)


def unread(table: Table, case_map: CaseMap) -> list[str]:
    """The columns of the table that the map says nothing about, our own column of reasons aside."""
    mapped = {
        folded(name) for names in [*case_map.columns.values(), *case_map.keep.values()] for name in names
    }
    return [name for name in table.columns if name.strip() and folded(name) not in mapped | error_heads()]


class Reader:
    """Reads the rows of one table by one map. Categories and place names are read once."""

    def __init__(self, table: Table, case_map: CaseMap, gazetteer: Gazetteer, now: datetime) -> None:
        self._map, self._gazetteer, self._now = case_map, gazetteer, now
        self._columns = {
            name: [place for each in names if (place := table.place_of([each])) is not None]
            for name, names in {**case_map.columns, **case_map.keep}.items()
        }
        categories = list(Category.objects.filter(active=True).order_by("path"))
        self._by_code = {category.code: category for category in categories}
        self._by_name = {folded(category.name): category for category in reversed(categories)}

    def understand(self, row: Row) -> Understood | None:
        """The row's meaning; None where the map says to skip it. Raises Problem when it can't be taken in."""
        state = self._state(row)
        if state == "skip":
            return None
        outcome, reported_at, doubts = self._life(row, state)
        text, *rest = self._texts(row)
        words = {name: self._text(row, name) for name in PLACE_WORDS}
        point = self._point(row)
        found = self._gazetteer.resolve(words, point, self._map.places)
        if found.place is None:
            raise Problem(_("%(why)s Please name a place for such rows (--at).") % {"why": found.reason})
        category = self._category(row)
        if category is None and outcome.state != "open":
            raise Problem(_("No category is known for it, and none stands in the map for such rows."))
        kept = {name: self._text(row, name)[:200] for name in self._map.keep if self._text(row, name)}
        over = outcome.state in ("closed", "declined")
        need = Need(
            place=found.place,
            text=text,
            reported_at=reported_at,
            external=(self._map.source, self._number(row, text, reported_at)),
            category=category,
            point=point,
            address_note=" ".join(dict.fromkeys(word for word in words.values() if word)),
            note=found.reason,
            data={"row": row.number, **kept, **doubts},
            begins=reported_at if over else None,
            promised=outcome.state == "open" and self._now - reported_at <= BACKLOG,
        )
        return Understood(row, need, outcome, None if over else self._contact(row), rest)

    def _life(self, row: Row, state: str) -> tuple[Outcome, datetime, dict[str, str]]:
        """Outcome, moment of the report, and which moments are not really known."""
        reported_at = self._moment(row, "time")
        replied_at, closed_at = self._moment(row, "reply_time"), self._moment(row, "closed_time")
        doubts = {}
        over = state in ("closed", "declined")
        ended_at = closed_at or replied_at
        if reported_at is None:
            reported_at = self._instead(ended_at)
            doubts["reported_at"] = "not known"
        if over and ended_at is None:
            if self._map.closing_unknown != "reported":
                raise Problem(_("It was closed, but there is no date of closing."))
            ended_at = reported_at
            doubts["closed_at"] = "not known"
        for moment in filter(None, (reported_at, replied_at, closed_at)):
            if moment > self._now + AHEAD:
                raise Problem(_("The date %(day)s lies in the future.") % {"day": moment.date()})
        if over and min(replied_at or ended_at, ended_at) < reported_at:
            raise Problem(_("It was answered or closed before it was reported."))
        replied_at = min(replied_at or ended_at, ended_at) if over else replied_at
        outcome = Outcome(
            state=state,
            reply=self._text(row, "reply"),
            replied_at=replied_at,
            closed_at=ended_at if over else None,
            solved=self._looked_up(row, "solved", self._map.solved, "") if over else "",
            satisfied=self._looked_up(row, "satisfied", self._map.satisfied, 0) if over else 0,
        )
        return outcome, reported_at, doubts

    def _instead(self, ended_at: datetime | None) -> datetime:
        """The moment of the report where the row does not tell it."""
        if self._map.time_unknown != "error" and ended_at is not None:
            return ended_at
        if self._map.time_unknown != "error":
            return self._now
        raise Problem(_("There is no date of the report."))

    def _state(self, row: Row) -> str:
        if self._map.state:
            return self._map.state
        if self._columns.get("state"):
            word = self._text(row, "state")
            if not word:
                raise Problem(_("The state is empty."))
            return self._known(word, self._map.states, "states")
        return "closed" if self._text(row, "reply") else "open"

    def _looked_up(self, row: Row, column: str, table: Mapping, empty):
        word = self._text(row, column)
        return self._known(word, table, column) if word else empty

    def _known(self, word: str, table: Mapping, name: str):
        if folded(word) not in table:
            raise Problem(
                _("The map does not say what “%(word)s” means ([%(table)s]).")
                % {"word": word[:40], "table": name}
            )
        return table[folded(word)]

    def _texts(self, row: Row) -> list[str]:
        """Subject and text as one, in pieces no longer than a case may have."""
        subject, text = self._text(row, "subject"), self._text(row, "text")
        if not text and not subject:
            raise Problem(_("There is no text."))
        whole = text if text.startswith(subject) else f"{subject}\n{text}".strip()
        first, beyond = whole[:LONGEST_TEXT], whole[LONGEST_TEXT:]
        pieces = [beyond[at : at + LONGEST_ANSWER] for at in range(0, len(beyond), LONGEST_ANSWER)]
        return [first.strip(), *(piece for piece in pieces if piece.strip())]

    def _category(self, row: Row) -> Category | None:
        """The deepest word that is known: last column first, last part first; else the map's own."""
        cells = [as_text(row.cells[place]) for place in self._places(row, "category")]
        parts = [part for cell in cells for part in cell.split(self._map.separator) if part.strip()]
        for part in reversed(parts):
            found = self._by_code.get(self._map.categories.get(folded(part), ""))
            found = found or self._by_name.get(folded(part))
            if found is not None:
                return found
        return self._by_code.get(self._map.category)

    def _contact(self, row: Row) -> Contact | None:
        return Contact(name=self._text(row, "name")[:50], phone=self._text(row, "phone")) or None

    def _number(self, row: Row, text: str, reported_at: datetime) -> str:
        """The other platform's number, or a hash of what was told and when."""
        number = self._text(row, "id")
        if len(number) > LONGEST_NUMBER:
            raise Problem(_("The number has more than %(most)s characters.") % {"most": LONGEST_NUMBER})
        said = f"{reported_at.isoformat()}\0{self._text(row, 'address')}\0{text}"
        return number or "sha256:" + hashlib.sha256(said.encode()).hexdigest()

    def _point(self, row: Row) -> tuple[float, float] | None:
        lat, lng = self._text(row, "lat"), self._text(row, "lng")
        if not lat or not lng:
            return None
        try:
            point = float(lat), float(lng)
        except ValueError:
            raise Problem(_("Latitude and longitude must be numbers.")) from None
        if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
            raise Problem(_("This point is not on the map."))
        return point

    def _moment(self, row: Row, column: str) -> datetime | None:
        return dates.moment(self._cell(row, column), self._map.zone, self._map.formats)

    def _text(self, row: Row, column: str) -> str:
        return as_text(self._cell(row, column)).replace("\0", "")

    def _cell(self, row: Row, column: str) -> object:
        """The first cell of the column's spellings that holds anything."""
        cells = (row.cells[place] for place in self._places(row, column))
        return next((cell for cell in cells if not is_empty(cell)), None)

    def _places(self, row: Row, column: str) -> list[int]:
        return [place for place in self._columns.get(column, []) if place < len(row.cells)]
