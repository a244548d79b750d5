"""A report that is still being written. What is said in it is sealed, and gone when it is sent."""

from uuid import uuid4

from django.db import models

from tongxin.ground.people.fields import SealedTextField


class Draft(models.Model):
    """One report on its way, for the browser whose secret hashes to ``owner``.

    ``said`` is JSON, sealed: text, address_note, name, phone, shares, point. ``client_key`` becomes the
    case's. ``joins`` is the case the writer takes for the same thing. ``case`` is what became of it: nothing
    said is kept then, and a second sending finds the case instead of making another.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.CharField(max_length=64, db_index=True, editable=False)
    client_key = models.CharField(max_length=64, unique=True, editable=False)
    place = models.ForeignKey("territory.Place", models.SET_NULL, null=True, db_index=False, related_name="+")
    at_code = models.CharField(max_length=10, blank=True)
    said = SealedTextField()
    joins = models.ForeignKey("cases.Case", models.SET_NULL, null=True, db_index=False, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, related_name="+")
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.pk)


class DraftPhoto(models.Model):
    """A photo of a draft, re-encoded already. When the draft is sent its file becomes the case's."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="photos")
    name = models.CharField(max_length=40, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
