"""An order that comes again."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongxin.trades.orders.choices import Rhythm


class StandingOrder(models.Model):
    """The same service every so many days, until a day or until it is ended.

    The first order is made as any other; the following ones are copies of it, each made a week ahead, with
    the times moved. ``next_on`` is the day the next one is for.
    """

    first = models.OneToOneField("orders.Order", models.PROTECT, related_name="starts_standing")
    every_days = models.PositiveSmallIntegerField(_("how often"), choices=Rhythm)
    next_on = models.DateField(_("next"))
    until = models.DateField(_("last day"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("standing order")
        verbose_name_plural = _("standing orders")
        constraints = [
            models.CheckConstraint(condition=Q(every_days__in=Rhythm.values), name="standing_rhythm_known"),
        ]
        indexes = [
            models.Index(fields=["next_on"], condition=Q(ended_at__isnull=True), name="standing_next"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} / {self.every_days}"

    @classmethod
    def running(cls) -> models.QuerySet:
        """Those that go on."""
        return cls.objects.filter(ended_at__isnull=True, next_on__lte=F("until"))
