from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import ngettext

from tongxin.ground.people.models import Change, Person, RetentionRule
from tongxin.ground.people.periods import months_before


def rules_on(day: date) -> QuerySet[RetentionRule]:
    """The retention rules in force on a day, at most one of a kind."""
    return RetentionRule.objects.filter(since__lte=day).exclude(until__lte=day)


def persons_due(kind: str, *, months: int, at: datetime) -> QuerySet[Person]:
    """Who of a kind has been kept for longer than so many months at a moment."""
    before = months_before(at, months)
    return Person.objects.filter(kind=kind, erased_at__isnull=True, retained_from__lt=before)


def retention_changes(most: int = 5) -> list[Change]:
    """The latest rules that were entered, newest first; ``words`` says of each what for how long."""
    found = list(Change.objects.filter(what="retention_set")[:most])
    for each in found:
        kind, months = each.note.split()
        long = ngettext("%(n)d month", "%(n)d months", int(months)) % {"n": int(months)}
        each.words = f"{RetentionRule.Kind(kind).label} · {long}"
    return found
