"""Dual registration and co-building: units and members report to a community, resources meet needs."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.engine.flows.models import Flowing, state_check, wake_index
from tongxin.ground.organizations.dates import Period, not_backwards
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.roles import ROLES
from tongxin.ground.territory.fields import PlacePathField
from tongxin.trades.orders.choices import Means
from tongxin.trades.orders.flow_pairing import PAIRING


class UnitRegistration(models.Model):
    """A unit has reported to a community (单位报到), on the days ``since <= day < until``."""

    unit = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="registrations")
    community = models.ForeignKey("territory.Place", models.PROTECT, related_name="+")
    place_path = PlacePathField(editable=False)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    registered_by = models.CharField(max_length=120)
    ended_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["place_path", "id"]
        verbose_name = _("registration of a unit")
        verbose_name_plural = _("registrations of units")
        constraints = [
            ExclusionConstraint(
                name="unit_registered_once",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("community", RangeOperators.EQUAL),
                    (Period("since", "until"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This unit is registered with this community already."),
            ),
            not_backwards("unit_registration_until_not_before_since"),
        ]
        indexes = [models.Index(fields=["place_path"], name="unit_registration_path")]

    def __str__(self) -> str:
        return f"{self.unit} / {self.community}"


class MemberRegistration(models.Model):
    """A member at work has reported to the community they live in (在职党员报到)."""

    volunteer = models.ForeignKey("orders.Volunteer", models.PROTECT, related_name="registrations")
    unit = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    place_path = PlacePathField(editable=False)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    registered_by = models.CharField(max_length=120)
    ended_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["place_path", "id"]
        verbose_name = _("registration of a member")
        verbose_name_plural = _("registrations of members")
        constraints = [
            ExclusionConstraint(
                name="member_registered_once",
                expressions=[
                    ("volunteer", RangeOperators.EQUAL),
                    (Period("since", "until"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This member is registered already."),
            ),
            not_backwards("member_registration_until_not_before_since"),
        ]
        indexes = [models.Index(fields=["place_path"], name="member_registration_path")]

    def __str__(self) -> str:
        return str(self.volunteer)


class Resource(models.Model):
    """Something a registered unit can give: a room, a skill, a car, material, a speaker."""

    registration = models.ForeignKey(UnitRegistration, models.PROTECT, related_name="resources")
    means = models.CharField(_("what kind"), max_length=12, choices=Means)
    title = models.CharField(pgettext_lazy("of a resource", "what it is"), max_length=80)
    times = models.PositiveSmallIntegerField(_("times a year"), default=1)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.CheckConstraint(condition=Q(means__in=Means.values), name="resource_means_known"),
            models.CheckConstraint(condition=Q(times__gte=1), name="resource_some_times"),
            not_backwards("resource_until_not_before_since"),
        ]

    def __str__(self) -> str:
        return self.title

    def promised_in(self, year: int) -> int:
        """How often it has been given, or promised, for a day of that year."""
        taken = self.pairings.filter(state__in=["proposed", "agreed", "delivered", "thanked"])
        return taken.filter(need__by_day__year=year).count()


class Project(models.Model):
    """Something a community sets out to do, made of needs."""

    place_path = PlacePathField(editable=False)
    title = models.CharField(pgettext_lazy("of a project", "what it is"), max_length=80)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-since", "id"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [not_backwards("project_until_not_before_since")]

    def __str__(self) -> str:
        return self.title


class Need(models.Model):
    """What a community needs from units, by a day. ``met_on`` is set when something was delivered,
    ``dropped_on`` when it is not needed any more; why stands in the journal under ``NOUN``.
    """

    NOUN = "orders.need"

    place_path = PlacePathField(editable=False)
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="needs")
    means = models.CharField(_("what kind"), max_length=12, choices=Means)
    title = models.CharField(pgettext_lazy("of a need", "what is needed"), max_length=80)
    by_day = models.DateField(_("by when"))
    named_on = models.DateField(_("named"))
    met_on = models.DateField(_("met"), null=True)
    dropped_on = models.DateField(_("dropped"), null=True)

    class Meta:
        ordering = ["by_day", "id"]
        verbose_name = _("need of a community")
        verbose_name_plural = _("needs of communities")
        constraints = [
            models.CheckConstraint(condition=Q(means__in=Means.values), name="need_means_known"),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | Q(dropped_on__isnull=True), name="need_met_or_dropped"
            ),
        ]
        indexes = [models.Index(fields=["place_path", "by_day"], name="need_by_place")]

    def __str__(self) -> str:
        return self.title


class Pairing(Flowing):
    """A unit's resource for a community's need: proposed, agreed, delivered, thanked for by a letter."""

    flow = PAIRING

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="pairings")
    need = models.ForeignKey(Need, models.PROTECT, related_name="pairings")
    proposed_at = models.DateTimeField(_("proposed"))
    because = models.JSONField(default=list)
    held_on = models.DateField(_("delivered on"), null=True)
    hours = models.DecimalField(_("hours given"), max_digits=6, decimal_places=1, null=True)
    reached = models.PositiveIntegerField(_("people reached"), null=True)
    done = models.TextField(_("what was done"), blank=True)
    letter = models.TextField(_("letter"), blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        constraints = [
            state_check(PAIRING),
            models.UniqueConstraint(
                fields=["need"],
                condition=Q(state__in=["proposed", "agreed", "delivered", "thanked"]),
                name="need_paired_once",
            ),
        ]
        indexes = [wake_index("pairing"), models.Index(fields=["place_path", "-id"], name="pairing_by_place")]

    def __str__(self) -> str:
        return f"{self.resource} / {self.need}"

    @property
    def unit(self):
        return self.resource.registration.unit

    def the(self, role: str, actor: Actor) -> bool:
        """ "unit": a post in the unit that may speak for it, or the signed link of this very pairing."""
        if role != "unit":
            return super().the(role, actor)
        if actor.key.startswith("link:"):
            return actor.is_named("orders.pairing", self.pk, "unit")
        unit_id = self.resource.registration.unit_id
        return any(
            h.organization_id == unit_id and "order.take" in ROLES[h.role].verbs for h in actor.holdings
        )

    def recipients(self, role: str) -> list[object]:
        """ "unit": the unit itself."""
        return [self.unit] if role == "unit" else super().recipients(role)
