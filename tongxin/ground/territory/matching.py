"""Which rows of a file are places we have, which are new, and under what the new ones stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongxin.ground.territory import paths
from tongxin.ground.territory.errors import Problem
from tongxin.ground.territory.exchange.columns import ABOVE, PATH
from tongxin.ground.territory.exchange.rows import TreeRow
from tongxin.ground.territory.models import Place

BATCH = 10_000


@dataclass
class Matched:
    """Rows of known places with these, rows of new places with what they stand under, and the rest."""

    known: list[tuple[TreeRow, Place]] = field(default_factory=list)
    new: list[TreeRow] = field(default_factory=list)
    above: dict[int, Place | str | None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def draft_row(self, row: TreeRow) -> Mapping[str, object]:
        """The row of a new place as ``actions.plant`` understands it."""
        number = paths.number_of(row.path) if row.path else None
        stand = {"key": f"row {row.row}", "parent": self.above[row.row], "level": row.level, "number": number}
        return {"name": "", **row.values, **stand}


def match(rows: Sequence[TreeRow]) -> Matched:
    """Sort rows into known and new. New ones come parents first. Queries grow with batches only."""
    desk = _Desk(rows)
    matched = Matched()
    for row in sorted(rows, key=lambda row: (row.path == "", row.path, row.row)):
        reason = desk.take(row, matched)
        if reason:
            matched.problems.append(Problem(row.row, row.about, reason))
    return matched


class _Desk:
    def __init__(self, rows: Sequence[TreeRow]) -> None:
        wanted = {row.path for row in rows} | {paths.parent_of(row.path) for row in rows}
        self.refs = {row.above: _path_or_none(row.above) for row in rows if row.above}
        wanted |= {path for path in self.refs.values() if path}
        shaped = any(row.shape is not None for row in rows)
        self.places = Place.objects.select_related("level")
        if not shaped:
            self.places = self.places.defer("outline")
        self.by_path = {place.path: place for place in _fetch(self.places, "path", wanted - {""})}
        codes = {code for row in rows if (code := row.values.get("code"))} | set(self.refs)
        self.by_code = {place.code: place for place in _fetch(self.places, "code", codes)}
        self.by_name = self._children_by_name(rows)
        self.new_by_ref: dict[str, TreeRow] = {}
        self.rows_of: dict[object, int] = {}

    def take(self, row: TreeRow, matched: Matched) -> str | None:
        """Put the row where it belongs; the reason when it belongs nowhere."""
        parent, reason = self._parent(row)
        place = None if reason and not row.path else self._known(row, parent)
        if place is None and reason:
            return reason
        twin = self.rows_of.setdefault(place.pk if place else self._identity(row, parent), row.row)
        if twin != row.row:
            return _("This is the same place as row %(row)d.") % {"row": twin}
        if place is None:
            self._announce(row)
            matched.above[row.row] = parent
            matched.new.append(row)
            return None
        if reason := self._standing(row, place, parent):
            return reason
        matched.known.append((row, place))
        return None

    def _parent(self, row: TreeRow) -> tuple[Place | str | None, str | None]:
        """What the row stands under: a place, the key of a new row, or None for a root; or why not."""
        if row.path:
            above = paths.parent_of(row.path)
            found = self._by_path(above) if above else None
            missing = above and found is None
            if row.above and self.refs[row.above] != above and self._by_reference(row.above) != found:
                return None, _("%(column)s and the place number contradict each other.") % {
                    "column": ABOVE.title
                }
            called = paths.to_steps(above) if above else ""
        else:
            found, called = self._by_reference(row.above), row.above
            missing = found is None and not self._is_known_code(row)
        if missing and not called:
            return None, _(
                "Give the place number (column %(path)s) or the place above (column %(above)s)."
            ) % {
                "path": PATH.title,
                "above": ABOVE.title,
            }
        if missing:
            return None, _("There is no place %(above)s above it, or its row was refused.") % {
                "above": called
            }
        return found, None

    def _is_known_code(self, row: TreeRow) -> bool:
        return not row.above and row.values.get("code") in self.by_code

    def _known(self, row: TreeRow, parent: Place | str | None) -> Place | None:
        if row.path:
            return self.by_path.get(row.path)
        if row.values.get("code") and row.values["code"] in self.by_code:
            return self.by_code[row.values["code"]]
        if isinstance(parent, Place):
            return self.by_name.get((parent.pk, row.level, row.values.get("name")))
        return None

    def _standing(self, row: TreeRow, place: Place, parent: Place | str | None) -> str | None:
        if place.level.code != row.level:
            return _("%(place)s is a %(level)s here; a level can't be changed by a file.") % {
                "place": place.full_name,
                "level": place.level.title,
            }
        if row.above and place.parent_id != (parent.pk if isinstance(parent, Place) else None):
            return _("%(place)s stands elsewhere here; move it on its page.") % {"place": place.full_name}
        return None

    def _by_path(self, path: str) -> Place | str | None:
        return self.by_path.get(path) or self._key(path)

    def _by_reference(self, above: str) -> Place | str | None:
        if not above:
            return None
        path = self.refs.get(above) or ""
        return self.by_code.get(above) or self._key(above) or self.by_path.get(path) or self._key(path)

    def _key(self, ref: str) -> str | None:
        row = self.new_by_ref.get(ref) if ref else None
        return f"row {row.row}" if row else None

    def _announce(self, row: TreeRow) -> None:
        for ref in (row.path, row.values.get("code")):
            if ref:
                self.new_by_ref[str(ref)] = row

    def _identity(self, row: TreeRow, parent: Place | str | None) -> object:
        if row.path:
            return row.path
        above = parent.pk if isinstance(parent, Place) else parent
        return (above, row.level, row.values.get("name"), row.values.get("code"))

    def _children_by_name(self, rows: Sequence[TreeRow]) -> dict[tuple, Place]:
        nameless = [row.above for row in rows if not row.path and row.above]
        parents = {place.pk for above in nameless if isinstance(place := self._existing(above), Place)}
        found: dict[tuple, Place] = {}
        for place in _fetch(self.places.order_by("path"), "parent", parents):
            found.setdefault((place.parent_id, place.level.code, place.name), place)
        return found

    def _existing(self, above: str) -> Place | None:
        return self.by_code.get(above) or self.by_path.get(self.refs.get(above) or "")


def _fetch(places: QuerySet[Place], name: str, values: Iterable[object]) -> list[Place]:
    wanted = sorted(values, key=str)
    return [
        place
        for at in range(0, len(wanted), BATCH)
        for place in places.filter(**{f"{name}__in": wanted[at : at + BATCH]})
    ]


def _path_or_none(steps: str) -> str | None:
    try:
        return paths.from_steps(steps)
    except ValueError:
        return None
