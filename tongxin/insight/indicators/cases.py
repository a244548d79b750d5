"""M5: what came of the whistles and of everything else that was reported."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from operator import attrgetter

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.statements import Counts
from tongxin.insight.indicators.figure import Figure, Period, Value, shared
from tongxin.insight.indicators.territory import zones
from tongxin.trades.cases.models import Case, Summons
from tongxin.trades.cases.selectors.figures import Share, outcomes


def _bounds(period: Period) -> tuple[dt.datetime, dt.datetime]:
    """From the first moment of the period to the first moment after it."""
    first = timezone.make_aware(dt.datetime.combine(period.since, dt.time()))
    after = timezone.make_aware(dt.datetime.combine(period.until + dt.timedelta(days=1), dt.time()))
    return first, after


def _reported(period: Period) -> Value:
    return Value("case", amount=_numbers(period)["reported"])


@shared
def _numbers(period: Period) -> dict[str, int]:
    """Cases reported in the period; summonses issued in it, of how many cases, how many signed in."""
    since, until = _bounds(period)
    issued = Summons.objects.filter(issued_at__gte=since, issued_at__lt=until).order_by()
    counts = [
        ("reported", Case.objects.filter(reported_at__gte=since, reported_at__lt=until).order_by()),
        ("cases", Case.objects.filter(pk__in=issued.values("case")).order_by()),
        ("issued", issued),
        ("signed_in", issued.filter(signed_in_at__lt=until)),
    ]
    return Counts(counts).asked()


def _whistled(period: Period) -> Value:
    return Value("case", amount=_numbers(period)["cases"])


def _signed_in(period: Period) -> Value:
    called = _numbers(period)
    return Value("case", amount=called["signed_in"], whole=called["issued"])


@shared
def _outcomes(period: Period) -> list[Share]:
    return [outcomes(zone.path, *_bounds(period)).whole for zone in zones(period)]


def _share(count: Callable[[Share], float], period: Period) -> Value:
    """A share of the valid follow-ups of all zones, nothing left out."""
    zones = _outcomes(period)
    return Value("case", amount=sum(map(count, zones)), whole=sum(zone.followed_up for zone in zones))


FIGURES = [
    Figure("M5", "reported", _("Cases reported"), _("cases reported in the period"), _reported),
    Figure("M5", "whistled", _("Cases with a whistle"), _("cases that units were summoned to"), _whistled),
    Figure("M5", "signed_in", _("Units that signed in"), _("signed in ÷ summoned"), _signed_in),
    Figure(
        "M5",
        "response_rate",
        _("Response rate"),
        _("taken in within the promised time ÷ valid follow-ups"),
        partial(_share, attrgetter("responded")),
    ),
    Figure(
        "M5",
        "solved_rate",
        _("Solved rate"),
        _("solved, says the resident ÷ valid follow-ups"),
        partial(_share, attrgetter("solved")),
    ),
    Figure(
        "M5",
        "satisfied_rate",
        _("Satisfied rate"),
        _("(satisfied + 0.9 × mostly satisfied) ÷ valid follow-ups"),
        partial(_share, attrgetter("satisfied_points")),
    ),
]
