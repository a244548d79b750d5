"""What every action shares: one writer at a time, a line in the record, a new map version."""

from collections.abc import Iterable, Mapping

from django.db import connection
from django.utils.translation import gettext as _

from tongxin.ground.territory import paths
from tongxin.ground.territory.by import By
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.models import Change, OutlineState, Place


def hold_tree() -> OutlineState:
    """Wait until nobody else changes the tree; held till the transaction ends.

    Edits of the tree are rare and touch whole branches: one lock is simpler than many, and
    no child can be born under a path that is being rewritten.
    """
    OutlineState.objects.bulk_create([OutlineState(id=1)], ignore_conflicts=True)
    return OutlineState.objects.select_for_update().get(id=1)


def fresh(place: Place) -> Place:
    """The place as it stands now, read under the tree lock. Raises Refused when it is gone."""
    found = Place.objects.select_related("level").filter(pk=place.pk).first()
    if found is None:
        raise Refused(_("This place no longer exists."))
    return found


def map_changed() -> None:
    """Give the map a version that was never used before, so that every process reads it anew."""
    with connection.cursor() as cursor:
        cursor.execute("update territory_outlinestate set version = nextval('territory_version_seq')")


def note(
    what: str,
    *,
    by: By,
    place: Place | None = None,
    old: Mapping | None = None,
    new: Mapping | None = None,
) -> None:
    """Record one change."""
    note_all([change(what, by=by, place=place, old=old, new=new)])


def change(
    what: str,
    *,
    by: By,
    place: Place | None = None,
    old: Mapping | None = None,
    new: Mapping | None = None,
) -> Change:
    return Change(
        by_key=by.key,
        by_name=str(by.name)[:120],
        what=what,
        place_id=place.pk if place else None,
        place_path=place.path if place else "",
        old=dict(old or {}),
        new=dict(new or {}),
    )


def note_all(changes: Iterable[Change]) -> None:
    Change.objects.bulk_create(changes, batch_size=2000)


def topmost(found: Iterable[str]) -> list[str]:
    """The paths that lie under none of the others."""
    tops: list[str] = []
    for path in sorted(found):
        if not (tops and path.startswith(tops[-1])):
            tops.append(path)
    return tops


def few_tops(found: Iterable[str], most: int = 20) -> list[str]:
    """A few paths that together hold all of these, climbing towards the roots while there are too many."""
    tops = topmost(found)
    while len(tops) > most and max(map(len, tops)) > paths.WIDTH:
        deepest = max(map(len, tops))
        tops = topmost(paths.parent_of(path) if len(path) == deepest else path for path in tops)
    return tops
