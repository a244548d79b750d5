"""How a thing looks at a glance: its state in words and tone, how late it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongxin.engine.flows import calendars, clock
from tongxin.engine.flows.models import Flowing

HOURS_A_DAY = 8
Thing = TypeVar("Thing", bound=Flowing)


@dataclass(frozen=True, slots=True)
class Glance(Generic[Thing]):
    """A thing with its state in words, the tone of its mark, how late it is ("" when it is not), and since
    when its clock stands."""

    thing: Thing
    label: object
    tone: str
    late_by: str
    paused: str


def glances(
    things: Iterable[Thing], tones: Mapping[str, str], now: datetime | None = None
) -> list[Glance[Thing]]:
    """Each thing at a glance; ``tones`` are the tones of states, "waiting" for those without. The calendar is
    asked once for all, and only for what has a due moment.
    """
    now = now or timezone.now()
    listed = list(things)
    calendar = calendars.current() if any(thing.due_at is not None for thing in listed) else None
    return [_glance(thing, tones.get(thing.state, "waiting"), calendar, now) for thing in listed]


def _glance(thing: Thing, tone: str, calendar, now: datetime) -> Glance[Thing]:
    late = ""
    if calendar is not None and _is_late(thing, now):
        late = _in_words(clock.elapsed(thing.due_at, now, "work_hour", calendar))
    paused = _("since %(day)s") % {"day": timezone.localdate(thing.paused_at)} if thing.paused_at else ""
    return Glance(thing, thing.flow.state(thing.state).label, tone, late, paused)


def _is_late(thing: Flowing, now: datetime) -> bool:
    return thing.due_at is not None and thing.paused_at is None and thing.due_at < now


def _in_words(passed: timedelta) -> str:
    hours = int(passed.total_seconds() // 3600)
    if hours < 1:
        return _("less than a working hour")
    if hours < HOURS_A_DAY:
        return ngettext("%(n)d working hour", "%(n)d working hours", hours) % {"n": hours}
    days = hours // HOURS_A_DAY
    return ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}
