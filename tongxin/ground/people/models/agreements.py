from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class PrivacyText(models.Model):
    """One version of a text people are told or agree to. Once used it is never edited.

    ``agreement`` tells a consent (PIPL § 14, § 29) from a notice (§ 17, § 35), which asks for no answer.
    """

    kind = models.SlugField(_("kind"), max_length=32)
    version = models.CharField(_("version"), max_length=16)
    agreement = models.BooleanField(_("asks for consent"))
    sensitive = models.BooleanField(_("sensitive personal information"), default=False)
    title = models.CharField(_("Chinese title"), max_length=80)
    title_en = models.CharField(_("English title"), max_length=120)
    body = models.TextField(_("Chinese text"))
    body_en = models.TextField(_("English text"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        ordering = ["kind", "since", "id"]
        verbose_name = _("privacy text")
        verbose_name_plural = _("privacy texts")
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="privacy_text_version_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="privacy_text_until_not_before_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_title} {self.version}"

    @property
    def shown_title(self) -> str:
        """The title in the language of the reader."""
        return self.title_en if (get_language() or "").startswith("en") else self.title

    @property
    def shown_body(self) -> str:
        """The text in the language of the reader."""
        return self.body_en if (get_language() or "").startswith("en") else self.body


class Channel(models.TextChoices):
    """By which way a consent or a notice was given."""

    WEB = "web", _("on a page")
    DESK = "desk", _("at the desk")
    PHONE = "phone", _("by phone")
    PAPER = "paper", _("on paper")
    VISIT = "visit", _("at a visit")


class Consent(models.Model):
    """A person agreed to one text of one kind. One of a kind is in force; withdrawing keeps the record.

    ``guardian`` says that a guardian agreed for a child under 14 (PIPL § 31).
    """

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="consents", verbose_name=_("person")
    )
    kind = models.SlugField(_("kind"), max_length=32)
    text = models.ForeignKey(PrivacyText, models.PROTECT, related_name="consents", verbose_name=_("text"))
    guardian = models.BooleanField(_("given by a guardian"), default=False)
    channel = models.CharField(_("way"), max_length=8, choices=Channel.choices)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    given_by = models.CharField(max_length=80)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-given_at"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                name="consent_one_in_force",
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.given_at:%Y-%m-%d}"

    @property
    def text_version(self) -> str:
        """The version of the text that was agreed to."""
        return self.text.version


class NoticeGiven(models.Model):
    """A person was told how their data is handled (PIPL § 17); state organs too must tell (§ 35)."""

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="notices_given", verbose_name=_("person")
    )
    text = models.ForeignKey(PrivacyText, models.PROTECT, related_name="+", verbose_name=_("text"))
    channel = models.CharField(_("way"), max_length=8, choices=Channel.choices)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    given_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["-given_at"]
        verbose_name = _("notice given")
        verbose_name_plural = _("notices given")
        constraints = [models.UniqueConstraint(fields=["person", "text"], name="notice_given_once")]

    def __str__(self) -> str:
        return f"{self.text_id} {self.given_at:%Y-%m-%d}"
