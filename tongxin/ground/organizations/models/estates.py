from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations.dates import Period, not_backwards
from tongxin.ground.organizations.kinds import CommitteeKind, How, Mode
from tongxin.ground.organizations.models.organizations import Organization
from tongxin.ground.territory.fields import PlacePathField
from tongxin.ground.territory.models import Place


def one_at_a_time(name: str, of: str, message: object, *, since: str = "since", until: str = "until"):
    """The database's own word that two periods of the same ``of`` never overlap."""
    return ExclusionConstraint(
        name=name,
        expressions=[(of, RangeOperators.EQUAL), (Period(since, until), RangeOperators.OVERLAPS)],
        violation_error_message=message,
    )


class Estate(models.Model):
    """A residential compound (小区): what property service and owners' committees are about.

    It may span cells and is not a level of the territory; ``places`` are its buildings. ``place_path`` is
    the community's. ``eligible_for_owners_committee``: delivered area and households reach what the law
    asks for an owners' meeting.
    """

    name = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    community = models.ForeignKey(
        Place, models.PROTECT, related_name="estates_of_community", verbose_name=_("community")
    )
    place_path = PlacePathField(editable=False)
    places = models.ManyToManyField(Place, through="EstatePlace", related_name="estates")
    households = models.PositiveIntegerField(_("households"), default=0)
    residential = models.BooleanField(_("residential"), default=True)
    eligible_for_owners_committee = models.BooleanField(_("may form an owners' committee"), default=True)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["place_path", "name", "id"]
        verbose_name = _("estate")
        verbose_name_plural = _("estates")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="estate_has_name"),
            not_backwards("estate_until_not_before_since"),
            models.UniqueConstraint(
                fields=["community", "name"],
                condition=Q(until__isnull=True),
                name="estate_name_unique_in_community",
                violation_error_message=_("This community already has an estate of that name."),
            ),
        ]
        indexes = [models.Index(fields=["place_path"], name="estate_place_path")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name in the language of the reader."""
        return self.name_en if (get_language() or "").startswith("en") and self.name_en else self.name


class EstatePlace(models.Model):
    """That a building belongs to an estate, between two dates; to one estate at a time."""

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="estate_places")
    place = models.ForeignKey(Place, models.PROTECT, related_name="estate_places")
    place_path = PlacePathField(editable=False)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["place_path", "id"]
        constraints = [
            not_backwards("estate_place_until_not_before_since"),
            one_at_a_time(
                "estate_place_one_estate_at_a_time",
                "place",
                _("This place already belongs to an estate in that time."),
            ),
        ]
        indexes = [models.Index(fields=["place_path"], name="estate_place_path_of_place")]

    def __str__(self) -> str:
        return f"{self.estate} · {self.place}"


class OwnersCommitteeFact(models.Model):
    """That an estate had an owners' committee or an interim one, between two dates."""

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="committee_facts")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="committee_facts"
    )
    kind = models.CharField(_("kind"), max_length=32, choices=CommitteeKind)
    formed_on = models.DateField(_("formed on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        ordering = ["-formed_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CommitteeKind.values), name="committee_kind_known"),
            not_backwards("committee_ended_not_before_formed", since="formed_on", until="ended_on"),
            one_at_a_time(
                "committee_one_at_a_time",
                "estate",
                _("This estate already has a committee in that time; end it first."),
                since="formed_on",
                until="ended_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.estate} · {self.get_kind_display()}"


class PropertyServiceFact(models.Model):
    """How an estate was managed and by whom, between two dates. Only self-management has no company."""

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="service_facts")
    company = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="service_facts"
    )
    mode = models.CharField(_("mode"), max_length=16, choices=Mode)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="service_mode_known"),
            models.CheckConstraint(
                condition=Q(company__isnull=False) | Q(mode=Mode.SELF_MANAGED),
                name="service_has_company_unless_self_managed",
                violation_error_message=_("Name the company; only a self-managed estate has none."),
            ),
            not_backwards("service_until_not_before_since"),
            one_at_a_time(
                "service_one_at_a_time",
                "estate",
                _("This estate already has a property service in that time; end it first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.estate} · {self.get_mode_display()}"


class PartyCoverageFact(models.Model):
    """That a committee or a company was covered by the party, and how that was reached."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="party_coverage_facts")
    how = models.CharField(_("how"), max_length=16, choices=How)
    branch = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="covers_by_party"
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(how__in=How.values), name="party_coverage_how_known"),
            not_backwards("party_coverage_until_not_before_since"),
            one_at_a_time(
                "party_coverage_one_at_a_time",
                "organization",
                _("Party coverage is already recorded for that time; end it first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.get_how_display()}"


class MembersFact(models.Model):
    """Whether a company had party members of its own, between two dates."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="members_facts")
    has_members = models.BooleanField(_("has party members"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            not_backwards("members_until_not_before_since"),
            one_at_a_time(
                "members_one_at_a_time",
                "organization",
                _("Party membership is already recorded for that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.has_members}"


class AdviserPosting(models.Model):
    """That a party-building adviser was posted to a company, between two dates.

    Who it was is a post (``party_building_adviser`` in the company).
    """

    company = models.ForeignKey(Organization, models.PROTECT, related_name="adviser_postings")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            not_backwards("adviser_until_not_before_since"),
            one_at_a_time(
                "adviser_one_at_a_time",
                "company",
                _("An adviser is already posted to this company in that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} · {self.since}"
