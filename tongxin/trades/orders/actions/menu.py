"""The menu: a new row ends the one before; nothing is edited."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows import journal
from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.flows.rights import require_at
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.models import ServiceKind, Skill

NOUN = "orders.menu"


def offer(
    *, by: Actor, code: str, place_path: str = "", since: dt.date | None = None, **facts: Any
) -> ServiceKind:
    """Put a service on the menu of a place and everything below it from ``since`` on (today), or replace what
    stands there under this code. Orders keep the terms they were accepted on. Raises Incomplete; Forbidden
    or Hidden without menu.edit there.
    """
    require_at(by, "menu.edit", place_path)
    since = since or timezone.localdate()
    row = ServiceKind(code=code, place_path=place_path, since=since, **facts)
    _refuse_wrong(row)
    with transaction.atomic():
        journal.lock_chain(NOUN, f"{code}@{place_path}")
        _end(code, place_path, since)
        row.save(force_insert=True)
        _write_down("offered", row, by)
    return row


def take_off(kind: ServiceKind, *, by: Actor, until: dt.date | None = None) -> ServiceKind:
    """Take a service off the menu from a day on (today). What was ordered is still done."""
    require_at(by, "menu.edit", kind.place_path)
    with transaction.atomic():
        journal.lock_chain(NOUN, f"{kind.code}@{kind.place_path}")
        _end(kind.code, kind.place_path, until or timezone.localdate())
        _write_down("taken_off", kind, by)
    kind.refresh_from_db()
    return kind


def _end(code: str, place_path: str, day: dt.date) -> None:
    standing = ServiceKind.objects.filter(code=code, place_path=place_path, until__isnull=True)
    if standing.filter(since__gt=day).exists():
        raise Incomplete(
            {"since": _("The row in force begins later; please choose that day or a later one.")}
        )
    standing.update(until=day)


def _refuse_wrong(row: ServiceKind) -> None:
    unknown = set(row.skills) - set(Skill.objects.values_list("code", flat=True))
    if unknown:
        raise Incomplete({"skills": _("One of these skills is not on the list.")})
    if row.sensitive and not (row.persons == 2 and "vetted" in row.skills and row.volunteer_age >= 18):
        sentence = _("A sensitive service is done by two vetted volunteers who are of age.")
        raise Incomplete({"sensitive": sentence})
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as wrong:
        raise Incomplete({field: " ".join(said) for field, said in wrong.message_dict.items()}) from wrong
    if not 10 <= row.minutes <= 480 or row.persons not in (1, 2):
        raise Incomplete({"minutes": _("Between 10 and 480 minutes, by one or two persons.")})


def _write_down(step: str, row: ServiceKind, by: Actor) -> None:
    facts = {"id": row.pk, "code": row.code, "since": row.since, "until": row.until}
    entry = journal.Entry(
        NOUN, f"{row.code}@{row.place_path}", step, by, timezone.now(), place_path=row.place_path, data=facts
    )
    journal.write_one(entry)
