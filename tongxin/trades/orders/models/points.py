"""Where a place gives points for hours, by which rule. Off everywhere until a place writes a row."""

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations.dates import Period, in_force, not_backwards
from tongxin.ground.territory.fields import PlacePathField


class PointRule(models.Model):
    """``per_hour`` for each confirmed hour of an order at ``place`` or below, on the days ``since <= day <
    until`` on which it was confirmed; ``by_kind`` another number for some services, by their code. ``words``
    say what they are for. The rule of the nearest place counts. What somebody has is worked out from their
    hours whenever it is looked at, and kept nowhere.
    """

    place = models.ForeignKey("territory.Place", models.PROTECT, related_name="+", verbose_name=_("place"))
    place_path = PlacePathField(editable=False)
    per_hour = models.PositiveSmallIntegerField(_("for each confirmed hour"))
    by_kind = models.JSONField(default=dict)
    words = models.CharField(_("what they are for"), max_length=300)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True)
    set_by = models.CharField(max_length=120)
    ended_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["place_path", "since"]
        verbose_name = _("rule for points")
        verbose_name_plural = _("rules for points")
        constraints = [
            models.CheckConstraint(condition=Q(per_hour__range=(1, 20)), name="point_rule_gives_some"),
            ExclusionConstraint(
                name="point_rule_one_at_a_time",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    (Period("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
            not_backwards("point_rule_until_not_before_since"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.since}"

    def holds_on(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def for_kind(self, code: str) -> int:
        """What an hour of this service gives."""
        return self.by_kind.get(code, self.per_hour)

    @classmethod
    def standing(cls, on: dt.date) -> list["PointRule"]:
        """The rules in force on a day, by place. One query."""
        return list(cls.objects.filter(in_force(on)).select_related("place"))
