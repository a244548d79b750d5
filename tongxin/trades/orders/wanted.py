"""Times in which a service is wanted: what can be right about them. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

Span = tuple[datetime, datetime]
FURTHEST = timedelta(days=60)
LONGEST_STANDING = timedelta(days=366)
MOST = 4


def problem(spans: Sequence[Span], now: datetime, minutes: int) -> object:
    """What is wrong with the wanted times, as a sentence; "" when all is well. ``minutes`` is what the
    service usually takes.
    """
    return next(iter(problems(spans, now, minutes).values()), "")


def problems(spans: Sequence[Span], now: datetime, minutes: int) -> dict[int, object]:
    """The same for each of the times, by its place in the list: of two that overlap the later one."""
    if not spans:
        return {0: _("Please say when it would suit you.")}
    if len(spans) > MOST:
        return {MOST: _("Four times to choose from are enough.")}
    found = {each: said for each, span in enumerate(spans) if (said := _wrong(span, now, minutes))}
    for earlier, later in pairwise(sorted(range(len(spans)), key=spans.__getitem__)):
        if spans[later][0] < spans[earlier][1]:
            found.setdefault(later, _("Two of these times overlap; please make one of them."))
    return found


def _wrong(span: Span, now: datetime, minutes: int) -> object:
    since, until = span
    if until <= since:
        return _("The end has to be after the beginning.")
    if since < now:
        return _("This time is past; please choose a later one.")
    if since > now + FURTHEST:
        return _("Please choose a time within the next 60 days.")
    if until - since < timedelta(minutes=minutes):
        return _("The time is too short for this service; please leave a little more room.")
    return ""
