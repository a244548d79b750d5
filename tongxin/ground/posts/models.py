"""Who holds which role where, and since when. Only ``posts.actions`` writes here."""

from uuid import UUID

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations.dates import Period, not_backwards
from tongxin.ground.organizations.models import Organization
from tongxin.ground.people.models import Person
from tongxin.ground.posts.roles import ROLES, Role
from tongxin.ground.territory.fields import PlacePathField
from tongxin.ground.territory.models import Place

# One holder at a time, stand-ins aside.
SINGLE = ("community_secretary", "grid_secretary", "section_lead", "group_lead", "cell_lead")


def _once(holder: str, subject: str) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=f"post_once_{holder}_{subject}",
        expressions=[
            (holder, RangeOperators.EQUAL),
            ("role", RangeOperators.EQUAL),
            (subject, RangeOperators.EQUAL),
            (Period("since", "until"), RangeOperators.OVERLAPS),
        ],
        violation_error_message=_("This person already holds this post in that time."),
    )


def _single(subject: str) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=f"post_single_{subject}",
        expressions=[
            ("role", RangeOperators.EQUAL),
            (subject, RangeOperators.EQUAL),
            (Period("since", "until"), RangeOperators.OVERLAPS),
        ],
        condition=Q(role__in=SINGLE, standing_in_for__isnull=True),
        violation_error_message=_("Someone else holds this post in that time; relieve them first."),
    )


class Post(models.Model):
    """A role held in a place or an organisation, on the days ``since <= day < until``.

    The holder is an account, a person or both: a post may be filled by someone who never signs in.
    ``standing_in_for`` is the post a stand-in (代班) fills for a while; it allows the same.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("person")
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("account"),
    )
    role = models.CharField(_("role"), max_length=32)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("place")
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("organization"),
    )
    place_path = PlacePathField(blank=True, default="", editable=False)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    standing_in_for = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stand_ins",
        verbose_name=_("stands in for"),
    )

    class Meta:
        ordering = ["place_path", "organization_id", "role", "since", "id"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                condition=Q(place__isnull=False, organization__isnull=True)
                | Q(place__isnull=True, organization__isnull=False, place_path=""),
                name="post_in_one_place_or_organization",
                violation_error_message=_("A post is held in a place or in an organization, not both."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(account__isnull=False),
                name="post_has_holder",
                violation_error_message=_("Say who holds the post."),
            ),
            models.CheckConstraint(
                condition=Q(standing_in_for__isnull=True) | Q(until__isnull=False),
                name="post_stand_in_has_end",
                violation_error_message=_("A stand-in needs a last day."),
            ),
            not_backwards("post_until_not_before_since"),
            _once("account", "place"),
            _once("account", "organization"),
            _once("person", "place"),
            _once("person", "organization"),
            _single("place"),
            _single("organization"),
        ]
        indexes = [models.Index(fields=["place_path", "role"], name="post_place_path_role")]

    def __str__(self) -> str:
        return f"{self.subject} · {self.definition.title}"

    @classmethod
    def people_in_use(cls, ids: set[UUID]) -> set[UUID]:
        """Of these persons, those who hold a post today or later: they are not erased before it ends."""
        held = cls.objects.filter(person__in=ids).exclude(until__lte=timezone.localdate())
        return set(held.values_list("person_id", flat=True))

    @property
    def definition(self) -> Role:
        """What the role is and allows."""
        return ROLES[self.role]

    @property
    def subject(self) -> Place | Organization:
        """Where it is held."""
        return self.place or self.organization

    @property
    def label(self) -> str:
        """Place or organisation and role in the zone's own language: for journals, never a person's name."""
        return f"{self.where} {self.definition.name}"

    @property
    def where(self) -> str:
        """The full name of the place or organisation it is held in."""
        return self.place.full_name if self.place else self.organization.name


class Change(models.Model):
    """Who was appointed or relieved, when and by whom. Append-only: a trigger refuses the rest.

    ``post_id`` is no foreign key; ``label`` says place or organisation and role, never a person's name.
    """

    place_path_is_history = True

    at = models.DateTimeField(db_default=Now())
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=160)
    what = models.CharField(max_length=16)
    post_id = models.BigIntegerField()
    label = models.CharField(max_length=500)
    place_path = PlacePathField(blank=True, default="")
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [models.Index(fields=["post_id", "-id"], name="posts_change_of_post")]

    def __str__(self) -> str:
        return f"{self.what} {self.label}"
