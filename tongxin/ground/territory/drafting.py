"""Rows that wish to be places: checked and joined to the tree, nothing saved yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from tongxin.ground.territory import names, paths
from tongxin.ground.territory.errors import Problem
from tongxin.ground.territory.models import Level, Place

PLAIN = ("name", "code", "ordinal", "households", "point_lat", "point_lng", "since", "until", "outline")
LONGEST_PATH = Place._meta.get_field("path").max_length


@dataclass
class Drafts:
    """Places to be born, parents before children, and what is wrong with the rows that can't be."""

    places: list[Place] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def draft(rows: Sequence[Mapping]) -> Drafts:
    """Places for ``rows``; see ``actions.plant`` for what a row holds.

    A constant number of queries. Every row that can't become a place is named in ``problems``;
    the rows under it are left out with it, each with its own reason.
    """
    desk = _Desk(rows)
    drafts = Drafts()
    for position, row in enumerate(rows, start=1):
        place, reason = desk.seat(row)
        if place is None:
            drafts.problems.append(Problem(position, str(row.get("name") or ""), reason))
        else:
            drafts.places.append(place)
    return drafts


def tidy(place: Place) -> None:
    """Bring plain fields into the form they are kept in: single spaces, points to a centimetre."""
    place.name, place.ordinal = (" ".join(text.split()) for text in (place.name, place.ordinal))
    if place.point_lat is not None and place.point_lng is not None:
        place.point_lat, place.point_lng = round(place.point_lat, 7), round(place.point_lng, 7)


def field_problem(place: Place) -> str | None:
    """Why the plain fields of a place can't be kept, or None."""
    code, households = place.code, place.households
    if not place.name or len(place.name) > 80:
        return _("The name is missing or longer than 80 characters.")
    if not (place.name + place.ordinal).isprintable():
        return _("The name holds characters that can't be printed, such as control characters.")
    if code is not None and not (code.isascii() and code.isdigit() and 2 <= len(code) <= 12):
        return _("The division code “%(code)s” must have 2 to 12 digits and nothing else.") % {"code": code}
    if len(place.ordinal) > 32:
        return _("The number in words is longer than 32 characters.")
    if households is not None and not 0 <= households <= 10_000_000:
        return _("The number of households must be between 0 and 10,000,000.")
    if place.until is not None and place.until < place.since:
        return _("A place can't end before it begins.")
    return point_problem(place.point_lat, place.point_lng)


def point_problem(lat: float | None, lng: float | None) -> str | None:
    """Why a pair of coordinates is no point on earth, or None. Both absent is fine."""
    if lat is None and lng is None:
        return None
    if lat is None or lng is None:
        return _("Latitude and longitude belong together: give both or none.")
    if not (-90 <= lat <= 90 and -180 <= lng <= 180):
        return _("Latitude must be within ±90 and longitude within ±180; perhaps they are swapped.")
    return None


def standing_problem(place: Place, parent: Place | None) -> str | None:
    """Why a place can't stand under ``parent``, or None."""
    if parent is None:
        return None
    if parent.level.rank >= place.level.rank:
        return _("A %(child)s can't stand under a %(parent)s.") % {
            "child": place.level.title,
            "parent": parent.level.title,
        }
    if parent.until is not None and (place.until is None or place.until > parent.until):
        return _("%(parent)s is closed from %(day)s on; nothing open can stand under it.") % {
            "parent": parent.full_name,
            "day": parent.until.isoformat(),
        }
    return None


def chain_of(place: Place) -> list[Place]:
    """The place and its ancestors, root first, over ``parent`` objects already in memory."""
    chain = [place]
    while chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    return chain[::-1]


def load_chains(places: Iterable[Place]) -> dict[str, Place]:
    """Existing places with all their ancestors joined in memory, by path. One query."""
    wanted = {step for place in places for step in paths.ancestors_of(place.path)}
    found = {
        place.path: place
        for place in Place.objects.filter(path__in=wanted).defer("outline").select_related("level")
    }
    for place in found.values():
        place.parent = found.get(paths.parent_of(place.path))
    return found


class _Desk:
    """Keeps what seating one row after the other needs to know."""

    def __init__(self, rows: Sequence[Mapping]) -> None:
        self.today: date = timezone.localdate()
        self.levels = {level.code: level for level in Level.objects.all()}
        parents = {row["parent"].pk for row in rows if isinstance(row.get("parent"), Place)}
        standing = list(Place.objects.filter(pk__in=parents).only("path"))
        chains = load_chains(standing)
        self.found = {place.pk: chains[place.path] for place in standing}
        self.taken = _numbers_taken(standing, any(row.get("parent") is None for row in rows))
        self.last = {path: max(numbers, default=0) for path, numbers in self.taken.items()}
        self.codes = set(
            Place.objects.filter(code__in={row["code"] for row in rows if row.get("code")}).values_list(
                "code", flat=True
            )
        )
        self.by_key: dict[str, Place] = {}

    def seat(self, row: Mapping) -> tuple[Place | None, str | None]:
        level = self.levels.get(row.get("level", ""))
        if level is None or not level.active:
            return None, self._unknown_level(row)
        parent = self._parent(row.get("parent"))
        if parent is None and row.get("parent") is not None:
            return None, _("The place above it is missing or could not be taken.")
        place = Place(level=level, parent=parent, **{name: row[name] for name in PLAIN if name in row})
        place.since = place.since or self.today
        tidy(place)
        reason = (
            field_problem(place)
            or standing_problem(place, parent)
            or self._code_problem(place)
            or self._number(place, row.get("number"))
        )
        if reason:
            return None, reason
        place.full_name = names.full_name(chain_of(place))
        place.sort_key, place.initials = names.sort_key(place.name), names.initials(place.name)
        if row.get("key"):
            self.by_key[row["key"]] = place
        return place, None

    def _parent(self, parent: Place | str | None) -> Place | None:
        if isinstance(parent, Place):
            return self.found.get(parent.pk)
        return self.by_key.get(parent) if parent else None

    def _unknown_level(self, row: Mapping) -> str:
        known = "、".join(level.title for level in self.levels.values() if level.active)
        return _("There is no level “%(level)s”. Levels are: %(known)s.") % {
            "level": row.get("level") or "",
            "known": known,
        }

    def _code_problem(self, place: Place) -> str | None:
        if place.code is None:
            return None
        if place.code in self.codes:
            return _("Another place already has the division code %(code)s.") % {"code": place.code}
        self.codes.add(place.code)
        return None

    def _number(self, place: Place, number: int | None) -> str | None:
        above = place.parent.path if place.parent else ""
        taken = self.taken.setdefault(above, set())
        if number is None:
            number = self.last.get(above, 0) + 1
        if not 1 <= number <= paths.MOST_CHILDREN:
            return _("The number must be between 1 and %(most)d.") % {"most": paths.MOST_CHILDREN}
        if number in taken:
            return _("Another place under the same parent already has the number %(number)d.") % {
                "number": number
            }
        if len(above) + paths.WIDTH > LONGEST_PATH:
            return _("The tree would become too deep.")
        taken.add(number)
        self.last[above] = max(self.last.get(above, 0), number)
        place.number, place.path = number, paths.join(above, number)
        return None


def _numbers_taken(parents: Sequence[Place], roots: bool) -> dict[str, set[int]]:
    paths_of = {parent.pk: parent.path for parent in parents}
    taken: dict[str, set[int]] = {path: set() for path in paths_of.values()}
    for parent_id, number in Place.objects.filter(parent_id__in=paths_of).values_list("parent_id", "number"):
        taken[paths_of[parent_id]].add(number)
    if roots:
        taken[""] = set(Place.objects.filter(parent=None).values_list("number", flat=True))
    return taken
