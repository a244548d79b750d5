"""An order that is still being written, sealed."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import tongxin.ground.people.fields


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0006_volunteers_calendar"),
        ("territory", "0002_standard_levels"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("owner", models.CharField(db_index=True, editable=False, max_length=64)),
                ("client_key", models.CharField(editable=False, max_length=64, unique=True)),
                ("at_code", models.CharField(blank=True, max_length=10)),
                ("said", tongxin.ground.people.fields.SealedTextField(blank=True, default=b"")),
                ("expires_at", models.DateTimeField(db_index=True)),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="territory.place",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
