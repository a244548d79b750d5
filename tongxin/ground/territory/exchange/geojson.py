"""The tree as a GeoJSON FeatureCollection: one feature a place, the columns of the workbook as properties."""

import json
from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from tongxin.ground.territory import outlines
from tongxin.ground.territory.errors import Problem, Refused
from tongxin.ground.territory.exchange.columns import BY_HEADER, WRITTEN
from tongxin.ground.territory.exchange.rows import (
    MOST_ROWS,
    Reading,
    TreeRow,
    cells_of,
    level_names,
    level_words,
    read_row,
)
from tongxin.ground.territory.models import Level, Place

MOST_BYTES = 100 * 2**20


def write(places: Iterable[Place]) -> Iterator[str]:
    """The collection piece by piece, a line a place, so that a large tree is never held as one text."""
    names = level_names(Level.objects.all())
    yield '{"type":"FeatureCollection","features":['
    for number, place in enumerate(places):
        yield ("\n" if number == 0 else ",\n") + _feature(place, names[place.level_id])
    yield "\n]}\n"


def read(content: str | bytes) -> Reading:
    """The rows of an uploaded collection; every bad feature is named. Raises Refused when it is none.

    ``geometry`` null says nothing about the outline: what is there stays.
    """
    levels, reading = level_words(), Reading()
    strange: set[str] = set()
    for number, feature in enumerate(_features(content), start=1):
        found = _read_feature(number, feature, levels)
        (reading.problems if isinstance(found, Problem) else reading.rows).append(found)
        strange |= _properties(feature).keys() - BY_HEADER.keys()
    reading.unread = sorted(strange)
    return reading


def _feature(place: Place, level_name: str) -> str:
    cells = cells_of(place, level_name)
    properties = {
        column.key: cell.isoformat() if isinstance(cell := cells[column.key], date) else cell
        for column in WRITTEN
    }
    feature = {"type": "Feature", "id": cells["path"], "properties": properties, "geometry": place.outline}
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def _features(content: str | bytes) -> list:
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 2**20})
    try:
        collection = json.loads(content)
    except (ValueError, RecursionError):
        raise Refused(_("This is not JSON.")) from None
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        raise Refused(_("This is not a GeoJSON FeatureCollection."))
    if len(features) > MOST_ROWS:
        raise Refused(_("The file has more than %(most)d features.") % {"most": MOST_ROWS})
    return features


def _properties(feature: object) -> dict[str, object]:
    found = feature.get("properties") if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


def _read_feature(number: int, feature: object, levels: dict[str, str]) -> TreeRow | Problem:
    properties = _properties(feature)
    if not properties:
        return Problem(number, "", _("This feature has no properties."))
    row = read_row(number, properties, levels)
    if isinstance(row, Problem) or feature.get("geometry") is None:
        return row
    try:
        row.values["outline"], row.shape = outlines.read(feature["geometry"])
    except Refused as wrong:
        return Problem(number, row.about, wrong.reason)
    return row
