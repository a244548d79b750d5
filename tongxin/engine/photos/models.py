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
