"""Who left before leaving ended a member's report to the community is no longer counted among the members.

In a database that is in use: one statement over the open reports, few of which are theirs. Nothing else waits.
"""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate


def end_with_leaving(apps, schema_editor):
    volunteers = apps.get_model("orders", "Volunteer").objects.filter(pk=OuterRef("volunteer"))
    left = volunteers.values(day=TruncDate(Coalesce("left_at", "state_since")))
    open_still = apps.get_model("orders", "MemberRegistration").objects.filter(until=None)
    # A report from a later day on never began.
    open_still.filter(volunteer__state="left").update(until=Greatest(F("since"), Subquery(left)))


class Migration(migrations.Migration):
    dependencies = [("orders", "0011_chinese_alone")]

    operations = [migrations.RunPython(end_with_leaving, migrations.RunPython.noop)]
