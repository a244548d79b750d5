"""What belongs to an order: when it is wanted, and what was said of it in the end."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from tongxin.engine.photos.models import Kept
from tongxin.trades.orders.choices import Content, Showing


class Span(Func):
    """The time between two columns as a range, for exclusion constraints."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Window(models.Model):
    """A time in which whoever ordered it would like it to be. Those of one order don't overlap."""

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="windows")
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("to"))

    class Meta:
        ordering = ["since"]
        verbose_name = _("wanted time")
        verbose_name_plural = _("wanted times")
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="window_has_length"),
            ExclusionConstraint(
                name="window_no_overlap",
                expressions=[
                    ("order", RangeOperators.EQUAL),
                    (Span("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M}"


class Rating(models.Model):
    """The word of whoever ordered, once an order. ``asked``: staff asked by telephone and wrote it down.

    Only added, never changed. Nobody is ranked by it: it belongs to the order, not to the volunteer.
    """

    order = models.OneToOneField("orders.Order", models.PROTECT, related_name="rating")
    at = models.DateTimeField()
    by_key = models.CharField(max_length=120)
    asked = models.BooleanField(_("asked by telephone"))
    satisfied = models.PositiveSmallIntegerField(_("satisfied"), choices=Content)
    time_right = models.BooleanField(_("the time is right"))
    comment = models.TextField(blank=True)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.CheckConstraint(condition=Q(satisfied__range=(1, 4)), name="rating_1_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.satisfied}"


class Picture(Kept):
    """A photo of what is to be done, or of what was done. Never asked for; for who ordered it, who does it,
    and the desk.
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="pictures")
    showing = models.CharField(_("what it shows"), max_length=8, choices=Showing, default=Showing.DONE)
    at = models.DateTimeField(_("when"))
    by_key = models.CharField(max_length=120)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
