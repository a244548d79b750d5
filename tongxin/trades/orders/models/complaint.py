"""A complaint about an order: looked into at the desk, decided with a reason, objected to at most once."""

from datetime import datetime, timedelta
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.engine.flows.models import Flowing, state_check, wake_index
from tongxin.ground.people.keeping import Facts
from tongxin.ground.people.masking import masked
from tongxin.ground.people.models import Person
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.choices import Ending
from tongxin.trades.orders.flow_complaint import COMPLAINING
from tongxin.trades.orders.models.engagement import Engagement
from tongxin.trades.orders.models.order import Order
from tongxin.trades.orders.models.volunteer import Volunteer

UNTOLD = ("made", "withdrawn")
OPEN = ("made", "upheld", "objected")
VOIDING = ("upheld", "objected", "final")
ABOUT = ("own_duty", "done", "rated", "closed")
TOOK_PART = Q(ended_at=None) | Q(ending__in=[Ending.DONE, Ending.NO_SHOW])
MADE_WITHIN = timedelta(days=90)
JUDGES = ("community_worker", "community_secretary", "street_desk")


class Complaint(Flowing):
    """What whoever ordered says went wrong, in their words. ``reason`` is what was decided and why,
    ``objection`` what the volunteer said against it, ``answer`` what somebody else then decided. All four are
    for those who ordered, those who did it, and the desk; none is in the journal.

    ``asked``: staff wrote it down for them. While it is upheld (``VOIDING``) the order gives no points.
    """

    flow = COMPLAINING

    order = models.ForeignKey(Order, models.PROTECT, related_name="complaints")
    made_at = models.DateTimeField(_("made"))
    made_by = models.CharField(max_length=120)
    asked = models.BooleanField(default=False)
    text = models.TextField(pgettext_lazy("of a complaint", "what went wrong"))
    decided_by = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    objection = models.TextField(blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints = [
            state_check(COMPLAINING),
            models.UniqueConstraint(
                fields=["order"], condition=~Q(state="withdrawn"), name="complaint_once_an_order"
            ),
        ]
        indexes = [
            wake_index("complaint"),
            models.Index(fields=["due_at", "id"], condition=Q(state__in=OPEN), name="complaint_open_by_due"),
        ]

    def __str__(self) -> str:
        return str(self.order)

    @classmethod
    def kept_about(cls, person: Person) -> list[Facts]:
        """What was complained about and decided of orders a person took part in; what they ordered says so
        itself. Nothing before it is decided.
        """
        part = Engagement.objects.filter(TOOK_PART, volunteer__person=person, agreed_at__isnull=False)
        told = cls.objects.filter(order__in=part.values("order")).exclude(state__in=UNTOLD)
        return [
            [
                (_("number"), each),
                (pgettext_lazy("of a complaint", "what went wrong"), masked(each.text)),
                (_("How it stands"), each.current_state.label),
                (_("What was decided"), each.reason),
                (_("What you said against it"), each.objection),
                (_("What somebody else decided then"), each.answer),
            ]
            for each in told.select_related("order")
        ]

    @property
    def number(self) -> str:
        """The number of the order it is about."""
        return str(self.order)

    @cached_property
    def took_part(self) -> list[Volunteer]:
        """Who did it, has it on hand, or did not come."""
        mine = self.order.engagements.filter(TOOK_PART, agreed_at__isnull=False)
        related = mine.select_related("volunteer__person__account", "volunteer__organization")
        return list({part.volunteer_id: part.volunteer for part in related}.values())

    def the(self, role: str, actor: Actor) -> bool:
        """ "reporter": who ordered. "taker": who took part. "judge": somebody at the desk who is neither, and
        has not decided it before.
        """
        if role == "reporter":
            return self.order.the("reporter", actor)
        if role == "taker":
            return any(each.is_spoken_for_by(actor) for each in self.took_part)
        if role == "judge":
            return self._may_judge(actor)
        return super().the(role, actor)

    def _may_judge(self, actor: Actor) -> bool:
        if actor.key == self.decided_by or not any(actor.holds(role, self.place_path) for role in JUDGES):
            return False
        own = getattr(self.order.requester, "account", None)
        ordered = own is not None and own.pk == actor.account_id
        return not ordered and not self.the("taker", actor)

    def recipients(self, role: str) -> list[object]:
        """ "reporter": who ordered. "taker": who took part."""
        if role == "reporter":
            return [self.order.requester]
        return [each.told for each in self.took_part] if role == "taker" else super().recipients(role)


def problem(order: Order, now: datetime) -> object:
    """Why no complaint can be made about an order; "" when one can."""
    if order.state not in ABOUT and not any(each.agreed_at for each in order.engagements.all()):
        return _("Nobody has taken it on yet, so there is nothing to complain about. You can cancel it.")
    over = order.closed_at or order.done_at
    if over is not None and now > over + MADE_WITHIN:
        return _("It was more than 90 days ago. Please call your community.")
    return ""
