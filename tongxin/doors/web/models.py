from django.db import models


class Turn(models.Model):
    """When somebody, known only by a keyed digest, has used up what they asked of one purpose so far.

    ``free_at`` is the moment at which everything asked for has worn off; it lies ahead of now by as much
    of the limit as is in use. One row for each asker and purpose, written by one statement. The table is
    unlogged: it may vanish in a crash, and nothing is lost but a few counts.
    """

    key = models.CharField(max_length=43, primary_key=True)
    free_at = models.DateTimeField(db_index=True)
    refused = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.key
