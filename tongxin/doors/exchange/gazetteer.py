"""Which place words mean: by code, by names, by a point, by names within an address. Never by guess:
where the words fit no place or several, it says so.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from tongxin.doors.exchange.tables.opening import folded
from tongxin.ground.organizations.models import Estate
from tongxin.ground.territory import paths, selectors
from tongxin.ground.territory.models import Place

LEVELS = ("zone", "street", "community")
TAILS = re.compile(r"(社区)?(居民委员会|居委会|村民委员会|村委会)$")
SHORTEST_IN_ADDRESS = 2
FINEST_FIRST = ("estate", "community", "street")


@dataclass(frozen=True)
class Found:
    """A place, and what has to be said about how it was found; ``place`` None where there is none."""

    place: Place | None
    reason: str = ""


class Gazetteer:
    """The names of streets, communities and estates below the given paths, read once: two queries."""

    def __init__(self, within: Sequence[str] | None = None, otherwise: Place | None = None) -> None:
        """``within``: only places below these paths; None for all. ``otherwise``: where what has no place
        goes.
        """
        self.otherwise = otherwise
        self._by_path: dict[str, Place] = {}
        self._by_code: dict[str, Place] = {}
        self._names: dict[str, dict[str, set[str]]] = {kind: {} for kind in FINEST_FIRST}
        for place in selectors.places().filter(_below("path", within), level__code__in=LEVELS):
            self._by_path[place.path] = place
            if place.code:
                self._by_code[place.code] = place
            if place.level.code in self._names:
                self._learn(place.level.code, place.name, place.path)
        estates = Estate.objects.filter(_below("place_path", within), until=None)
        for name, path in estates.values_list("name", "place_path"):
            if path in self._by_path:
                self._learn("estate", name, path)

    def resolve(
        self, words: Mapping[str, str], point: tuple[float, float] | None, codes: Mapping[str, str]
    ) -> Found:
        """The place of a row. ``words`` by column (code, estate, community, street, address); ``codes``: the
        map's own words for places.
        """
        told = self._told(words, codes) or self._at_point(point) or self._in_address(words.get("address", ""))
        if told is not None and told.place is not None:
            return told
        reason = told.reason if told else _("The row names no place.")
        return Found(self.otherwise, reason)

    def _told(self, words: Mapping[str, str], codes: Mapping[str, str]) -> Found | None:
        code = words.get("code", "")
        if code:
            place = self._by_code.get(code)
            if place is not None:
                return Found(place)
        unknown = [code] if code else []
        for kind in FINEST_FIRST:
            word = words.get(kind, "")
            if not word:
                continue
            coded = self._by_code.get(codes.get(folded(word), ""))
            if coded is not None:
                return Found(coded, _not_found(unknown))
            fitting = self._narrowed(self._names[kind].get(short(word), set()), words)
            if len(fitting) == 1:
                return Found(self._by_path[fitting.pop()], _not_found(unknown))
            unknown.append(word)
        return Found(None, _not_found(unknown)) if unknown else None

    def _narrowed(self, fitting: set[str], words: Mapping[str, str]) -> set[str]:
        """Of several places of one name those that lie in the community or street the row names too."""
        for kind in ("community", "street"):
            around = self._names[kind].get(short(words.get(kind, "")), set())
            inside = {path for path in fitting if any(paths.is_within(path, each) for each in around)}
            fitting = inside if len(fitting) > 1 and inside else fitting
        return set(fitting)

    def _at_point(self, point: tuple[float, float] | None) -> Found | None:
        if point is None:
            return None
        place = selectors.locate(*point)
        above = paths.ancestors_of(place.path) if place else []
        known = [self._by_path[path] for path in above if path in self._by_path]
        return Found(place) if known else Found(None, _("No place of ours holds the point of the row."))

    def _in_address(self, address: str) -> Found | None:
        """The one estate or community whose name stands in the address; the longest name counts."""
        if not address:
            return None
        text = folded(address)
        hits = [(kind, name) for kind in FINEST_FIRST for name in self._names[kind] if name in text]
        for kind in FINEST_FIRST:
            names = [name for each, name in hits if each == kind and len(name) >= SHORTEST_IN_ADDRESS]
            named = {path for name in _longest(names) for path in self._names[kind][name]}
            if len(named) == 1:
                place = self._by_path[named.pop()]
                return Found(place, _("Found by the name in the address."))
            if len(named) > 1:
                return Found(None, _("The address fits several places."))
        return Found(None, _("No name of ours stands in the address."))

    def _learn(self, kind: str, name: str, path: str) -> None:
        for spelling in {folded(name), short(name)}:
            self._names[kind].setdefault(spelling, set()).add(path)


def short(name: str) -> str:
    """A name without the tail that offices add to it: 天安社区居委会 is 天安社区."""
    bare = TAILS.sub(lambda tail: tail[1] or "", folded(name))
    return bare or folded(name)


def _longest(names: Iterable[str]) -> list[str]:
    """Names that are not just a part of another one that was found too."""
    found = list(names)
    return [name for name in found if not any(name != other and name in other for other in found)]


def _not_found(words: Sequence[str]) -> str:
    if not words:
        return ""
    return _("No single place of ours is called: %(names)s.") % {"names": ", ".join(w[:40] for w in words)}


def _below(field: str, within: Sequence[str] | None) -> Q:
    if within is None:
        return Q()
    found = Q(pk__in=[])
    for path in within:
        found |= paths.below(field, path)
    return found
