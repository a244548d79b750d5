"""A service that somebody asked for."""

from datetime import datetime
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.models import Flowing, state_check, wake_index
from tongxin.engine.tickets import numbers
from tongxin.ground.people.keeping import Facts
from tongxin.ground.people.models import Person
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.fields import PlacePathField
from tongxin.trades.orders.choices import Content, Ending, Haste, Tongue, Way
from tongxin.trades.orders.flow import OPEN, ORDER
from tongxin.trades.orders.models.volunteer import Volunteer

OPEN_STATES = tuple(OPEN.split())
OPEN_ORDER = Q(state__in=OPEN_STATES)
TO_TAKE = Q(state__in=["open", "widened"])


class Order(Flowing):
    """An order from the menu, or a wish where the menu has nothing (``kind`` is empty).

    Who ordered it and whom it is for are references into the vault; ``beneficiary`` is empty when they are
    the same. ``reach_path`` is how far it is offered: volunteers whose home lies below it are near.
    ``persons``, ``minutes``, ``skills``, ``sensitive`` and ``volunteer_age`` are what it takes, copied from
    the menu when it is accepted. ``starts_at`` is the agreed time; ``refusal`` is for whoever ordered alone.
    ``occurrence`` is the day it is the visit of, for a standing order.
    """

    flow = ORDER
    urgency_titles = dict(Haste.choices)

    number = models.CharField(_("number"), max_length=9, unique=True, editable=False)
    query_code_hash = models.CharField(max_length=64, editable=False)
    client_key = models.CharField(max_length=64, null=True, unique=True, editable=False)
    way = models.CharField(_("came in by"), max_length=12, choices=Way)
    ordered_at = models.DateTimeField(_("ordered"))
    kind = models.ForeignKey(
        "orders.ServiceKind", models.PROTECT, null=True, related_name="orders", verbose_name=_("service")
    )
    text = models.TextField(pgettext_lazy("of an order", "what is wished for"), blank=True)
    urgency = models.CharField(_("urgency"), max_length=12, choices=Haste, default=Haste.NORMAL)
    place = models.ForeignKey(
        "territory.Place", models.PROTECT, db_index=False, related_name="orders", verbose_name=_("place")
    )
    community_path = PlacePathField(editable=False, community_of="place_path")
    reach_path = PlacePathField(editable=False, community_of="place_path")
    address_note = models.CharField(_("where exactly"), max_length=200, blank=True)
    requester = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="orders", verbose_name=_("ordered by")
    )
    beneficiary = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="orders_for", verbose_name=_("ordered for")
    )

    persons = models.PositiveSmallIntegerField(_("how many persons"), default=1)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    skills = ArrayField(models.CharField(max_length=32), default=list, verbose_name=_("skills"))
    tongue = models.CharField(_("language needed"), max_length=12, choices=Tongue, blank=True)
    sensitive = models.BooleanField(_("sensitive"), default=False)
    volunteer_age = models.PositiveSmallIntegerField(default=18)

    starts_at = models.DateTimeField(_("agreed time"), null=True)
    refusal = models.TextField(blank=True)
    case_number = models.CharField(max_length=9, blank=True)
    satisfied = models.PositiveSmallIntegerField(_("satisfied"), choices=Content, null=True)
    done_at = models.DateTimeField(_("done"), null=True)
    closed_at = models.DateTimeField(_("finished on"), null=True)
    standing = models.ForeignKey("orders.StandingOrder", models.PROTECT, null=True, related_name="orders")
    occurrence = models.DateField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            state_check(ORDER),
            models.UniqueConstraint(fields=["standing", "occurrence"], name="order_of_a_day_once"),
            models.CheckConstraint(condition=Q(number__regex=r"^[0-9]{9}$"), name="order_number_nine_digits"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="order_way_known"),
            models.CheckConstraint(condition=Q(urgency__in=Haste.values), name="order_urgency_known"),
            models.CheckConstraint(condition=Q(kind__isnull=False) | ~Q(text=""), name="order_says_what"),
            models.CheckConstraint(condition=Q(persons__in=(1, 2)), name="order_one_or_two"),
            models.CheckConstraint(
                condition=~Q(TO_TAKE) | Q(sensitive=False), name="order_sensitive_never_open"
            ),
            models.CheckConstraint(
                condition=Q(sensitive=False) | Q(persons=2), name="order_sensitive_by_two"
            ),
            models.CheckConstraint(
                condition=Q(satisfied__isnull=True) | Q(satisfied__range=(1, 4)),
                name="order_satisfied_1_to_4",
            ),
            models.CheckConstraint(
                condition=Q(beneficiary__isnull=True) | ~Q(beneficiary=F("requester")),
                name="order_for_another_or_oneself",
            ),
            models.CheckConstraint(
                condition=Q(state="became_case") ^ Q(case_number=""), name="order_case_has_number"
            ),
        ]
        indexes = [
            wake_index("order"),
            models.Index(
                fields=["due_at", "id"],
                include=["place_path", "state"],
                condition=OPEN_ORDER,
                name="order_open_by_due",
            ),
            models.Index(fields=["place_path", "due_at"], condition=OPEN_ORDER, name="order_open_by_place"),
            # What a volunteer may take: few of all, found by how far each is offered.
            models.Index(
                fields=["reach_path", "due_at", "id"],
                include=["skills", "tongue", "place_path", "state"],
                condition=TO_TAKE,
                name="order_open_to_take",
            ),
            models.Index(fields=["community_path", "-ordered_at"], name="order_community_newest"),
            models.Index(fields=["-ordered_at", "-id"], name="order_newest"),
            GinIndex(fields=["skills"], condition=TO_TAKE, name="order_to_take_skills"),
        ]

    def __str__(self) -> str:
        return numbers.grouped(self.number)

    @classmethod
    def kept_about(cls, person: Person) -> list[Facts]:
        """What a person ordered, and what was ordered for them."""
        theirs = Q(requester=person) | Q(beneficiary=person)
        return [
            [
                (_("number"), order),
                (_("ordered"), order.ordered_at),
                (_("place"), f"{order.place} {order.address_note}".strip()),
                (_("service"), order.title),
                (pgettext_lazy("of an order", "what is wished for"), order.text),
                (_("done"), order.done_at),
                (_("complaint"), "\n".join(each.text for each in order.complaints.all())),
            ]
            for order in cls.objects.filter(theirs)
            .select_related("place", "kind")
            .prefetch_related("complaints")
            .order_by("-pk")
        ]

    @property
    def title(self) -> str:
        """The service, or that it is a wish."""
        return self.kind.title if self.kind else gettext("A wish")

    @property
    def kind_code(self) -> str:
        """The service's code; "" for a wish."""
        return self.kind.code if self.kind_id else ""

    @property
    def whom(self):
        """The person it is for."""
        return self.beneficiary or self.requester

    @property
    def places_left(self) -> int:
        """How many volunteers are still to be found."""
        return self.persons - len(self.engaged())

    def engaged(self) -> list:
        """Who takes part: agreed and not ended."""
        return [each for each in self.parts() if each.agreed_at is not None]

    def asked(self) -> list:
        """Who has been asked and has not answered."""
        return [each for each in self.parts() if each.agreed_at is None]

    def parts(self) -> list:
        """The engagements in force, the oldest first. Asks nothing where a page has read them beforehand."""
        if "engagements" in getattr(self, "_prefetched_objects_cache", {}):
            return [each for each in self.engagements.all() if each.ended_at is None]
        standing = self.engagements.filter(ended_at__isnull=True)
        return list(standing.select_related("volunteer__person", "volunteer__organization").order_by("pk"))

    def the(self, role: str, actor: Actor) -> bool:
        """ "near": an active volunteer within reach. "asked", "taker": a volunteer who takes part."""
        if role == "near":
            volunteer = Volunteer.acting(actor)
            return volunteer is not None and volunteer.state == "active" and volunteer.is_near(self)
        if role in ("asked", "taker"):
            listed = self.asked() if role == "asked" else self.engaged()
            return any(each.volunteer.is_spoken_for_by(actor) for each in listed)
        return super().the(role, actor)

    def recipients(self, role: str) -> list[object]:
        """ "reporter": who ordered it. "near": those who fit best. "asked", "taker": who takes part."""
        if role == "reporter":
            return [self.requester]
        if role == "near":
            return [each.told for each in Volunteer.fitting(self)[:MOST_TOLD]]
        if role in ("asked", "taker"):
            listed = self.asked() if role == "asked" else self.engaged()
            return [each.volunteer.told for each in listed]
        return super().recipients(role)

    def recipients_at(self, role: str, at: datetime) -> list[object]:
        """Who took part at that moment: whose part that very step ended is told, too, and who did it; who
        came or was asked later is not.
        """
        if role not in ("asked", "taker"):
            return self.recipients(role)
        there = Q(ended_at__isnull=True) | Q(ended_at__gte=at)
        if role == "taker":
            meant = Q(agreed_at__lte=at) & (there | Q(ending=Ending.DONE))
        else:
            meant = there & Q(asked_at__lte=at) & (Q(agreed_at__isnull=True) | Q(agreed_at__gt=at))
        parts = self.engagements.filter(meant).order_by("pk")
        return [
            each.volunteer.told
            for each in parts.select_related("volunteer__person", "volunteer__organization")
        ]

    def counts_from(self, promise: str, now: datetime) -> datetime:
        """To come, and to be done, count from the agreed time."""
        agreed = self.starts_at if promise in ("come", "finish") else None
        return agreed or now

    @classmethod
    def people_in_use(cls, ids: set[UUID]) -> set[UUID]:
        """Of these persons, those an open order is of or for: they are not erased before it is over."""
        is_open = OPEN_ORDER | Q(complaints__state__in=["made", "upheld", "objected"])
        named = cls.objects.filter(is_open).filter(Q(requester__in=ids) | Q(beneficiary__in=ids))
        return {pk for pair in named.values_list("requester_id", "beneficiary_id") for pk in pair} & ids


MOST_TOLD = 20
