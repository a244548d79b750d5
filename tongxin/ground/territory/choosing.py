"""A resident chooses a place in plain steps: by its name, or by going down the tree; each step an address."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from tongxin.ground.statements import Given, composed
from tongxin.ground.territory import selectors
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.picking import LONGEST_ID, point_of

MOST_FOUND = 40


def place_of(given: Mapping[str, str]) -> tuple[Place | None, str]:
    """The place that a door code (``at``) or a choice (``place``) names, and the code if it was one."""
    code = given.get("at", "").upper()
    if code and (found := selectors.resolve_place_code(code)):
        return found.place, found.code
    return place_by_id(given.get("place", "")), ""


def place_by_id(text: str) -> Place | None:
    """The place that is there today under that id, whatever was typed as one."""
    is_id = text.isascii() and text.isdigit() and len(text) <= LONGEST_ID
    found = _there().things(pk=int(text), day=timezone.localdate()) if is_id else []
    return found[0] if found else None


@composed
def _there() -> QuerySet[Place]:
    return selectors.places(Given("day")).filter(pk=Given("pk"))


def chosen(given: Mapping[str, str]) -> tuple[Place | None, tuple[float, float] | None]:
    """What the page of places sent: the place that was pressed, or with ``here`` the one around the position
    of the browser, and that position (latitude, longitude).
    """
    point = point_of(given.get("lat", ""), given.get("lng", "")) if "here" in given else None
    return (selectors.locate(*point) if point else place_by_id(given.get("place", ""))), point


def on_offer(given: Mapping[str, str]) -> dict[str, object]:
    """What the page of places shows, for its template ``web/territory/choose.html``: those called ``q``,
    those within ``within``, or the communities; ``outlines`` is the map of the same places.
    """
    sought = given.get("q", "").replace("\0", "").strip()
    within = place_by_id(given.get("within", ""))
    if sought:
        found = list(selectors.search(sought)[:MOST_FOUND])
    elif within is not None:
        found = list(selectors.children(within))
    else:
        found = list(selectors.places().filter(level__code=selectors.COMMUNITY))
    return {"places": found, "within": within, "q": sought, "outlines": "" if sought else _outlines(within)}


def _outlines(within: Place | None) -> str:
    if within is not None:
        return reverse("places:outlines", args=[within.pk])
    return reverse("places:all_outlines") + "?of=community"
