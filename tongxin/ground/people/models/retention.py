from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RetentionRule(models.Model):
    """For how many months something of one kind is kept, on the days ``since <= day < until``.

    The period of a person runs from ``Person.retained_from``, that of a record from its own date.
    ``source`` says where the figure comes from: a law, or our choice, which the office may change.
    """

    class Kind(models.TextChoices):
        REPORTER = "reporter", _("someone who reported, after the last report")
        RESIDENT = "resident", _("resident, after moving away")
        WORKER = "worker", _("someone who served here, after the last post")
        LOOK = "look", _("record of a look at personal data")
        CONSENT = "consent", _("consent, after it was withdrawn")
        SIGN_IN = "sign_in", _("record of a sign-in")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    months = models.PositiveSmallIntegerField(_("months"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        ordering = ["kind", "since"]
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], name="retention_rule_one_open", condition=Q(until__isnull=True)
            ),
            models.CheckConstraint(condition=Q(months__gte=1), name="retention_rule_some_time"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="retention_rule_until_not_before_since",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["look", "sign_in"]) | Q(months__gte=6),
                name="retention_rule_logs_six_months",
                violation_error_message=_("Logs are kept for at least six months (Cybersecurity Law § 21)."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.months}"
