"""Hours that count: done, and confirmed by the other side."""

import datetime as dt

from django.utils import timezone

from tongxin.engine.tickets.codes import fold
from tongxin.trades.orders.choices import Ending
from tongxin.trades.orders.models import Certificate, Engagement, Volunteer


def confirmed(volunteer: Volunteer, since: dt.date, until: dt.date) -> list[Engagement]:
    """The parts whose hours were confirmed between two days, both included, and are more than none."""
    first = timezone.make_aware(dt.datetime.combine(since, dt.time()))
    after = timezone.make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))
    parts = volunteer.engagements.filter(
        confirmed_at__gte=first, confirmed_at__lt=after, confirmed_minutes__gt=0
    )
    return list(parts.select_related("order__kind").order_by("confirmed_at"))


def ledger(volunteer: Volunteer) -> list[Engagement]:
    """Everything the volunteer has done, the newest first, confirmed or not yet."""
    done = volunteer.engagements.filter(ending=Ending.DONE)
    return list(done.select_related("order__kind").order_by("-ended_at", "-pk"))


def has_hours_before(volunteer: Volunteer) -> bool:
    """Whether the same person has confirmed hours under a number of before they joined again. One query."""
    if volunteer.person_id is None:
        return False
    earlier = Engagement.objects.filter(volunteer__person=volunteer.person_id, volunteer__lt=volunteer.pk)
    return earlier.filter(confirmed_at__isnull=False, confirmed_minutes__gt=0).exists()


def verify(code: str) -> Certificate | None:
    """The certificate with this code, however it was typed; None for a code nobody was given."""
    return (
        Certificate.objects.select_related("volunteer__person", "volunteer__organization")
        .filter(code=fold(code))
        .first()
    )
