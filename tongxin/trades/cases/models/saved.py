"""A way of looking at the queue that somebody wants to come back to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """One account's own name for a filter of the queue. ``query`` is what stands behind the ``?`` of the
    queue's address, brought into one order; an account has each of them, and each name, once.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("name"), max_length=24)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["id"]
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(fields=["account", "name"], name="saved_filter_name_once"),
            models.UniqueConstraint(fields=["account", "query"], name="saved_filter_query_once"),
        ]

    def __str__(self) -> str:
        return self.name
