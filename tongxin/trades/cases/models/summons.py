"""One unit, called to one case."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.models import Flowing, state_check, wake_index
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.roles import ROLES
from tongxin.trades.cases.choices import Urgency
from tongxin.trades.cases.flow_summons import PENDING, SUMMONS
from tongxin.trades.cases.models.catalogue import Category

PENDING_STATES = tuple(PENDING.split())
PENDING_SUMMONS = Q(state__in=PENDING_STATES)


class Summons(Flowing):
    """A unit's own thread within a case: summoned, signed in, on site, answered; or returned.

    ``hop`` counts how many units were tried before this one; ``moved_from`` is the summons it replaces.
    ``final`` says the street has decided that it stays here. ``dispute_until`` is the moment until which it
    can be returned.
    """

    flow = SUMMONS
    urgency_titles = dict(Urgency.choices)

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="summonses", verbose_name=_("case"))
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    lead = models.BooleanField(_("leads"), default=False)
    task = models.TextField(_("what has to be done"))
    category_path = models.CharField(max_length=64, blank=True, default="", db_collation="C", editable=False)
    urgency = models.CharField(max_length=12, editable=False)
    issued_at = models.DateTimeField(_("summoned"))
    issued_by = models.CharField(max_length=120)
    signed_in_at = models.DateTimeField(_("signed in"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answer = models.TextField(_("answer"), blank=True)
    hop = models.PositiveSmallIntegerField(default=0)
    moved_from = models.OneToOneField("self", models.PROTECT, null=True, related_name="moved_to")
    ground = models.ForeignKey(
        "cases.Ground", models.PROTECT, null=True, related_name="+", verbose_name=_("ground")
    )
    proposed = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("whose it should be"),
    )
    dispute_reason = models.TextField(blank=True)
    dispute_until = models.DateTimeField(null=True)
    final = models.BooleanField(default=False)
    urged_at = models.DateTimeField(null=True)
    extension_asked = models.PositiveSmallIntegerField(null=True)
    link_round = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-lead", "id"]
        verbose_name = _("summons")
        verbose_name_plural = _("summonses")
        constraints = [
            state_check(SUMMONS),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(lead=True) & PENDING_SUMMONS,
                name="summons_one_lead",
            ),
            models.UniqueConstraint(
                fields=["case", "organization"],
                condition=PENDING_SUMMONS,
                name="summons_unit_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["disputed", "at_street"])
                | Q(ground__isnull=False, proposed__isnull=False),
                name="summons_returned_with_ground",
            ),
        ]
        indexes = [
            wake_index("summons"),
            # A unit's page: what is open, due first. Closed ones are most rows and stay out of it.
            models.Index(
                fields=["organization", "due_at"],
                condition=PENDING_SUMMONS,
                name="summons_open_by_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} / {self.organization_id}"

    def the(self, role: str, actor: Actor) -> bool:
        """ "unit": speaks for the summoned unit, by a post in it or by the signed link of this very
        summons.
        """
        if role != "unit":
            return super().the(role, actor)
        if actor.key.startswith("link:"):
            return actor.is_named("cases.summons", self.pk, "unit")
        return any(
            holding.organization_id == self.organization_id and "case.answer" in ROLES[holding.role].verbs
            for holding in actor.holdings
        )

    @property
    def number(self) -> str:
        """The number of its case: what a unit is told."""
        return self.case.number

    @property
    def lively(self) -> bool:
        """Whether the case still waits for this unit or for its answer to be verified."""
        return self.state in PENDING_STATES

    def summonable_units(self) -> list:
        """The other units that serve the place of its case: whose it could be instead."""
        return [each for each in self.case.summonable_units() if each.pk != self.organization_id]

    def recipients(self, role: str) -> list[object]:
        """ "unit": the summoned unit itself."""
        return [self.organization] if role == "unit" else super().recipients(role)

    @classmethod
    def category_titles(cls) -> dict[str, str]:
        return Category.titles()
