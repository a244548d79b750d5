from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Account(AbstractUser):
    """Someone who can sign in. Carries no real name: that is in the vault, through ``person``.

    ``phone_index`` is the blind index of the number one may sign in with. Raising ``session_round``
    ends every session of the account at once.
    """

    class Language(models.TextChoices):
        CHINESE = "zh-hans", "简体中文"
        ENGLISH = "en", "English"

    first_name = None
    last_name = None
    person = models.OneToOneField(
        "people.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="account",
        verbose_name=_("person"),
    )
    phone_index = models.BinaryField(max_length=32, null=True, editable=False, unique=True)
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.CHINESE
    )
    elder_mode = models.BooleanField(_("large letters"), default=False)
    session_round = models.PositiveIntegerField(default=0, editable=False)

    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                name="account_email_once",
                condition=~models.Q(email=""),
                violation_error_message=_("Another account has this address."),
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        """What may be shown of the holder: the masked name, else the account's name."""
        return self.person.shown_name if self.person else self.username

    @classmethod
    def people_in_use(cls, ids: set[UUID]) -> set[UUID]:
        """Persons who can still sign in are not erased."""
        return set(cls.objects.filter(person__in=ids, is_active=True).values_list("person_id", flat=True))

    def get_short_name(self) -> str:
        return self.get_full_name()

    def get_session_auth_hash(self) -> str:
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return (self._session_hash(secret) for secret in settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: str | None) -> str:
        value = f"{self.session_round}:{self.password}"
        return salted_hmac("tongxin.people.session", value, secret=secret, algorithm="sha256").hexdigest()


class SignIn(models.Model):
    """One attempt to sign in to an account, so that its holder can see what was not them.

    ``network`` is the shortened network address (/24 or /48): enough to notice a strange place.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("sign-in succeeded")
        REFUSED = "refused", _("sign-in refused")

    account = models.ForeignKey(Account, models.CASCADE, related_name="sign_ins", verbose_name=_("account"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    device = models.CharField(_("device"), max_length=80, blank=True)
    network = models.CharField(_("network"), max_length=50, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        indexes = [
            models.Index(fields=["account", "-at"], name="sign_in_of_account"),
            models.Index(fields=["at"], name="sign_in_at"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.at:%Y-%m-%d %H:%M} {self.outcome}"


class ResetLink(models.Model):
    """A link that lets the holder set a password once. Only a digest of it is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="reset_links")
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("password link")
        verbose_name_plural = _("password links")

    def __str__(self) -> str:
        return f"{self.account_id} {self.made_at:%Y-%m-%d %H:%M}"


class FactorReset(models.Model):
    """One person asks that an account's password be set anew, or its second factors taken away; another
    decides.

    For accounts by which others could be taken over, or identities opened. Open until ``ends_at`` or until
    it is decided; the database refuses that whoever asked agrees.
    """

    class Factor(models.TextChoices):
        PASSWORD = "password", _("the password")
        SECOND = "second", _("the second step")

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="factor_resets", verbose_name=_("account")
    )
    factor = models.CharField(max_length=8, choices=Factor, default=Factor.SECOND)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    asked_name = models.CharField(max_length=120)
    ends_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    granted = models.BooleanField(null=True)

    class Meta:
        ordering = ["asked_at"]
        verbose_name = _("reset of a password or second factor")
        verbose_name_plural = _("resets of passwords and second factors")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(granted=True, decided_by__in=["", models.F("asked_by")]),
                name="factor_reset_by_two",
            ),
            models.UniqueConstraint(
                fields=["account", "factor"],
                condition=models.Q(decided_at=None),
                name="factor_reset_once_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.asked_at:%Y-%m-%d %H:%M}"
