"""Which files came in, how far each got, and which rows stayed out. Nothing of the rows' content."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One file taken in by one map, once; resumed after the last row that was committed.

    ``last_row`` is a row number as a spreadsheet shows it. ``file_hash`` is sha256 of the file. ``stored_as``
    is the name of an uploaded file in our own folder, empty when the file lies elsewhere. ``scope`` are the
    paths below which places may be, None for everywhere.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for your word")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        BROKEN = "broken", _("Broken off")

    file_name = models.CharField(_("file"), max_length=200)
    file_hash = models.CharField(max_length=64)
    map_name = models.CharField(_("map"), max_length=200)
    source = models.CharField(_("other platform"), max_length=40)
    place = models.ForeignKey(
        "territory.Place",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("where rows without a place go"),
    )
    scope = models.JSONField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RUNNING)
    by_key = models.CharField(max_length=120)
    by_name = models.CharField(_("by"), max_length=200)
    language = models.CharField(max_length=16)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    last_row = models.PositiveIntegerField(_("last row"), default=0)
    share = models.FloatField(default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    known = models.PositiveIntegerField(_("already here"), default=0)
    skipped = models.PositiveIntegerField(_("left out by the map"), default=0)
    failed = models.PositiveIntegerField(_("with errors"), default=0)
    problem = models.TextField(_("what went wrong"), blank=True)
    stored_as = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [
            models.Index(fields=["file_hash", "map_name"], name="import_run_file"),
            models.Index(fields=["by_key", "-id"], name="import_run_by"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running", "done", "broken"]),
                name="import_run_state_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.pk})"


class FailedRow(models.Model):
    """A row that stayed out, and why, in the language of whoever ran the import."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="failed_rows", verbose_name=_("import"))
    row = models.PositiveIntegerField(_("row"))
    reason = models.TextField(_("reason"))

    class Meta:
        ordering = ["row"]
        verbose_name = _("row with an error")
        verbose_name_plural = _("rows with errors")
        constraints = [models.UniqueConstraint(fields=["run", "row"], name="failed_row_once")]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.row}"
