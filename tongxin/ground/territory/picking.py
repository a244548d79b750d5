"""Choosing a place in a form: by its name or the code on its door, by going down the tree, or on a map.

Everything works by sending the form: the buttons that look something up (``browses``) show the form again
with what they found, and scripts fetch the same lists without leaving the page.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tongxin.ground.territory import paths, selectors
from tongxin.ground.territory.models import Place

EVERYWHERE = ("",)
MOST_FOUND = 12
MOST_BELOW = 400
LONGEST_ID = 18


@dataclass(frozen=True)
class Picked:
    """The place that was chosen and, if somebody set a pin, its point (latitude, longitude) in WGS-84."""

    place: Place
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class Choices:
    """The places on offer: found by a name, or below ``within``; each with ``has_below``.

    ``above`` is the id of the place one step up, 0 for the start of the list, None where there is no way up.
    """

    places: list[Place] = field(default_factory=list)
    within: Place | None = None
    above: int | None = None
    sought: str = ""
    chosen: int = 0


def area_q(tops: Sequence[str], path: str = "path") -> Q:
    """Rows below any of these paths; ``[""]`` is everywhere and ``[]`` nowhere."""
    if "" in tops:
        return Q()
    found = Q(pk__in=[])
    for top in tops:
        found |= paths.below(path, top)
    return found


def found(tops: Sequence[str], said: str) -> list[Place]:
    """The places called so, or behind that code, within an area; at most a dozen."""
    code = selectors.resolve_place_code(said.strip().upper())
    called = selectors.places().filter(pk=code.place_id) if code else selectors.search(said.replace("\0", ""))
    return list(_with_below(called.filter(area_q(tops)))[:MOST_FOUND])


def choices(tops: Sequence[str], *, said: str = "", within: int = 0, chosen: int = 0) -> Choices:
    """What to offer: what the words find, else what is below a place, else where the area begins."""
    if said.strip():
        return Choices(found(tops, said), sought=said, chosen=chosen)
    inside = selectors.places().filter(area_q(tops), pk=within).first() if within else None
    if inside is not None:
        at_top = inside.path in tops
        above = None if at_top and len(tops) == 1 else 0 if at_top else inside.parent_id or 0
        return Choices(_below(inside), inside, above, chosen=chosen or inside.pk)
    begin = selectors.roots() if "" in tops else selectors.places().filter(path__in=tops)
    starts = list(_with_below(begin)[:MOST_BELOW])
    if len(starts) == 1:
        return Choices(_below(starts[0]), starts[0], chosen=chosen)
    return Choices(starts, chosen=chosen)


def _below(place: Place) -> list[Place]:
    return list(_with_below(selectors.children(place))[:MOST_BELOW])


def _with_below(places: QuerySet[Place]) -> QuerySet[Place]:
    below = Place.objects.filter(selectors.valid(), parent=OuterRef("pk"))
    return places.annotate(has_below=Exists(below))


@dataclass(frozen=True)
class Given:
    """What came with a form: the words, the choice and for which words it was offered, a look-up, a pin."""

    said: str = ""
    place: int = 0
    offered_for: str = ""
    opened: int | None = None
    point: tuple[float, float] | None = None

    @property
    def chosen(self) -> int:
        """The choice; none when other words were typed since it was offered."""
        return self.place if self.said.strip() == self.offered_for.strip() else 0


class PlacePicker(forms.Widget):
    """Draws the component ``place_picker``; ``tops`` and ``verb`` say whose places are offered."""

    template_name = "web/widgets/place_picker.html"
    tops: Sequence[str] = EVERYWHERE
    verb = ""
    with_pin = False

    def use_required_attribute(self, initial: Any) -> bool:
        """The words may be missing where a place has been chosen, which a browser cannot know."""
        return False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Given:
        opened = data.get(f"{name}-open", "")
        return Given(
            said=data.get(name, "").replace("\0", ""),
            place=id_of(data.get(f"{name}-place", "")),
            offered_for=data.get(f"{name}-for", "").replace("\0", ""),
            opened=id_of(opened) if opened else None,
            point=point_of(data.get(f"{name}-lat", ""), data.get(f"{name}-lng", "")),
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-place" not in data

    def asked(self, data: Any, name: str) -> bool:
        """Whether a look-up was pressed rather than the form sent."""
        return f"{name}-open" in data or f"{name}-find" in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        given = value if isinstance(value, Given) else Given()
        if isinstance(value, Place):
            offered = choices(self.tops, within=value.pk, chosen=value.pk)
        elif given.opened is not None:
            given, offered = Given(point=given.point), choices(self.tops, within=given.opened)
        elif given.said.strip() or not given.place:
            offered = choices(self.tops, said=given.said, chosen=given.chosen)
        else:
            offered = choices(self.tops, within=given.place, chosen=given.place)
        context = super().get_context(name, None, attrs)
        context["widget"] |= {
            "said": given.said,
            "choices": offered,
            "point": given.point,
            "verb": self.verb,
            "with_pin": self.with_pin,
        }
        return context


class PlaceField(forms.Field):
    """A place, cleaned to a :class:`Picked`. ``narrow`` says of whose area; at first it is everywhere."""

    widget = PlacePicker
    default_error_messages = {
        "required": _("Please say where it is."),
        "unknown": _("We found no place of that name. Try a part of it."),
        "several": _("Several places fit; please choose one below."),
    }

    def __init__(self, *, pin: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.widget.with_pin = pin

    def narrow(self, tops: Sequence[str], verb: str) -> None:
        """Offer and take only places below these paths, those where the reader may do ``verb``."""
        self.widget.tops, self.widget.verb = list(tops), verb

    def clean(self, value: Given) -> Picked | None:
        value = value or Given()
        if value.chosen:
            inside = selectors.places().filter(area_q(self.widget.tops), pk=value.chosen)
            meant = list(inside)
        else:
            meant = _meant(found(self.widget.tops, value.said), value.said.strip())
        if len(meant) == 1:
            return Picked(meant[0], value.point if self.widget.with_pin else None)
        if meant:
            raise self._wrong("several")
        if value.said.strip() or value.chosen:
            raise self._wrong("unknown")
        if self.required:
            raise self._wrong("required")
        return None

    def has_changed(self, initial: Any, data: Given) -> bool:
        return bool(data and (data.said.strip() or data.place))

    def _wrong(self, code: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code)


def _meant(places: list[Place], said: str) -> list[Place]:
    """Of places found, widest first, the one that is called just so, or that all the others lie in."""
    exactly = [place for place in places if place.full_name == said]
    if not exactly and all(place.path.startswith(places[0].path) for place in places):
        return places[:1]
    return exactly or places


class PicksPlaces(forms.Form):
    """A form with a place in it."""

    def browses(self) -> bool:
        """Whether one only looked something up: what was typed is shown again, and nothing is wrong yet."""
        pickers = [
            (self.add_prefix(n), f.widget) for n, f in self.fields.items() if isinstance(f, PlaceField)
        ]
        asked = self.is_bound and any(widget.asked(self.data, name) for name, widget in pickers)
        if asked:
            self.errors.clear()
        return asked


def id_of(text: str) -> int:
    """The id that was sent, 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else 0


def point_of(lat: str, lng: str) -> tuple[float, float] | None:
    """The point that was sent, None where it is none on earth."""
    with suppress(ValueError):
        point = float(lat), float(lng)
        if -90 <= point[0] <= 90 and -180 <= point[1] <= 180:
            return point
    return None
