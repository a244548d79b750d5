"""The promises of co-building that a new installation starts with."""

from datetime import UTC, datetime
from decimal import Decimal

from django.db import migrations

from tongxin.trades.orders.catalogue.promises import OURS, PAIRING_ROWS

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


def promise(apps, schema_editor):
    model = apps.get_model("flows", "Promise")
    model.objects.bulk_create(
        model(
            flow=flow,
            name=name,
            urgency=urgency,
            amount=Decimal(amount),
            unit=unit,
            early_share=Decimal(share),
            since=ALWAYS,
            source=OURS,
        )
        for flow, name, urgency, amount, unit, share in PAIRING_ROWS
    )


def unpromise(apps, schema_editor):
    apps.get_model("flows", "Promise").objects.filter(flow="pairing").delete()


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_cobuilding"), ("flows", "0001_initial")]

    operations = [migrations.RunPython(promise, unpromise)]
