"""Why an order suits a volunteer, in words. Reads what is handed in only."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from tongxin.ground.territory.paths import is_within

NEAR = 5_000


def reasons(order, volunteer, metres: int | None, at_usual_time: bool) -> list[str]:
    """What speaks for it, the nearest to the heart first; empty where there is nothing special."""
    said = []
    if order.kind_code in volunteer.interests:
        said.append(_("You like doing this"))
    if at_usual_time:
        said.append(_("At a time you usually have"))
    if metres is not None and metres <= NEAR:
        said.append(_("%(metres)d m from your home") % {"metres": max(10, round(metres, -1))})
    elif is_within(volunteer.home_path, order.community_path):
        said.append(_("In your own community"))
    if order.tongue:
        said.append(_("You speak their language: %(tongue)s") % {"tongue": order.get_tongue_display()})
    if order.skills:
        said.append(_("You can do what it takes"))
    return said


def at_usual_time(windows: Iterable, hours: Iterable, minutes: int) -> bool:
    """Whether some wanted time and some usual time of the volunteer have ``minutes`` in common."""
    usual = list(hours)
    needed = timedelta(minutes=minutes)
    return any(_shared(window, each) >= needed for window in windows for each in _of_day(window, usual))


def _of_day(window, usual: list) -> list:
    day = timezone.localdate(window.since).isoweekday()
    return [each for each in usual if each.weekday == day]


def _shared(window, usual) -> timedelta:
    day = timezone.localdate(window.since)
    since, until = (timezone.make_aware(datetime.combine(day, clock)) for clock in (usual.since, usual.until))
    return min(window.until, until) - max(window.since, since)
