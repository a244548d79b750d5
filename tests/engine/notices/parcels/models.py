from django.db import models

from tests.engine.notices.parcels.flow import FLOW
from tongxin.engine.flows.models import Flowing
from tongxin.ground.organizations.models import Organization
from tongxin.ground.people.models import Account, Person


class Parcel(Flowing):
    """``helpers`` are the keys of any number of accounts named on it."""

    flow = FLOW
    number = models.CharField(max_length=9)
    hurried = models.BooleanField(default=False)
    reporter = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    helpers = models.JSONField(default=list)

    class Meta:
        app_label = "parcels"

    @property
    def urgency(self) -> str:
        return "emergency" if self.hurried else "normal"

    def recipients(self, role: str) -> list[object]:
        if role == "helper":
            return list(Account.objects.filter(pk__in=self.helpers).order_by("pk"))
        named = {"reporter": self.reporter, "unit": self.unit}.get(role)
        return [named] if named is not None else []
