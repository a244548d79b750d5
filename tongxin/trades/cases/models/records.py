"""What is added to a case and never changed afterwards."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.storyline import shown_name
from tongxin.engine.photos.models import Kept
from tongxin.trades.cases.choices import Satisfaction, Stage


class Supplement(models.Model):
    """Words added to a case: by the resident, or between colleagues (``internal``, never shown to anyone
    else).
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="supplements", verbose_name=_("case"))
    at = models.DateTimeField(_("when"))
    by_key = models.CharField(max_length=120)
    by_name = models.CharField(max_length=120)
    internal = models.BooleanField(default=False)
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("supplement")
        verbose_name_plural = _("supplements")

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d %H:%M}"

    @property
    def who(self) -> str:
        """Who wrote it, as staff may know it."""
        return shown_name(self.by_key, self.by_name)


class Verdict(models.Model):
    """One answer of the resident, or one attempt to get it. Append-only; the last one counts.

    ``asked`` says a clerk called; otherwise the resident answered by himself. ``reached`` is always so then.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="verdicts", verbose_name=_("case"))
    at = models.DateTimeField(_("when"))
    asked = models.BooleanField(_("by call-back"))
    by_key = models.CharField(max_length=120)
    round = models.PositiveSmallIntegerField()
    reached = models.BooleanField(_("reached"))
    solved = models.BooleanField(_("solved"), null=True)
    satisfied = models.PositiveSmallIntegerField(_("satisfied"), choices=Satisfaction, null=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("last word")
        verbose_name_plural = _("last words")
        constraints = [
            models.CheckConstraint(
                condition=Q(reached=True) | Q(solved__isnull=True, satisfied__isnull=True),
                name="verdict_reached_to_answer",
            ),
            models.CheckConstraint(
                condition=Q(asked=True) | Q(reached=True), name="verdict_own_word_is_reached"
            ),
            models.CheckConstraint(
                condition=Q(satisfied__isnull=True) | Q(satisfied__range=(1, 4)),
                name="verdict_satisfied_1_to_4",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d %H:%M}"


class Exclusion(models.Model):
    """A proposal to leave a case out of the rates, and what a second person decided."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="exclusions", verbose_name=_("case"))
    ground = models.ForeignKey("cases.Ground", models.PROTECT, related_name="+", verbose_name=_("ground"))
    evidence = models.TextField(_("evidence"))
    proposed_by = models.CharField(max_length=120)
    proposed_by_name = models.CharField(max_length=120)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=120, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(null=True)
    decision_note = models.TextField(blank=True)

    class Meta:
        ordering = ["proposed_at", "id"]
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, confirmed__isnull=True, decided_by="")
                | Q(decided_at__isnull=False, confirmed__isnull=False) & ~Q(decided_by=""),
                name="exclusion_decided_whole",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=models.F("proposed_by")), name="exclusion_second_person"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at__isnull=True), name="exclusion_one_pending"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.ground_id}"


class Attachment(Kept):
    """A photo of a case. ``public`` ones go with the public text, others are for who may read the case."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="attachments", verbose_name=_("case"))
    summons = models.ForeignKey(
        "cases.Summons", models.PROTECT, null=True, related_name="attachments", verbose_name=_("summons")
    )
    stage = models.CharField(_("when added"), max_length=12, choices=Stage)
    at = models.DateTimeField(_("when"))
    by_key = models.CharField(max_length=120)
    public = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")


class Distinct(models.Model):
    """Two similar cases that somebody has looked at and found to be different; not suggested again."""

    first = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    second = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by_key = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_once"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="distinct_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} / {self.second_id}"
