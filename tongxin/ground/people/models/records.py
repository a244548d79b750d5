from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongxin.ground.people.purposes import PART_WORDS, PURPOSES
from tongxin.ground.territory.fields import PlacePathField

# What can be done with an account, as its holder and the auditor read it.
ACCOUNT_WORDS = {
    "account_opened": _("account opened"),
    "account_closed": _("account closed"),
    "password_link_asked": _("password link asked for"),
    "password_link_made": _("password link made"),
    "password_link_ended": _("password link ended, because the account was given a post for two"),
    "password_kept": _("password link refused"),
    "second_factor_reset_asked": _("asked to take the second step away"),
    "second_factor_reset": _("second step taken away"),
    "second_factor_kept": _("second step kept"),
    "signed_out_everywhere": _("signed out everywhere"),
}
HELP = frozenset(ACCOUNT_WORDS) - {"signed_out_everywhere"}


class Look(models.Model):
    """Somebody saw what is sealed about a person: who, as what, what for, which parts. Append-only.

    ``noun`` and ``thing_id`` name what it was about ("cases.case", "15"), where it was about something.
    """

    place_path_is_history = True

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="looks", verbose_name=_("person")
    )
    at = models.DateTimeField(_("when"), db_default=Now())
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(_("who"), max_length=120)
    actor_role = models.CharField(_("as"), max_length=120, blank=True)
    purpose = models.CharField(_("what for"), max_length=24)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    parts = models.CharField(_("what was seen"), max_length=80)
    noun = models.CharField(max_length=40, blank=True)
    thing_id = models.CharField(max_length=40, blank=True)
    place_path = PlacePathField(blank=True, default="")

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        indexes = [
            models.Index(fields=["person", "-at"], name="look_at_person"),
            models.Index(fields=["actor_key", "-at"], name="look_by_actor"),
            models.Index(fields=["at"], name="look_at"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.purpose_words}"

    @property
    def purpose_words(self) -> str:
        """The purpose as a person reads it."""
        purpose = PURPOSES.get(self.purpose)
        return str(purpose.words) if purpose else self.purpose

    @property
    def who_words(self) -> str:
        """Who it was, as the person reads it: the post, not the name behind it."""
        if self.actor_key == "system":
            return gettext("Tongxin itself")
        return self.actor_role or self.actor_name

    @property
    def seen_words(self) -> str:
        """The parts that were seen, as a person reads them."""
        return gettext(", ").join(str(PART_WORDS.get(part, part)) for part in self.parts.split())


class Change(models.Model):
    """What was done with a person or an account, when and by whom. Append-only, without personal data."""

    at = models.DateTimeField(_("when"), db_default=Now())
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(_("who"), max_length=120)
    what = models.CharField(_("what"), max_length=40)
    person_id = models.UUIDField(null=True)
    account_id = models.BigIntegerField(null=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["person_id", "-id"], name="people_change_of_person"),
            models.Index(fields=["account_id", "-id"], name="people_change_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.person_id or self.account_id}"

    @property
    def who_words(self) -> str:
        """Who did it, as a person reads it."""
        return gettext("Tongxin itself") if self.by_key == "system" else self.by_name

    @property
    def account_words(self) -> str:
        """What was done with an account, as a person reads it."""
        return str(ACCOUNT_WORDS.get(self.what, self.what))
