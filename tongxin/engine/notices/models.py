"""Who was told what, by which way, and how each wishes to be told. Only ``notices.actions`` writes here."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.notices.channels import CHOICES
from tongxin.engine.notices.channels.errors import Failure
from tongxin.ground.people.fields import SealedTextField
from tongxin.ground.people.ids import uuid7
from tongxin.ground.people.keeping import Facts
from tongxin.ground.people.models import Person

OWNERS = ("account", "person", "organization")


def one_of(*fields: str) -> Q:
    """Exactly one of these columns is filled."""
    cases = (Q(**{f"{field}__isnull": field != chosen for field in fields}) for chosen in fields)
    found = next(cases)
    for case in cases:
        found |= case
    return found


class Notice(models.Model):
    """One recipient was told of one journal row. Free of personal data: a lock screen may show it.

    ``audience`` is the token by which the flow table meant the recipient ("the:reporter",
    "here:community_worker"). ``key`` is flow and step ("case.accept"). The journal row and the thing are
    named, not referenced: a notice outlives neither and delays the deletion of none.
    """

    recipient_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    recipient_person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    recipient_organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    audience = models.CharField(_("told as"), max_length=80)
    journal_id = models.BigIntegerField()
    noun = models.CharField(max_length=64)
    thing_id = models.CharField(max_length=64)
    key = models.CharField(max_length=80)
    urgent = models.BooleanField(_("urgent"), default=False)
    language = models.CharField(_("language"), max_length=10)
    title = models.CharField(_("title"), max_length=120)
    body = models.CharField(_("text"), max_length=500, blank=True)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(_("when"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                condition=one_of(*(f"recipient_{owner}" for owner in OWNERS)),
                name="notice_to_exactly_one",
            ),
            models.UniqueConstraint(
                fields=["journal_id", "recipient_account", "key"],
                name="notice_account_told_once",
                condition=Q(recipient_account__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["journal_id", "recipient_person", "key"],
                name="notice_person_told_once",
                condition=Q(recipient_person__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["journal_id", "recipient_organization", "key"],
                name="notice_organization_told_once",
                condition=Q(recipient_organization__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["recipient_account", "-created_at"], name="notice_of_account"),
            models.Index(fields=["recipient_organization", "-created_at"], name="notice_of_organization"),
            models.Index(fields=["recipient_person", "-created_at"], name="notice_of_person"),
            models.Index(
                fields=["recipient_account", "-created_at"],
                name="notice_unread_of_account",
                condition=Q(read_at__isnull=True, recipient_account__isnull=False),
            ),
            models.Index(
                fields=["recipient_organization", "-created_at"],
                name="notice_unread_of_organization",
                condition=Q(read_at__isnull=True, recipient_organization__isnull=False),
            ),
            models.Index(fields=["noun", "thing_id", "-created_at"], name="notice_about_thing"),
            models.Index(fields=["created_at"], name="notice_created"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def kept_about(cls, person: Person) -> list[Facts]:
        """What a person was told, and when."""
        told = cls.objects.filter(recipient_person=person)
        return [
            [(_("when"), each.created_at), (_("title"), each.title), (_("text"), each.body)] for each in told
        ]


class Delivery(models.Model):
    """One notice on its way by one channel.

    ``next_at`` is the next moment of decision while the way is not at its end. In ``sending`` it is the end
    of a lease: a worker that was killed leaves the row there, and after the lease another takes it over. So a
    message is handed over at least once, and twice only if the worker died between the far side's "ok" and
    the write of it.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        HELD_QUIET = "held_quiet", _("held until the quiet hours end")
        FOR_BUNDLE = "for_bundle", _("waiting for the next bundle")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        DIGESTED = "digested", _("sent in a bundle")
        FAILED = "failed", _("could not be sent")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries", db_index=False)
    channel = models.CharField(_("way"), max_length=16, choices=CHOICES)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.QUEUED)
    in_bundle = models.BooleanField(_("in a bundle"), default=False)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    failure = models.CharField(_("what went wrong"), max_length=16, choices=Failure.choices, blank=True)
    last_error = models.CharField(_("answer of the other side"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_a_channel"),
            models.CheckConstraint(
                condition=Q(next_at__isnull=False) ^ Q(state__in=["sent", "digested", "failed"]),
                name="delivery_on_its_way_has_a_next_moment",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False) ^ ~Q(state__in=["sent", "digested"]),
                name="delivery_sent_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="delivery_due", condition=Q(next_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class ChannelChoice(models.Model):
    """How one recipient wishes to be told by one channel; where there is no row, ``choices.defaults`` hold.

    ``address`` is a webhook or e-mail address where the channel needs one that nothing else knows.
    Quiet hours are local time of the installation and may cross midnight.
    """

    class Digest(models.TextChoices):
        NONE = "", _("one by one")
        HOURLY = "hourly", _("bundled, at each full hour")
        DAILY = "daily", _("bundled, each morning at eight")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(
        "organizations.Organization", models.CASCADE, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(_("way"), max_length=16, choices=CHOICES)
    on = models.BooleanField(_("use this way"), default=True)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_to = models.TimeField(_("quiet to"), null=True, blank=True)
    digest = models.CharField(
        _("bundling"), max_length=8, choices=Digest.choices, blank=True, default=Digest.NONE
    )
    address = SealedTextField(_("address"))

    class Meta:
        verbose_name = _("choice of channel")
        verbose_name_plural = _("choices of channel")
        constraints = [
            models.CheckConstraint(condition=one_of(*OWNERS), name="channel_choice_of_exactly_one"),
            models.UniqueConstraint(
                fields=["account", "channel"],
                name="channel_choice_of_account_once",
                condition=Q(account__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["person", "channel"],
                name="channel_choice_of_person_once",
                condition=Q(person__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["organization", "channel"],
                name="channel_choice_of_organization_once",
                condition=Q(organization__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="channel_choice_quiet_has_both_ends",
                violation_error_message=_("Quiet hours need a beginning and an end."),
            ),
        ]

    def __str__(self) -> str:
        return self.channel

    @property
    def owner_key(self) -> tuple[str, object]:
        """Whose choice it is: kind and primary key."""
        return next((kind, pk) for kind in OWNERS if (pk := getattr(self, f"{kind}_id")) is not None)


class Subscription(models.Model):
    """A person who is told of a thing together with those the thing names: the reporter of a duplicate."""

    noun = models.CharField(max_length=64)
    thing_id = models.CharField(max_length=64)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(fields=["noun", "thing_id", "person"], name="subscription_once"),
        ]

    def __str__(self) -> str:
        return f"{self.noun}:{self.thing_id}"


class KeepRule(models.Model):
    """For how many months a notice that was read is kept, on the days ``since <= day < until``."""

    months = models.PositiveSmallIntegerField(_("months"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        ordering = ["since"]
        verbose_name = _("retention of notices")
        verbose_name_plural = _("retention of notices")
        constraints = [
            models.CheckConstraint(condition=Q(months__gte=1), name="notice_kept_some_time"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="notice_keep_rule_until_not_before_since",
            ),
            models.UniqueConstraint(fields=["since"], name="notice_keep_rule_since_once"),
        ]

    def __str__(self) -> str:
        return f"{self.months}"
