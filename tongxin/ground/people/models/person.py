from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tongxin.ground.people.fields import SealedTextField
from tongxin.ground.people.ids import uuid7
from tongxin.ground.territory.fields import PlacePathField

SEALED = ("name", "phone", "id_number", "address", "health")
INDEXES = ("name_index", "phone_index", "id_index")
MASKS = ("name_mask", "phone_mask", "id_mask")


class Person(models.Model):
    """A natural person. What identifies them is sealed; lists and pages show the masks.

    Equal values are found by blind index. ``place_path`` is where they live or were first met.
    ``retained_from`` is the moment from which the retention rule of ``kind`` runs; empty while it does
    not run (lives here, works here). An erased person is a tombstone: the row stays, so that whatever names
    it still reads, and everything about the person is gone.
    """

    class Kind(models.TextChoices):
        RESIDENT = "resident", _("resident")
        REPORTER = "reporter", _("reporter")
        WORKER = "worker", _("works or serves here")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.REPORTER)
    name = SealedTextField(pgettext_lazy("of a person", "name"))
    phone = SealedTextField(_("phone"))
    id_number = SealedTextField(_("ID number"))
    address = SealedTextField(_("home address"))
    health = SealedTextField(_("health"))
    name_index = models.BinaryField(max_length=32, null=True, editable=False)
    phone_index = models.BinaryField(max_length=32, null=True, editable=False)
    id_index = models.BinaryField(max_length=32, null=True, editable=False)
    name_mask = models.CharField(max_length=80, blank=True, editable=False)
    phone_mask = models.CharField(max_length=24, blank=True, editable=False)
    id_mask = models.CharField(max_length=24, blank=True, editable=False)
    household = models.ForeignKey(
        "people.Household",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("household"),
    )
    place_path = PlacePathField(blank=True, default="", editable=False)
    born = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    invented = models.BooleanField(_("invented"), default=False)
    registered_at = models.DateTimeField(_("known since"), default=timezone.now)
    retained_from = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    erased_reason = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        indexes = [
            models.Index(fields=["place_path", "id"], name="person_path"),
            models.Index(fields=["phone_index"], name="person_phone", condition=Q(phone_index__isnull=False)),
            models.Index(fields=["name_index"], name="person_name", condition=Q(name_index__isnull=False)),
            models.Index(
                fields=["kind", "retained_from"],
                name="person_due_for_erasure",
                condition=Q(erased_at__isnull=True, retained_from__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["id_index"], name="person_id_number_once", condition=Q(id_index__isnull=False)
            ),
            models.UniqueConstraint(
                "phone_index",
                Coalesce("name_index", Value(b"", output_field=models.BinaryField())),
                name="person_phone_and_name_once",
                condition=Q(phone_index__isnull=False, id_index__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(
                    **dict.fromkeys(SEALED, b""),
                    **{f"{index}__isnull": True for index in INDEXES},
                    **dict.fromkeys(MASKS, ""),
                    born__isnull=True,
                ),
                name="person_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """What anyone may read: the masked name, or words for one that is gone or was not given."""
        if self.erased_at:
            return gettext("erased")
        return self.name_mask or gettext("name not given")
