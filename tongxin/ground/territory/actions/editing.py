from datetime import date
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongxin.ground.territory import names, paths
from tongxin.ground.territory.actions.record import few_tops, fresh, hold_tree, map_changed, note
from tongxin.ground.territory.by import By
from tongxin.ground.territory.drafting import chain_of, field_problem, load_chains, standing_problem, tidy
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.models import Place

EDITABLE = ("name", "code", "ordinal", "households", "point_lat", "point_lng", "since")


def rename(place: Place, *, name: str, by: By) -> Place:
    """Give a place another name; the full names of everything below follow. Raises Refused."""
    return edit(place, by=by, name=name)


def edit(place: Place, *, by: By, **fields: object) -> Place:
    """Change plain fields of a place: any of ``EDITABLE``. The same values change nothing.

    Raises Refused with the reason, TypeError for a field that isn't plain.
    """
    if unknown := set(fields) - set(EDITABLE):
        raise TypeError(f"not plain fields of a place: {sorted(unknown)}")
    with transaction.atomic():
        hold_tree()
        place = fresh(place)
        old = {name: getattr(place, name) for name in fields if getattr(place, name) != fields[name]}
        if not old:
            return place
        for name in old:
            setattr(place, name, fields[name])
        tidy(place)
        if reason := field_problem(place) or _code_taken(place):
            raise Refused(reason)
        place.sort_key, place.initials = names.sort_key(place.name), names.initials(place.name)
        place.save(update_fields=[*old, "sort_key", "initials"])
        if "name" in old:
            refresh_names(place.path)
            place.refresh_from_db(fields=["full_name"])
        if "since" in old:
            map_changed()
        note("edit", by=by, place=place, old=_plain(old), new=_plain({name: fields[name] for name in old}))
    return place


def close(place: Place, *, on: date, by: By, with_children: bool = False, reason: str = "") -> int:
    """End a place: ``on`` is the first day on which it is no longer there. Returns how many ended.

    Raises Refused while places below would stay open, unless ``with_children`` ends them with it.
    """
    with transaction.atomic():
        hold_tree()
        place = fresh(place)
        if place.until is not None and place.until <= on:
            raise Refused(_("%(place)s is already closed.") % {"place": place.full_name})
        if on < place.since:
            raise Refused(_("A place can't end before it begins."))
        ending = Place.objects.filter(paths.below("path", place.path)).filter(
            Q(until__isnull=True) | Q(until__gt=on)
        )
        if not with_children:
            _refuse_open_children(ending.exclude(pk=place.pk))
        ended = ending.update(until=_later_of_since_and(on))
        map_changed()
        note(
            "close",
            by=by,
            place=place,
            old={"until": place.until and place.until.isoformat()},
            new={"until": on.isoformat(), "places": ended, "reason": reason},
        )
    place.until = on
    return ended


def reopen(place: Place, *, by: By) -> Place:
    """Undo the closing of one place; what was closed below it stays closed. Raises Refused."""
    with transaction.atomic():
        hold_tree()
        place = fresh(place)
        if place.until is None:
            return place
        old, place.until = place.until, None
        if reason := standing_problem(place, place.parent):
            raise Refused(reason)
        place.save(update_fields=["until"])
        map_changed()
        note("reopen", by=by, place=place, old={"until": old.isoformat()}, new={"until": None})
    return place


def refresh_names(*branches: str) -> int:
    """Write the full names of the places at these paths and of everything below anew.

    Returns how many changed. Three statements, whatever the size of the branches.
    """
    wanted = reduce(or_, (paths.below("path", path) for path in few_tops(branches)))
    below = list(Place.objects.filter(wanted).defer("outline").select_related("level").order_by("path"))
    known = load_chains(below[:1] if len(branches) == 1 else below)
    changed: dict[int, str] = {}
    for place in below:
        place.parent = known.get(paths.parent_of(place.path))
        known[place.path] = place
        called = names.full_name(chain_of(place))
        if called != place.full_name:
            changed[place.pk] = called
    with connection.cursor() as cursor:
        cursor.execute(
            "update territory_place p set full_name = n.called"
            " from unnest(%s::bigint[], %s::text[]) as n(id, called) where p.id = n.id",
            [list(changed), list(changed.values())],
        )
    return len(changed)


def _later_of_since_and(on: date) -> Greatest:
    # A place that begins after the closing day ends on the day it begins: it never was.
    return Greatest(F("since"), Value(on))


def _refuse_open_children(open_children: QuerySet) -> None:
    count = open_children.count()
    if count:
        example = open_children.order_by("path").values_list("full_name", flat=True).first()
        raise Refused(
            ngettext(
                "%(count)d place below is still open: %(example)s. Close it too, or first.",
                "%(count)d places below are still open, for example %(example)s. Close them too, or first.",
                count,
            )
            % {"count": count, "example": example}
        )


def _code_taken(place: Place) -> str | None:
    if place.code is None:
        return None
    other = Place.objects.filter(code=place.code).exclude(pk=place.pk).first()
    return other and _("%(place)s already has the division code %(code)s.") % {
        "place": other.full_name,
        "code": place.code,
    }


def _plain(fields: dict) -> dict:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}
