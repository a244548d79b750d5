from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from tongxin.ground.territory import paths
from tongxin.ground.territory.actions.record import hold_tree, map_changed, note
from tongxin.ground.territory.by import By
from tongxin.ground.territory.drafting import draft
from tongxin.ground.territory.errors import Refused, RefusedRows
from tongxin.ground.territory.models import Place

BATCH = 2000


def plant(rows: Sequence[Mapping], *, by: By) -> list[Place]:
    """Create many places at once, in a number of statements that depends on depth and batches only.

    A row holds ``level`` (its code) and ``name``; it may hold ``key`` (any text by which later rows
    name it), ``parent`` (a Place, the key of an earlier row, or None for a root), ``number``,
    ``code``, ``ordinal``, ``households``, ``point_lat``, ``point_lng``, ``outline`` (taken as
    checked: see ``set_outline``), ``since`` and ``until``. Parents come before their children; a
    row without ``number`` becomes the last child. Returns the places in the order of the rows.

    Raises RefusedRows naming every row that can't be taken; then nothing is saved.
    """
    with transaction.atomic():
        hold_tree()
        drafts = draft(rows)
        if drafts.problems:
            raise RefusedRows(drafts.problems)
        save_new(drafts.places)
        note("plant", by=by, new={"places": len(drafts.places)})
    return drafts.places


def add_place(
    *,
    level: str,
    name: str,
    by: By,
    parent: Place | None = None,
    code: str | None = None,
    number: int | None = None,
    ordinal: str = "",
    households: int | None = None,
    point: tuple[float, float] | None = None,
    since: date | None = None,
) -> Place:
    """Create one place as the last child of ``parent``, or with the ``number`` asked for.

    ``point`` is (latitude, longitude) in WGS-84. Raises Refused with the reason.
    """
    lat, lng = point or (None, None)
    row = {
        "level": level, "name": name, "parent": parent, "code": code, "number": number, "ordinal": ordinal,
        "households": households, "point_lat": lat, "point_lng": lng, "since": since,
    }  # fmt: skip
    with transaction.atomic():
        hold_tree()
        drafts = draft([row])
        if drafts.problems:
            raise Refused(drafts.problems[0].reason)
        save_new(drafts.places)
        place = drafts.places[0]
        note("add", by=by, place=place, new={"name": name, "level": level, "code": code})
    return place


def save_new(places: Sequence[Place]) -> None:
    """Insert drafted places, parents before children."""
    by_depth: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        by_depth[paths.depth(place.path)].append(place)
    for depth in sorted(by_depth):
        Place.objects.bulk_create(by_depth[depth], batch_size=BATCH)
    if any(place.outline for place in places):
        map_changed()
