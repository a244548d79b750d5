"""A paper on somebody's hours, which anybody can verify by its code."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Certificate(models.Model):
    """Hours of one volunteer between two days, as they were confirmed when it was issued. Never changed but
    for being withdrawn. The code is drawn at random; only who holds the paper knows it.
    """

    volunteer = models.ForeignKey("orders.Volunteer", models.PROTECT, related_name="certificates")
    code = models.CharField(_("code"), max_length=12, unique=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    orders = models.PositiveIntegerField(_("orders"))
    minutes = models.PositiveIntegerField(_("minutes"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-issued_at"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="certificate_not_backwards"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.since}"
