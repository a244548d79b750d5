"""Promises (dated rows) and the clocks that keep them, with their pauses and extensions as records."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from tongxin.ground.territory.fields import PlacePathField


class Unit(models.TextChoices):
    """What a time limit counts; names follow GB/T 30428.8 (紧急工作时, 工作时, 工作日)."""

    URGENT_HOUR = "urgent_hour", _("hours, round the clock")
    WORK_HOUR = "work_hour", _("working hours")
    WORK_DAY = "work_day", _("working days")
    NATURAL_HOUR = "natural_hour", _("hours")
    NATURAL_DAY = "natural_day", _("days")


class Promise(models.Model):
    """How long something may take, for a category and a place, between two moments. Rows are closed, never
    edited.

    The most specific row wins: longest ``category_path``, then longest ``place_path``, then a named
    ``urgency``. ``early_share``: the share of the time that is left when those whose turn it is are
    reminded (0: never).
    """

    flow = models.CharField(_("flow"), max_length=40)
    name = models.CharField(_("promise"), max_length=40)
    category_path = models.CharField(_("category"), max_length=64, blank=True, db_collation="C")
    place_path = PlacePathField(_("place"), blank=True)
    urgency = models.CharField(_("urgency"), max_length=40, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=8, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit)
    early_share = models.DecimalField(
        _("reminder when this share is left"), max_digits=4, decimal_places=3, default=Decimal("0.2")
    )
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["flow", "name", "since"], name="promise_lookup")]
        constraints = [
            models.UniqueConstraint(
                fields=["flow", "name", "category_path", "place_path", "urgency"],
                condition=models.Q(until__isnull=True),
                name="promise_one_open",
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="promise_amount_positive"),
            models.CheckConstraint(
                condition=models.Q(early_share__gte=0) & models.Q(early_share__lt=1),
                name="promise_early_share",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="promise_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flow}.{self.name} {self.amount} {self.unit}"


class Clock(models.Model):
    """One promise kept, or not, for one thing. It keeps the terms it started with."""

    noun = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=64)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT)
    name = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    amount = models.DecimalField(max_digits=8, decimal_places=4)
    unit = models.CharField(max_length=20, choices=Unit)
    due_at = models.DateTimeField()
    early_share = models.DecimalField(max_digits=4, decimal_places=3, default=0)
    early_at = models.DateTimeField(null=True)
    early_told_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["noun", "thing_id"],
                condition=models.Q(stopped_at__isnull=True),
                name="clock_one_open",
            )
        ]
        indexes = [
            models.Index(fields=["noun", "thing_id", "started_at"], name="clock_thing"),
            models.Index(
                fields=["due_at"],
                condition=models.Q(stopped_at__isnull=True, late_at__isnull=True),
                name="clock_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.noun}:{self.thing_id} {self.name} due {self.due_at:%Y-%m-%d %H:%M}"


class Pause(models.Model):
    """A time that does not count, with its reason and whom it waits for."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="pauses")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.TextField()
    waiting_for = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=models.Q(until__isnull=True), name="pause_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M} {self.reason}"


class Extension(models.Model):
    """More time, asked for with a reason; granted or refused by someone, never by silence."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="extensions")
    amount = models.DecimalField(max_digits=8, decimal_places=4)
    unit = models.CharField(max_length=20, choices=Unit)
    reason = models.TextField()
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    granted_by = models.CharField(max_length=120, blank=True)
    granted_at = models.DateTimeField(null=True)
    refused_by = models.CharField(max_length=120, blank=True)
    refused_at = models.DateTimeField(null=True)
    decision_note = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"],
                condition=models.Q(granted_at__isnull=True, refused_at__isnull=True),
                name="extension_one_asked",
            ),
            models.CheckConstraint(
                condition=models.Q(granted_at__isnull=True) | models.Q(refused_at__isnull=True),
                name="extension_decided_once",
            ),
        ]

    def __str__(self) -> str:
        return f"+{self.amount} {self.unit}"
