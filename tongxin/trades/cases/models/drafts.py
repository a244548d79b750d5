"""A report that is still being written. What is said in it is sealed, and gone when it is sent."""

from django.db import models

from tongxin.engine.tickets.drafts import Unsent


class Draft(Unsent):
    """One report on its way. ``said`` is ``drafts.Said``; ``joins`` is the case the writer takes for the same
    thing.
    """

    became = "case"

    joins = models.ForeignKey("cases.Case", models.SET_NULL, null=True, db_index=False, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, related_name="+")


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
