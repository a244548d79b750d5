from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations.credit_codes import valid_credit_code
from tongxin.ground.organizations.dates import Period, not_backwards
from tongxin.ground.organizations.kinds import TERRITORIAL, Kind
from tongxin.ground.territory.fields import PlacePathField
from tongxin.ground.territory.models import Place


class Organization(models.Model):
    """A node of the second tree: a party organisation, a department, a squad, a company, a committee.

    ``path`` has the shape of ``territory.paths`` but is a tree of its own; linked with the territory by
    ``Coverage``. ``phone`` is the office's duty phone, shown to everyone; never a person's number.
    """

    kind = models.CharField(_("kind"), max_length=32, choices=Kind)
    name = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, null=True, blank=True, validators=[valid_credit_code]
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    path = models.CharField(max_length=128, db_collation="C", editable=False)
    phone = models.CharField(_("office phone"), max_length=32, blank=True)
    email = models.EmailField(_("office mail"), blank=True)
    places = models.ManyToManyField(Place, through="Coverage", related_name="organizations")
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["path"]
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.UniqueConstraint(fields=["path"], name="organization_path_unique"),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=Q(until__isnull=True),
                name="organization_credit_code_unique",
                violation_error_message=_("Another organization already has this credit code."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="organization_has_name"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="organization_kind_known"),
            models.CheckConstraint(
                condition=Q(path__regex=r"^([0-9A-Z]{4})+$"), name="organization_path_in_segments"
            ),
            not_backwards("organization_until_not_before_since"),
        ]
        indexes = [models.Index(fields=["kind", "path"], name="organization_kind_path")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name in the language of the reader."""
        return self.name_en if (get_language() or "").startswith("en") and self.name_en else self.name

    @property
    def is_territorial(self) -> bool:
        """Whether it answers for the places it covers; a unit only answers what it is asked."""
        return self.kind in TERRITORIAL


class Coverage(models.Model):
    """That an organisation covers a place, between two dates."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="coverages", verbose_name=_("organization")
    )
    place = models.ForeignKey(Place, models.PROTECT, related_name="coverages", verbose_name=_("place"))
    place_path = PlacePathField(editable=False)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["place_path", "id"]
        verbose_name = _("covered place")
        verbose_name_plural = _("covered places")
        constraints = [
            not_backwards("coverage_until_not_before_since"),
            ExclusionConstraint(
                name="coverage_once_at_a_time",
                expressions=[
                    ("organization", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    (Period("since", "until"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The organization already covers this place in that time."),
            ),
        ]
        indexes = [models.Index(fields=["place_path"], name="coverage_place_path")]

    def __str__(self) -> str:
        return f"{self.organization} · {self.place}"


class Change(models.Model):
    """What was changed here, when and by whom. Append-only: a trigger refuses the rest.

    ``noun`` and ``thing_id`` name the thing without a foreign key; ``place_path`` is where it was then.
    """

    place_path_is_history = True

    at = models.DateTimeField(db_default=Now())
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=160)
    what = models.CharField(max_length=40)
    noun = models.CharField(max_length=32)
    thing_id = models.BigIntegerField()
    place_path = PlacePathField(blank=True, default="")
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [models.Index(fields=["noun", "thing_id", "-id"], name="organizations_change_of")]

    def __str__(self) -> str:
        return f"{self.what} {self.noun}:{self.thing_id}"
