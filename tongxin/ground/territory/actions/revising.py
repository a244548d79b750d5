"""Changing many known places at once, as an import does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from tongxin.ground.territory import names
from tongxin.ground.territory.actions.editing import refresh_names
from tongxin.ground.territory.drafting import field_problem, tidy
from tongxin.ground.territory.errors import Problem
from tongxin.ground.territory.exchange.rows import TreeRow
from tongxin.ground.territory.models import Place


@dataclass
class Revised:
    """Places that changed with their old and new values; those with a new outline; rows refused."""

    changed: list[tuple[Place, dict, dict]] = field(default_factory=list)
    reshaped: dict[int, tuple[TreeRow, Place]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def revise(known: Sequence[tuple[TreeRow, Place]]) -> Revised:
    """Bring known places to what their rows say, in a constant number of statements."""
    revised = Revised()
    rows: dict[int, TreeRow] = {}
    for row, place in known:
        old, new = _differences(row, place)
        if not old:
            continue
        if reason := field_problem(place):
            revised.problems.append(Problem(row.row, row.about, reason))
            continue
        rows[place.pk] = row
        revised.changed.append((place, old, new))
        if "outline" in new:
            revised.reshaped[place.pk] = (row, place)
    revised.problems += _shared_codes(revised.changed, rows)
    if revised.changed and not revised.problems:
        _save(revised.changed)
        revised.problems += _broken_endings(revised.changed, rows)
    return revised


def _differences(row: TreeRow, place: Place) -> tuple[dict, dict]:
    before = {name: getattr(place, name) for name in row.values}
    for name, value in row.values.items():
        setattr(place, name, value)
    tidy(place)
    old = {name: value for name, value in before.items() if value != getattr(place, name)}
    return _plain(old), _plain({name: getattr(place, name) for name in old})


def _shared_codes(changed: Sequence[tuple[Place, dict, dict]], rows: dict[int, TreeRow]) -> list[Problem]:
    taking = [place for place, _old, new in changed if new.get("code")]
    leaving = [place.pk for place, old, _new in changed if "code" in old]
    holders = Place.objects.filter(code__in=[place.code for place in taking]).exclude(pk__in=leaving)
    taken = set(holders.values_list("code", flat=True)) if taking else set()
    problems = []
    for place in taking:
        if place.code in taken:
            reason = _("Another place already has the division code %(code)s.") % {"code": place.code}
            problems.append(Problem(rows[place.pk].row, rows[place.pk].about, reason))
        taken.add(place.code)
    return problems


def _save(changed: Sequence[tuple[Place, dict, dict]]) -> None:
    touched = {name for _place, old, _new in changed for name in old}
    renamed = [place.path for place, old, _new in changed if "name" in old]
    for place, _old, _new in changed:
        place.sort_key, place.initials = names.sort_key(place.name), names.initials(place.name)
    if "code" in touched:  # two places may swap their codes
        swapping = [place.pk for place, old, _new in changed if "code" in old]
        Place.objects.filter(pk__in=swapping).update(code=None)
    _write([place for place, _old, _new in changed], sorted(touched | {"sort_key", "initials"}))
    if renamed:
        refresh_names(*renamed)


def _write(places: Sequence[Place], columns: Sequence[str]) -> None:
    """One statement: Django's own bulk update spells out a CASE for every row and column."""
    fields = [Place._meta.get_field(name) for name in columns]
    arrays = [
        [field.get_db_prep_save(getattr(p, field.attname), connection) for p in places] for field in fields
    ]
    types = ["bigint[]", *(f"{field.db_type(connection).split('(')[0]}[]" for field in fields)]
    listed = ", ".join(columns)
    statement = (
        f"update territory_place p set ({listed}) = ({', '.join(f'n.{name}' for name in columns)})"  # noqa: S608
        f" from unnest({', '.join(f'%s::{kind}' for kind in types)}) as n(id, {listed}) where p.id = n.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [[place.pk for place in places], *arrays])


BROKEN_ENDINGS = """
with touched as (select unnest(%s::bigint[]) as id),
     pairs as (select p.id, p.parent_id from touched t join territory_place p on p.id = t.id
               union select p.id, p.parent_id from touched t join territory_place p on p.parent_id = t.id)
select pairs.id, pairs.parent_id, p.full_name, a.full_name
  from pairs join territory_place p on p.id = pairs.id join territory_place a on a.id = pairs.parent_id
 where a.until is not null and coalesce(p.until, 'infinity') > greatest(a.until, p.since)
 order by p.path
"""


def _broken_endings(changed: Sequence[tuple[Place, dict, dict]], rows: dict[int, TreeRow]) -> list[Problem]:
    moved = [place.pk for place, old, _new in changed if "until" in old or "since" in old]
    if not moved:
        return []
    problems = []
    with connection.cursor() as cursor:
        cursor.execute(BROKEN_ENDINGS, [moved])
        for place_id, parent_id, name, parent_name in cursor:
            row = rows.get(place_id) or rows[parent_id]
            told = {"place": name, "parent": parent_name}
            reason = _("%(place)s would stay open although %(parent)s is closed.") % told
            problems.append(Problem(row.row, row.about, reason))
    return problems


def _plain(fields: dict) -> dict:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}
