"""Hours that count: done, and confirmed by the other side."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from tongxin.engine.tickets.codes import fold
from tongxin.trades.orders.choices import Ending
from tongxin.trades.orders.models import Certificate, Engagement, Volunteer


def parts_of(volunteer: Volunteer) -> QuerySet[Engagement]:
    """What they took part in under this number and those of before: who joins again gets a new number, and is
    the same in the vault.
    """
    return Engagement.objects.filter(_same(volunteer))


def papers_of(volunteer: Volunteer) -> QuerySet[Certificate]:
    """The certificates of everything they did, the newest first."""
    return Certificate.objects.filter(_same(volunteer))


def confirmed(volunteer: Volunteer, since: dt.date, until: dt.date) -> list[Engagement]:
    """The parts whose hours were confirmed between two days, both included, and are more than none."""
    first = timezone.make_aware(dt.datetime.combine(since, dt.time()))
    after = timezone.make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))
    parts = parts_of(volunteer).filter(
        confirmed_at__gte=first, confirmed_at__lt=after, confirmed_minutes__gt=0
    )
    return list(parts.select_related("order__kind").order_by("confirmed_at"))


def ledger(volunteer: Volunteer) -> list[Engagement]:
    """Everything the volunteer has done, the newest first, confirmed or not yet."""
    done = parts_of(volunteer).filter(ending=Ending.DONE)
    return list(done.select_related("order__kind").order_by("-ended_at", "-pk"))


def verify(code: str) -> Certificate | None:
    """The certificate with this code, however it was typed; None for a code nobody was given."""
    return (
        Certificate.objects.select_related("volunteer__person", "volunteer__organization")
        .filter(code=fold(code))
        .first()
    )


def _same(volunteer: Volunteer) -> Q:
    if volunteer.person_id is not None:
        return Q(volunteer__person=volunteer.person_id)
    return Q(volunteer__organization=volunteer.organization_id)
