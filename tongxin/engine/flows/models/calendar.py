"""The working calendar: our own dated rows, seeded and editable."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """A day that differs from the weekly rule: a holiday, or a make-up working day (调休)."""

    date = models.DateField(_("date"), unique=True)
    working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=60, blank=True)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    set_by = models.CharField(max_length=120, blank=True)
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {'working' if self.working else 'free'} {self.name}"


class WorkingHours(models.Model):
    """The weekly rule between two dates: ISO weekdays, and the spans of a working day as local times.

    ``spans`` is [["08:30", "12:00"], ["13:30", "17:30"]]; ``weekdays`` is [1, 2, 3, 4, 5]. ``until`` is
    exclusive.
    """

    since = models.DateField(_("since"), unique=True)
    until = models.DateField(_("until"), null=True, blank=True)
    spans = models.JSONField(_("hours"))
    weekdays = models.JSONField(_("weekdays"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
                name="working_hours_until_after_since",
            )
        ]

    def __str__(self) -> str:
        return f"{self.since}: {self.spans}"


class CalendarVersion(models.Model):
    """One row; ``number`` rises with every change, so that caches in several processes agree."""

    number = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="calendar_version_single")]

    def __str__(self) -> str:
        return str(self.number)
