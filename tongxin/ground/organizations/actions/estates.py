"""Registering estates and the buildings that belong to them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongxin.ground.organizations.actions.writing import end_all, log, must_be_there, store, tidy_names
from tongxin.ground.organizations.dates import in_force, today
from tongxin.ground.organizations.models import Estate, EstatePlace
from tongxin.ground.territory.by import By
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import is_within

CORRECTABLE = ("name", "name_en", "households", "residential", "eligible_for_owners_committee")


def register_estate(*, by: By, name: str, community: Place, **columns: Any) -> Estate:
    """Register one estate; ``columns`` as in ``register_estates``."""
    return register_estates([{"name": name, "community": community, **columns}], by=by)[0]


@transaction.atomic
def register_estates(rows: Iterable[Mapping[str, Any]], *, by: By) -> list[Estate]:
    """Register estates in a fixed number of statements.

    Each row: ``name``, ``community``, and if known ``name_en``, ``places`` (buildings), ``households``,
    ``residential``, ``eligible_for_owners_committee``, ``since``.
    """
    rows = [dict(row) for row in rows]
    buildings = [row.pop("places", ()) for row in rows]
    estates = [
        Estate(**row | {"place_path": row["community"].path, "since": today(row.get("since"))})
        for row in rows
    ]
    store(estates)
    log("register", estates, by=by, data={estate.pk: {"name": estate.name} for estate in estates})
    members = [
        _member(estate, place, estate.since)
        for estate, places in zip(estates, buildings, strict=True)
        for place in places
    ]
    store(members)
    return estates


@transaction.atomic
def correct_estate(estate: Estate, *, by: By, **changes: Any) -> Estate:
    """Correct what an estate is called and counts: any of ``CORRECTABLE``."""
    unknown = changes.keys() - set(CORRECTABLE)
    if unknown:
        raise TypeError(f"not to be corrected: {', '.join(sorted(unknown))}")
    old = {name: getattr(estate, name) for name in changes}
    for name, value in changes.items():
        setattr(estate, name, value)
    tidy_names(estate)
    estate.full_clean()
    estate.save(update_fields=list(changes))
    log("correct", [estate], by=by, data={estate.pk: {"old": old, "new": changes}})
    return estate


@transaction.atomic
def join_estate(
    estate: Estate, places: Iterable[Place], *, by: By, since: dt.date | None = None
) -> list[EstatePlace]:
    """Let places belong to an estate from that day on."""
    members = [_member(estate, place, today(since)) for place in places]
    store(members)
    log(
        "join", members, by=by, data={row.pk: {"estate": estate.pk, "place": row.place_id} for row in members}
    )
    return members


@transaction.atomic
def leave_estate(estate: Estate, places: Iterable[Place], *, by: By, on: dt.date | None = None) -> int:
    """End the belonging of places to an estate on that day; returns how many it was."""
    on = today(on)
    members = list(estate.estate_places.filter(in_force(on), place__in=list(places)))
    for row in members:
        row.until = on
    EstatePlace.objects.bulk_update(members, ["until"])
    log("leave", members, by=by)
    return len(members)


@transaction.atomic
def close_estate(estate: Estate, *, by: By, on: dt.date | None = None) -> Estate:
    """End an estate on that day, with everything about it that lasts longer or was to begin later."""
    on = today(on)
    estate.until = on
    estate.full_clean()
    estate.save(update_fields=["until"])
    end_all(estate.estate_places, on)
    end_all(estate.service_facts, on)
    end_all(estate.committee_facts, on, since="formed_on", until="ended_on")
    log("close", [estate], by=by, data={estate.pk: {"on": on.isoformat()}})
    return estate


def _member(estate: Estate, place: Place, since: dt.date) -> EstatePlace:
    if not is_within(place.path, estate.place_path):
        raise ValidationError(
            _("%(place)s does not lie in %(community)s.")
            % {"place": place.full_name, "community": estate.community.full_name}
        )
    must_be_there(estate, since)
    must_be_there(place, since)
    return EstatePlace(estate=estate, place=place, place_path=place.path, since=since)
