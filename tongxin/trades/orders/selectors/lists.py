"""Lists: what the desk has to do, what a volunteer has taken."""

from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.choices import Ending
from tongxin.trades.orders.models import Engagement, Order, Volunteer
from tongxin.trades.orders.models.order import OPEN_ORDER

KEPT_IN_CALENDAR = timedelta(days=31)


def for_desk(actor: Actor) -> QuerySet[Order]:
    """The open orders of one's area, due first; late ones come first by themselves."""
    scope = gates.scope_q(actor, "order.read")
    return (
        Order.objects.filter(OPEN_ORDER, scope)
        .select_related("kind", "place")
        .order_by(F("due_at").asc(nulls_last=True), "id")
    )


def mine(volunteer: Volunteer) -> list[Engagement]:
    """What the volunteer is asked for or has taken, the earliest agreed time first."""
    parts = volunteer.open_engagements().select_related("order__kind", "order__place")
    return list(parts.order_by(F("starts_at").asc(nulls_last=True), "pk"))


def agreed_times(volunteer: Volunteer) -> list[Order]:
    """What the volunteer has agreed a time for: to come, and of the last month, the earliest first."""
    theirs = volunteer.engagements.filter(Q(ended_at=None) | Q(ending=Ending.DONE), agreed_at__isnull=False)
    since = timezone.now() - KEPT_IN_CALENDAR
    found = Order.objects.filter(pk__in=theirs.values("order"), starts_at__gte=since)
    return list(found.select_related("kind").order_by("starts_at", "pk"))
