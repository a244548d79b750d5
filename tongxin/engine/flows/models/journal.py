"""The journal: append-only, chained by hashes, read by cursors. And the sweep's list of what it could not
do.
"""

from django.db import models
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _


class CurrentTransaction(models.Func):
    """The id of the writing transaction, by which readers know that nothing earlier is still to come."""

    function = "pg_current_xact_id"
    template = "%(function)s()::text"
    output_field = models.TextField()
    allowed_default = True


BY_ACCOUNT = models.Q(actor_key__startswith="account:")
RETIMED = "retimed"


class Journal(models.Model):
    """One row per step of one thing: timeline, audit, statistics and outbox at once.

    No foreign key to the thing; no personal data. A trigger refuses UPDATE, DELETE and TRUNCATE.
    ``version`` is the thing's version after the row. ``tells`` are audience tokens (``who.read``).
    ``hash`` is sha256 over the canonical JSON of the row and the previous row's hash (see ``chain.py``).
    """

    noun = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    step = models.CharField(max_length=40)
    old = models.CharField(max_length=40, blank=True)
    new = models.CharField(max_length=40, blank=True)
    place_path = models.CharField(max_length=128, blank=True, db_collation="C")
    actor_key = models.CharField(max_length=120)
    actor_role = models.CharField(max_length=60, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    tells = models.JSONField(default=list)
    client_key = models.CharField(max_length=64, null=True)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    tx = models.BigIntegerField(
        db_default=Cast(CurrentTransaction(), models.BigIntegerField()), editable=False
    )

    class Meta:
        verbose_name = _("journal row")
        constraints = [
            models.UniqueConstraint(fields=["noun", "thing_id", "seq"], name="journal_seq"),
            models.UniqueConstraint(
                fields=["noun", "thing_id", "client_key"],
                condition=models.Q(client_key__isnull=False),
                name="journal_client_key",
            ),
        ]
        indexes = [
            models.Index(fields=["place_path", "at"], name="journal_place_at"),
            models.Index(fields=["tx", "id"], name="journal_tx"),
            # What one of us had a hand in; most rows are of residents, imports and the house itself.
            models.Index(
                fields=["actor_key", "noun", "thing_id"],
                condition=BY_ACCOUNT,
                name="journal_of_account",
            ),
            # What one change of the calendar or of a promise has moved.
            models.Index(
                KeyTransform("change", "data"), condition=models.Q(step=RETIMED), name="journal_of_change"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.noun}:{self.thing_id}#{self.seq} {self.step}"


class Cursor(models.Model):
    """How far one reader of the journal has come: the last transaction and row it has handled."""

    name = models.CharField(max_length=60, primary_key=True)
    tx = models.BigIntegerField(default=0)
    last_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.tx}/{self.last_id}"


class SweepFailure(models.Model):
    """A due thing that the sweep could not carry out; tried again at ``next_at``, deleted once it
    succeeds.
    """

    noun = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=64)
    error = models.TextField()
    attempts = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    next_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["noun", "thing_id"], name="sweep_failure_thing")]

    def __str__(self) -> str:
        return f"{self.noun}:{self.thing_id} failed {self.attempts}"
