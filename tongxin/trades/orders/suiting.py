"""Why an order suits a volunteer, in words. Reads what is handed in only."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.territory.paths import is_within

NEAR = 5_000


# The same reasons, to the volunteer and of the volunteer.
TO_THEM = {
    "liked": _("You like doing this"),
    "usual": _("At a time you usually have"),
    "near": _("%(metres)d m from your home"),
    "home": _("In your own community"),
    "tongue": _("You speak their language: %(tongue)s"),
    "able": _("You can do what it takes"),
}
OF_THEM = {
    "liked": _("likes to do this"),
    "usual": _("usually has time then"),
    "near": _("%(metres)d m from their home"),
    "home": _("of the same community"),
    "tongue": _("speaks their language: %(tongue)s"),
    "able": _("can do what it takes"),
}


def reasons(
    order, volunteer, metres: int | None, at_usual_time: bool, words: Mapping[str, object] = TO_THEM
) -> list[str]:
    """What speaks for it, the nearest to the heart first; empty where there is nothing special."""
    said = []
    if order.kind_code in volunteer.interests:
        said.append("liked")
    if at_usual_time:
        said.append("usual")
    if metres is not None and metres <= NEAR:
        said.append("near")
    elif is_within(volunteer.home_path, order.community_path):
        said.append("home")
    if order.tongue:
        said.append("tongue")
    if order.skills:
        said.append("able")
    facts = {
        "metres": max(10, round(metres, -1)) if metres is not None else 0,
        "tongue": order.get_tongue_display(),
    }
    return [str(words[each]) % facts for each in said]


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
