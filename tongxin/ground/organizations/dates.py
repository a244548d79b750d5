"""Periods: a dated row counts on the days ``since <= day < until``; without an end it still counts."""

import datetime as dt

from django.contrib.postgres.fields import DateRangeField
from django.db.models import CheckConstraint, F, Func, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Period(Func):
    """The days between two columns as a range, for exclusion constraints."""

    function = "DATERANGE"
    output_field = DateRangeField()


def today(on: dt.date | None = None) -> dt.date:
    """``on``, or the current day in the zone's time."""
    return on or timezone.localdate()


def in_force(on: dt.date | OuterRef, prefix: str = "", *, since: str = "since", until: str = "until") -> Q:
    """Rows that count on that day, or on the day of an outer row; ``prefix`` is a relation with its trailing
    ``__``.
    """
    return Q(**{f"{prefix}{since}__lte": on}) & not_over(on, prefix, until=until)


def not_over(on: dt.date | OuterRef, prefix: str = "", *, until: str = "until") -> Q:
    """Rows that count on that day or on a later one, begun or not: what an end on that day concerns."""
    return Q(**{f"{prefix}{until}__isnull": True}) | Q(**{f"{prefix}{until}__gt": on})


def not_backwards(name: str, *, since: str = "since", until: str = "until") -> CheckConstraint:
    """The database's own word that a period does not end before it begins."""
    return CheckConstraint(
        condition=Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": F(since)}),
        name=name,
        violation_error_message=_("The end can't be before the beginning."),
    )
