"""Changes of calendar, hours and promises in words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongxin.doors.web.wording import day
from tongxin.engine.flows import moves, registry
from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.words import promise_words


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the journal row it is written down in, what it was in words, when, and by whom."""

    pk: int
    words: str
    at: dt.datetime
    who: str


def in_words(rows: Iterable[Journal]) -> list[Change]:
    """Each change as one reads it in a list."""
    return [Change(row.pk, _words(row), row.at, row.actor_name) for row in rows]


def _words(row: Journal) -> str:
    if row.noun == moves.PROMISE:
        flow, _dot, name = row.thing_id.partition(".")
        known = next((each for each in registry.flows() if each.name == flow), None)
        called = promise_words(known, name) if known else row.thing_id
        return _("New promise: %(promise)s") % {"promise": called}
    since = {"day": day(dt.date.fromisoformat(row.thing_id))}
    if row.noun == moves.HOURS:
        return _("Other working hours from %(day)s on") % since
    if row.step == "clear":
        return _("%(day)s follows the weekly rule again") % since
    if row.data["working"]:
        return _("%(day)s is a working day") % since
    return _("%(day)s is a holiday") % since
