"""Complaints: the one about an order, those a desk has to look into, those a volunteer should know of."""

from django.db.models import F, Q

from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.choices import Ending
from tongxin.trades.orders.models import Complaint, Order, Volunteer
from tongxin.trades.orders.models.complaint import OPEN

MOST_SHOWN = 50


def about(order: Order) -> Complaint | None:
    """The complaint about an order that was not taken back. One query."""
    found = order.complaints.exclude(state="withdrawn").first()
    if found is not None:
        found.order = order
    return found


def open_of(actor: Actor) -> list[Complaint]:
    """Those of the actor's area that are not over, due first. One query."""
    found = Complaint.objects.filter(gates.scope_q(actor, "order.screen"), state__in=OPEN)
    related = found.select_related("order__kind", "order__place")
    return list(related.order_by(F("due_at").asc(nulls_last=True), "pk")[:MOST_SHOWN])


def to_object(volunteer: Volunteer) -> list[Complaint]:
    """Those upheld about something the volunteer took part in, to which they may still object. One query."""
    parts = volunteer.engagements.filter(agreed_at__isnull=False)
    mine = parts.filter(Q(ended_at=None) | Q(ending__in=[Ending.DONE, Ending.NO_SHOW]))
    found = Complaint.objects.filter(state="upheld", order__in=mine.values("order"))
    return list(found.select_related("order__kind").order_by("due_at", "pk"))
