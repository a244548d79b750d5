from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet

from tongxin.ground.people.models import Look, Person

USUAL_MOST = 20


@dataclass(frozen=True)
class BusyLooker:
    """Somebody who saw unusually many persons: for the auditor to ask about, not a verdict."""

    actor_key: str
    actor_name: str
    looks: int
    persons: int
    first: datetime
    last: datetime


def looks_at(person: Person) -> QuerySet[Look]:
    """Who saw what is sealed about this person, newest first. The person may read it all."""
    return person.looks.order_by("-at", "-pk")


def busy_lookers(
    now: datetime,
    *,
    hours: int = 1,
    most: int = USUAL_MOST,
    within: Q = Q(),  # noqa: B008 - a Q is immutable
) -> list[BusyLooker]:
    """Who saw more than ``most`` different persons in the last ``hours``, the busiest first. One query.

    ``within`` limits it to an auditor's area, a filter on ``place_path``.
    """
    recent = Look.objects.filter(within, at__gt=now - timedelta(hours=hours), at__lte=now)
    # counts persons: to guard names
    rows = (
        recent.exclude(actor_key="system")
        .order_by()
        .values("actor_key", "actor_name")
        .annotate(looks=Count("pk"), persons=Count("person", distinct=True), first=Min("at"), last=Max("at"))
    )
    return [BusyLooker(**row) for row in rows.filter(persons__gt=most).order_by("-persons", "actor_key")]
