from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.territory.fields import PlacePathField


class Household(models.Model):
    """People who live behind one door (or in one stairwell, where doors are not kept).

    Valid on the days ``since <= day < until``.
    """

    class Kind(models.TextChoices):
        FAMILY = "family", _("family")
        RENTING = "renting", _("renting")
        COLLECTIVE = "collective", _("shared quarters")
        VACANT = "vacant", _("nobody lives there now")

    place = models.ForeignKey(
        "territory.Place", models.PROTECT, related_name="living_here", verbose_name=_("place")
    )
    place_path = PlacePathField(editable=False)
    size = models.PositiveSmallIntegerField(_("persons"), default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.FAMILY)
    invented = models.BooleanField(_("invented"), default=False)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        indexes = [models.Index(fields=["place_path"], name="household_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="household_until_not_before_since",
                violation_error_message=_("A household can't end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} ({self.size})"
