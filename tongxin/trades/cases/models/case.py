"""A need that someone must solve."""

from uuid import UUID

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.gathering import for_all
from tongxin.engine.flows.models import Flowing, state_check, wake_index
from tongxin.engine.tickets import numbers
from tongxin.ground.people.keeping import Facts
from tongxin.ground.people.models import Person
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.fields import PlacePathField
from tongxin.trades.cases.choices import Channel, Exclusion, Satisfaction, Urgency
from tongxin.trades.cases.flow import CASE, OPEN
from tongxin.trades.cases.models.catalogue import Category
from tongxin.trades.cases.units import summonable

OPEN_STATES = tuple(OPEN.split())
OPEN_CASE = Q(state__in=OPEN_STATES)
SOUGHT_IN = ("haystack", "search")  # the columns that no page shows


class Case(Flowing):
    """A resident's need from the report to the last word. Who reported it is a reference, never text in here.

    ``place_path`` is where it is; ``community_path`` the community whose desk answers for it (the place
    itself where there is no community above). ``text`` is what was said; ``public_text`` what staff let
    everybody read, empty for nothing. ``hops`` counts units that passed it on, ``returns`` returned
    whistles, ``rounds`` how often work began again. ``solved`` and ``satisfied`` are the resident's last
    answers: None where there was none. ``haystack`` and ``search`` are the folded text and its index words.
    """

    flow = CASE
    urgency_titles = dict(Urgency.choices)
    children_open: bool | None = None

    number = models.CharField(_("number"), max_length=9, unique=True, editable=False)
    query_code_hash = models.CharField(max_length=64, editable=False)
    client_key = models.CharField(max_length=64, null=True, unique=True, editable=False)
    channel = models.CharField(_("came in by"), max_length=12, choices=Channel)
    external_source = models.CharField(_("other platform"), max_length=40, blank=True)
    external_id = models.CharField(_("number there"), max_length=80, blank=True)
    reported_at = models.DateTimeField(_("reported"))

    text = models.TextField(_("what it is about"))
    public_text = models.TextField(_("what everybody may read"), blank=True)
    category = models.ForeignKey(
        "cases.Category",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="cases",
        verbose_name=_("category"),
    )
    category_path = models.CharField(max_length=64, blank=True, default="", db_collation="C", editable=False)
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency, default=Urgency.NORMAL)

    place = models.ForeignKey(
        "territory.Place", models.PROTECT, db_index=False, related_name="cases", verbose_name=_("place")
    )
    community_path = PlacePathField(editable=False, community_of="place_path")
    point_lat = models.FloatField(_("latitude"), null=True)
    point_lng = models.FloatField(_("longitude"), null=True)
    address_note = models.CharField(_("where exactly"), max_length=200, blank=True)

    reporter = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="cases", verbose_name=_("reporter")
    )
    reporter_shares = models.BooleanField(_("units may see who reported it"), default=False)

    solved = models.BooleanField(_("solved"), null=True)
    satisfied = models.PositiveSmallIntegerField(_("satisfied"), choices=Satisfaction, null=True)
    call_attempts = models.PositiveSmallIntegerField(default=0)
    hops = models.PositiveSmallIntegerField(default=0)
    returns = models.PositiveSmallIntegerField(default=0)
    rounds = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(_("closed"), null=True)
    urged_at = models.DateTimeField(null=True)
    copy_asked_at = models.DateTimeField(null=True)
    extension_asked = models.PositiveSmallIntegerField(null=True)
    exclusion_state = models.CharField(
        max_length=12, choices=Exclusion, blank=True, default=Exclusion.COUNTED
    )

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name=_("parent case")
    )
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="duplicates", verbose_name=_("joined to")
    )

    haystack = models.TextField(editable=False, default="")
    search = SearchVectorField(editable=False)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            state_check(CASE),
            models.UniqueConstraint(
                fields=["external_source", "external_id"],
                condition=~Q(external_id=""),
                name="case_external_once",
            ),
            models.CheckConstraint(condition=Q(number__regex=r"^[0-9]{9}$"), name="case_number_nine_digits"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="case_channel_known"),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="case_urgency_known"),
            models.CheckConstraint(
                condition=Q(satisfied__isnull=True) | Q(satisfied__range=(1, 4)), name="case_satisfied_1_to_4"
            ),
            models.CheckConstraint(
                condition=Q(state="merged", duplicate_of__isnull=False)
                | ~Q(state="merged") & Q(duplicate_of__isnull=True),
                name="case_merged_into_another",
            ),
            models.CheckConstraint(
                condition=(Q(parent__isnull=True) | ~Q(parent=F("id")))
                & (Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id"))),
                name="case_not_its_own_kin",
            ),
            models.CheckConstraint(
                condition=Q(point_lat__isnull=True, point_lng__isnull=True)
                | Q(point_lat__range=(-90, 90), point_lng__range=(-180, 180)),
                name="case_point_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(exclusion_state__in=Exclusion.values), name="case_exclusion_known"
            ),
        ]
        indexes = [
            wake_index("case"),
            # The queue, due first. Open cases are a few percent of all, so both indexes stay small however
            # many are closed. Wide scopes (zone, street) walk the first in due order and stop at a page;
            # narrow ones (a cell) take the second and sort the few they find. The planner chooses by the
            # scope's share of the rows. A map of them is read from the first alone, counts from the second.
            models.Index(
                fields=["due_at", "id"],
                include=[
                    *("place_path", "state", "urgency", "paused_at"),
                    *("number", "place", "point_lat", "point_lng"),
                ],
                condition=OPEN_CASE,
                name="case_open_by_due",
            ),
            models.Index(
                fields=["place_path", "due_at"],
                include=["id", "state", "urgency", "paused_at", "channel", "category_path"],
                condition=OPEN_CASE,
                name="case_open_by_place",
            ),
            # All cases of an area, newest first, and the figures of a period.
            models.Index(fields=["community_path", "-reported_at", "-id"], name="case_community_newest"),
            models.Index(fields=["-reported_at", "-id"], include=["place_path"], name="case_newest"),
            models.Index(fields=["place_path", "-reported_at"], name="case_place_newest"),
            models.Index(
                fields=["place_path", "closed_at"], condition=Q(state="closed"), name="case_closed_by_place"
            ),
            models.Index(
                fields=["-reported_at", "-id"],
                condition=Q(exclusion_state="proposed"),
                name="case_exclusion_waiting",
            ),
            GinIndex(fields=["search"], name="case_search", fastupdate=True),
        ]

    def __str__(self) -> str:
        return numbers.grouped(self.number)

    def the(self, role: str, actor: Actor) -> bool:
        """ "reporter", "unit" (any unit summoned to it), "second_reviewer" (the street, but not who
        proposed).
        """
        if role == "unit":
            return any(summons.the("unit", actor) for summons in self.summonses.all() if summons.lively)
        if role == "second_reviewer":
            if not any(actor.holds(each, self.place_path) for each in ("street_desk", "street_leader")):
                return False
            proposal = self.pending_exclusion() if self.exclusion_state == "proposed" else None
            return proposal is None or proposal.proposed_by != actor.key
        return super().the(role, actor)

    def recipients(self, role: str) -> list[object]:
        """ "reporter": who reported it and everyone whose report was joined to it. "unit": the units still
        summoned.
        """
        if role == "reporter":
            joined = [case.reporter for case in self.duplicates.select_related("reporter")]
            return [person for person in [self.reporter, *joined] if person is not None]
        if role == "unit":
            return [summons.organization for summons in self.open_summonses()]
        return super().recipients(role)

    def open_summonses(self) -> list:
        """The summonses that are neither released, called off nor settled, with their units."""
        return [s for s in self.summonses.select_related("organization") if s.lively]

    def answered_summonses(self) -> list:
        """The summonses whose answer waits to be verified."""
        return [s for s in self.open_summonses() if s.state == "answered"]

    def summonable_units(self) -> list:
        """The units that serve its place."""
        return summonable(self.place)

    def has_open_children(self) -> bool:
        """Asked of the database unless the query that read the case has said so (``children_open``)."""
        if self.children_open is not None:
            return self.children_open
        return self.pk is not None and self.pk in for_all(self, "open children", _with_open_children)

    def pending_exclusion(self):
        """The proposal to leave it out of the rates that nobody has decided yet, or None."""
        return self.exclusions.filter(decided_at__isnull=True).first()

    @classmethod
    def category_titles(cls) -> dict[str, str]:
        return Category.titles()

    @classmethod
    def people_in_use(cls, ids: set[UUID]) -> set[UUID]:
        """Of these persons, the reporters of open cases: they are not erased before their case is over."""
        return set(cls.objects.filter(OPEN_CASE, reporter__in=ids).values_list("reporter_id", flat=True))

    @classmethod
    def kept_about(cls, person: Person) -> list[Facts]:
        """What a reporter told us: each case with what was added to it and their answers."""
        mine = cls.objects.filter(reporter=person).select_related("place").order_by("-pk")
        return [
            [
                (_("number"), case),
                (_("reported"), case.reported_at),
                (_("place"), f"{case.place} {case.address_note}".strip()),
                (_("what it is about"), case.text),
                (_("How it stands"), case.current_state.label),
                *((_("Added"), more.text) for more in case.supplements.filter(internal=False)),
                *((_("The resident's word"), word.comment) for word in case.verdicts.all()),
            ]
            for case in mine.prefetch_related("supplements", "verdicts")
        ]

    @property
    def where(self) -> str:
        """Its place with all above it."""
        return self.place.full_name

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


def _with_open_children(ids: list[int]) -> set[int]:
    """Which of these cases have a child that is still open."""
    return set(Case.objects.filter(OPEN_CASE, parent__in=ids).values_list("parent_id", flat=True))
