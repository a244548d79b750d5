"""M5: what came of the whistles and of everything else that was reported."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from operator import attrgetter

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.territory.selectors import roots
from tongxin.insight.indicators.figure import Figure, Period, Value, shared
from tongxin.trades.cases.models import Case, Summons
from tongxin.trades.cases.selectors.figures import Share, outcomes


def _bounds(period: Period) -> tuple[dt.datetime, dt.datetime]:
    """From the first moment of the period to the first moment after it."""
    first = timezone.make_aware(dt.datetime.combine(period.since, dt.time()))
    after = timezone.make_aware(dt.datetime.combine(period.until + dt.timedelta(days=1), dt.time()))
    return first, after


def _reported(period: Period) -> Value:
    since, until = _bounds(period)
    return Value("case", amount=Case.objects.filter(reported_at__gte=since, reported_at__lt=until).count())


@shared
def _called(period: Period) -> dict[str, int]:
    """How many summonses were issued in the period, of how many cases, and how many were signed in."""
    since, until = _bounds(period)
    return Summons.objects.filter(issued_at__gte=since, issued_at__lt=until).aggregate(
        cases=Count("case", distinct=True),
        signed_in=Count("pk", filter=Q(signed_in_at__isnull=False)),
        issued=Count("pk"),
    )


def _whistled(period: Period) -> Value:
    return Value("case", amount=_called(period)["cases"])


def _signed_in(period: Period) -> Value:
    called = _called(period)
    return Value("case", amount=called["signed_in"], whole=called["issued"])


@shared
def _outcomes(period: Period) -> list[Share]:
    return [outcomes(zone.path, *_bounds(period)).whole for zone in roots(period.until)]


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
