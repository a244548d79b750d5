"""What a row says of a photo; each trade has rows of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kept(models.Model):
    """A photo, re-encoded by us under a random name; the file that was sent is not kept."""

    name = models.CharField(max_length=40, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Aside(Kept):
    """A photo of a form that is not done with yet, for whoever sent it; gone at ``until``. ``owner`` is a
    keyed hash of who that is and of which form.
    """

    owner = models.CharField(max_length=64, db_index=True, editable=False)
    until = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]
