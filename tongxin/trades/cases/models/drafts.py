"""A report that is still being written. What is said in it is sealed, and gone when it is sent."""

from django.db import models

from tongxin.engine.photos.models import Kept
from tongxin.engine.tickets.drafts import Unsent


class Draft(Unsent):
    """One report on its way. ``said`` is ``drafts.Said``; ``joins`` is the case the writer takes for the same
    thing.
    """

    became = "case"

    joins = models.ForeignKey("cases.Case", models.SET_NULL, null=True, db_index=False, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, related_name="+")


class DraftPhoto(Kept):
    """A photo of a draft, re-encoded already. When the draft is sent its file becomes the case's."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="photos")

    class Meta:
        ordering = ["id"]
