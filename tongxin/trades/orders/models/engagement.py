"""A volunteer's part in an order, from being asked or taking it to the confirmed hours."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongxin.trades.orders.choices import Ending
from tongxin.trades.orders.models.records import Span

STANDING = Q(ended_at__isnull=True)


class Engagement(models.Model):
    """Who takes part. Asked until ``agreed_at``; over with ``ended_at``, and why in ``ending``.

    ``starts_at`` and ``ends_at`` are the agreed time with its travel: the database refuses two at the same
    time for one volunteer. ``minutes`` is what the volunteer wrote down, ``confirmed_minutes`` what the other
    side confirmed: only these count as hours. ``replaces`` is the part it takes over in a swap.
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="engagements")
    volunteer = models.ForeignKey("orders.Volunteer", models.PROTECT, related_name="engagements")
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.CharField(max_length=120)
    agreed_at = models.DateTimeField(_("agreed"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True)
    confirmed_minutes = models.PositiveSmallIntegerField(_("minutes confirmed"), null=True)
    confirmed_by = models.CharField(max_length=120, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("part in an order")
        verbose_name_plural = _("parts in orders")
        constraints = [
            models.UniqueConstraint(fields=["order", "volunteer"], condition=STANDING, name="engaged_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) ^ ~Q(ending=""), name="engagement_ends_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(ending="") | Q(ending__in=Ending.values), name="engagement_ending_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="engagement_slot_has_length",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_minutes__isnull=True) | Q(ending=Ending.DONE, minutes__isnull=False),
                name="engagement_only_done_is_confirmed",
            ),
            ExclusionConstraint(
                name="engagement_no_double_booking",
                expressions=[
                    ("volunteer", RangeOperators.EQUAL),
                    (Span("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=STANDING & Q(starts_at__isnull=False),
                violation_error_message=_("The volunteer is somewhere else at that time."),
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "-asked_at"], name="engagement_of_volunteer"),
            models.Index(
                fields=["confirmed_at"], condition=Q(confirmed_minutes__isnull=False), name="engagement_hours"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} / {self.volunteer}"
