from django.db import models
from django.db.models import Q


class PlaceNamesRead(models.Model):
    """One row: up to which change of the territory the cases have learnt how their places are called."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    change_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="place_names_read_one_row")]

    def __str__(self) -> str:
        return f"{self.change_id}"
