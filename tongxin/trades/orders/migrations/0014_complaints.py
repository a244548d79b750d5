"""Complaints, and the promises a new installation gives them. A new table: nothing in use is locked or rewritten."""

from datetime import UTC, datetime
from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models

import tongxin.ground.territory.fields
from tongxin.trades.orders.catalogue.promises import COMPLAINT_ROWS, OURS

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
        for flow, name, urgency, amount, unit, share in COMPLAINT_ROWS
    )


def unpromise(apps, schema_editor):
    apps.get_model("flows", "Promise").objects.filter(flow="complaint").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0013_who_ended_a_report"),
        ("flows", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(editable=False, max_length=40, verbose_name="state")),
                ("state_since", models.DateTimeField(editable=False, verbose_name="since")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("due_at", models.DateTimeField(editable=False, null=True, verbose_name="due")),
                ("wake_at", models.DateTimeField(editable=False, null=True)),
                ("paused_at", models.DateTimeField(editable=False, null=True, verbose_name="paused")),
                (
                    "place_path",
                    tongxin.ground.territory.fields.PlacePathField(
                        db_collation="C", editable=False, max_length=128
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("made_by", models.CharField(max_length=120)),
                ("asked", models.BooleanField(default=False)),
                ("text", models.TextField(verbose_name="what went wrong")),
                ("decided_by", models.CharField(blank=True, max_length=120)),
                ("reason", models.TextField(blank=True)),
                ("objection", models.TextField(blank=True)),
                ("answer", models.TextField(blank=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "verbose_name": "complaint",
                "verbose_name_plural": "complaints",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("wake_at__isnull", False)),
                        fields=["wake_at"],
                        name="complaint_wake",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ("made", "upheld", "objected"))),
                        fields=["due_at", "id"],
                        name="complaint_open_by_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "final",
                                    "made",
                                    "objected",
                                    "set_aside",
                                    "unfounded",
                                    "upheld",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="complaint_state_declared",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        fields=("order",),
                        name="complaint_once_an_order",
                    ),
                ],
            },
        ),
        migrations.RunPython(promise, unpromise),
    ]
