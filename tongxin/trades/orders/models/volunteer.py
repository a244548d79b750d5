"""Somebody, or an organisation, that lends a hand."""

import datetime as dt
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.models import Flowing, state_check, wake_index
from tongxin.engine.tickets import numbers
from tongxin.ground.people.keeping import Facts
from tongxin.ground.people.models import Person
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.roles import ROLES
from tongxin.ground.statements import Given, composed
from tongxin.ground.territory.fields import PlacePathField
from tongxin.ground.territory.paths import below, is_within, parent_of
from tongxin.trades.orders.choices import Tongue, Weekday
from tongxin.trades.orders.fitting import objection, rank
from tongxin.trades.orders.flow_volunteer import VOLUNTEERING
from tongxin.trades.orders.models.menu import Skill

MOST_OPEN = 3
OVER = ("left", "refused")


class Volunteer(Flowing):
    """A person or an organisation. ``place_path`` is the community they belong to; ``home_path`` where they
    live, or where the organisation is at home.

    ``skills`` are what they say they can do, ``interests`` codes of services they would like to be asked
    for. ``most_open`` is how much they take on at a time. ``guardian`` says that a parent or guardian agreed,
    for one under 18. ``link_round`` makes every way in given before worthless when it is raised;
    ``calendar_key`` is the secret part of the calendar's address.
    """

    flow = VOLUNTEERING

    number = models.CharField(_("number"), max_length=9, unique=True, editable=False)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="volunteering", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        related_name="volunteering",
        verbose_name=_("organization"),
    )
    home = models.ForeignKey("territory.Place", models.PROTECT, related_name="+", verbose_name=_("home"))
    home_path = PlacePathField(editable=False)
    places = models.ManyToManyField("territory.Place", related_name="+", verbose_name=_("also goes to"))
    unit = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        related_name="volunteers",
        verbose_name=_("home unit"),
    )
    member = models.BooleanField(_("party member"), default=False)
    skills = ArrayField(models.CharField(max_length=32), default=list, verbose_name=_("strengths"))
    interests = ArrayField(models.CharField(max_length=32), default=list, verbose_name=_("interests"))
    tongues = ArrayField(
        models.CharField(max_length=12, choices=Tongue), default=list, verbose_name=_("languages")
    )
    most_open = models.PositiveSmallIntegerField(_("at a time"), default=MOST_OPEN)
    guardian = models.BooleanField(_("a guardian agreed"), default=False)
    joined_at = models.DateTimeField(_("joined"))
    left_at = models.DateTimeField(_("left"), null=True)
    refusal = models.TextField(blank=True)
    link_round = models.PositiveSmallIntegerField(default=0)
    calendar_key = models.CharField(max_length=32, null=True, unique=True, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        constraints = [
            state_check(VOLUNTEERING),
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ Q(organization__isnull=False),
                name="volunteer_person_or_organization",
            ),
            # Who left, or was not admitted, may join again: that is a record of its own.
            models.UniqueConstraint(fields=["person"], condition=~Q(state__in=OVER), name="volunteer_once"),
            models.UniqueConstraint(
                fields=["organization"], condition=~Q(state__in=OVER), name="volunteer_organization_once"
            ),
            models.CheckConstraint(condition=Q(most_open__range=(1, 10)), name="volunteer_takes_some"),
        ]
        indexes = [
            wake_index("volunteer"),
            models.Index(fields=["home_path"], condition=Q(state="active"), name="volunteer_active_by_home"),
            models.Index(fields=["place_path", "id"], name="volunteer_by_community"),
        ]

    def __str__(self) -> str:
        return numbers.grouped(self.number)

    @classmethod
    def kept_about(cls, person: Person) -> list[Facts]:
        """What somebody told us who wants to help."""
        return [
            [
                (_("number"), each),
                (_("home"), each.home),
                (_("strengths"), " ".join(each.skills)),
                (_("interests"), " ".join(each.interests)),
                (_("party member"), each.member),
                (_("How it stands"), each.current_state.label),
            ]
            for each in cls.objects.filter(person=person).select_related("home")
        ]

    @property
    def shown(self) -> str:
        """What staff may read: the masked name, or the organisation's, and the number."""
        name = self.person.shown_name if self.person else self.organization.name
        return f"{name} {self}"

    @property
    def told(self) -> object:
        """Who gets the messages."""
        return self.person or self.organization

    def age_on(self, day: dt.date) -> int | None:
        """The age they reach in the year of the day; None for an organisation, or where it is not known."""
        born = self.person.born if self.person else None
        return day.year - born if born else None

    def valid_skills(self, needing: set[str], on: dt.date) -> set[str]:
        """What counts on a day: what they say, and what is proved where a proof is needed (``needing``)."""
        proved = {each.skill_id for each in self.proofs.all() if each.holds_on(on)}
        return (set(self.skills) - needing) | proved

    def is_near(self, order) -> bool:
        """Within the order's reach, or the order in a place they also go to."""
        return is_within(self.home_path, order.reach_path) or any(
            is_within(order.place_path, path) for path in self.places.values_list("path", flat=True)
        )

    def is_spoken_for_by(self, actor: Actor) -> bool:
        """Whether the actor is this volunteer: its account, its own link, or a post in the organisation."""
        if actor.key == f"volunteer:{self.pk}":
            return True
        if self.organization_id is not None:
            return any(
                each.organization_id == self.organization_id and "order.take" in ROLES[each.role].verbs
                for each in actor.holdings
            )
        return actor.account_id is not None and self._account() == actor.account_id

    def _account(self) -> int | None:
        account = getattr(self.person, "account", None)
        return account.pk if account is not None and account.is_active else None

    @classmethod
    def acting(cls, actor: Actor) -> "Volunteer | None":
        """The volunteer an actor speaks for, or None; who joined again is who they are since then."""
        kind, _colon, key = actor.key.partition(":")
        if kind == "volunteer":
            found = _numbered().things(pk=int(key))
        else:
            speaks = {h.organization_id for h in actor.holdings if "order.take" in ROLES[h.role].verbs}
            found = _spoken_for(frozenset(speaks - {None})).things(account=actor.account_id)
        return found[0] if found else None

    def the(self, role: str, actor: Actor) -> bool:
        """ "self": the volunteer."""
        return self.is_spoken_for_by(actor) if role == "self" else super().the(role, actor)

    def recipients(self, role: str) -> list[object]:
        return [self.told] if role == "self" else super().recipients(role)

    def open_engagements(self) -> QuerySet:
        """What they have been asked for or have taken and not done yet."""
        return self.engagements.filter(ended_at__isnull=True)

    def has_open_engagements(self) -> bool:
        return self.open_engagements().exists()

    @classmethod
    def fitting(cls, order) -> list["Volunteer"]:
        """Every active volunteer of the order's street, or further afield as far as it is offered, who could
        do it now: the best fitting, nearest, least loaded first. Four queries.
        """
        around = below(
            "home_path",
            min(order.reach_path, parent_of(order.community_path) or order.community_path, key=len),
        )
        near = cls.objects.filter(around, state="active").select_related("person", "organization")
        needing = Skill.needing_proof()
        for skill in order.skills:
            proved = Proof.objects.filter(skill=skill, withdrawn_at__isnull=True)
            near = near.filter(
                Q(pk__in=proved.values("volunteer")) if skill in needing else Q(skills__contains=[skill])
            )
        counted = near.annotate(
            open_now=Count(
                "engagements", filter=Q(engagements__ended_at__isnull=True, engagements__isnull=False)
            )
        )
        taking_part = {each.volunteer_id for each in order.parts()}
        found = [each for each in counted.prefetch_related("proofs") if each.pk not in taking_part]
        fit = [each for each in found if not objection(order, each, needing, each.open_now)]
        return sorted(fit, key=lambda each: rank(order, each, each.open_now))

    @classmethod
    def people_in_use(cls, ids: set[UUID]) -> set[UUID]:
        """Of these persons, the volunteers who have not left."""
        here = cls.objects.filter(person__in=ids).exclude(state__in=OVER)
        return set(here.values_list("person_id", flat=True))


@composed
def _numbered() -> QuerySet[Volunteer]:
    return Volunteer.objects.filter(pk=Given("pk")).select_related("person", "organization", "home")


@composed
def _spoken_for(organizations: frozenset[int]) -> QuerySet[Volunteer]:
    """Of an account, or of whoever speaks for these organisations: their own comes last, the newest first."""
    own = Q(person__account=Given("account"), person__account__is_active=True)
    found = Volunteer.objects.filter(Q(organization__in=organizations) | own)
    return found.select_related("person", "organization", "home").order_by("organization_id", "-pk")[:1]


class Proof(models.Model):
    """A paper that staff have seen: what it proves, and until when. No copy of it is kept."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="proofs")
    skill = models.ForeignKey(
        Skill, models.PROTECT, to_field="code", related_name="+", verbose_name=_("what is proved")
    )
    document = models.CharField(_("which paper was seen"), max_length=200)
    until = models.DateField(_("valid until"))
    seen_at = models.DateTimeField(_("seen"))
    seen_by = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "skill"],
                condition=Q(withdrawn_at__isnull=True),
                name="proof_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id}: {self.skill_id}"

    def holds_on(self, day: dt.date) -> bool:
        return self.withdrawn_at is None and day <= self.until


class Hours(models.Model):
    """A time of the week at which a volunteer usually can."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    since = models.TimeField(_("from"))
    until = models.TimeField(_("to"))

    class Meta:
        ordering = ["weekday", "since"]
        verbose_name = _("usual time")
        verbose_name_plural = _("usual times")
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="hours_have_length"),
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="hours_weekday_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.since:%H:%M}–{self.until:%H:%M}"
