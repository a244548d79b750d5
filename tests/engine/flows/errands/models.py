from django.db import models

from tests.engine.flows.errands.flow import FLOW
from tongxin.engine.flows.models import Flowing, state_check, wake_index


class Errand(Flowing):
    """Something a neighbour needs done. Its table is made by the fixtures."""

    flow = FLOW

    title = models.CharField(max_length=60)
    helper_key = models.CharField(max_length=60, blank=True)
    kind_path = models.CharField(max_length=20, blank=True)
    rush = models.CharField(max_length=20, blank=True)
    agreed_for = models.DateTimeField(null=True)

    class Meta:
        app_label = "errands"
        indexes = [wake_index("errand")]
        constraints = [state_check(FLOW)]

    def __str__(self):
        return self.title

    @property
    def category_path(self):
        return self.kind_path

    @property
    def urgency(self):
        return self.rush

    def counts_from(self, promise, now):
        return self.agreed_for or now

    def the(self, role, actor):
        return (role == "helper" and actor.key == self.helper_key) or super().the(role, actor)
