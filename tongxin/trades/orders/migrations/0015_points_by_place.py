"""Rules for points, by place. A new table with no row in it: points are off. Nothing in use is locked or rewritten."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import tongxin.ground.organizations.dates
import tongxin.ground.territory.fields


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0014_complaints"),
        ("territory", "0002_standard_levels"),
    ]

    operations = [
        migrations.CreateModel(
            name="PointRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place_path",
                    tongxin.ground.territory.fields.PlacePathField(
                        db_collation="C", editable=False, max_length=128
                    ),
                ),
                ("per_hour", models.PositiveSmallIntegerField(verbose_name="for each confirmed hour")),
                ("by_kind", models.JSONField(default=dict)),
                ("words", models.CharField(max_length=300, verbose_name="what they are for")),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(null=True, verbose_name="until")),
                ("set_by", models.CharField(max_length=120)),
                ("ended_by", models.CharField(blank=True, max_length=120)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.place",
                        verbose_name="place",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule for points",
                "verbose_name_plural": "rules for points",
                "ordering": ["place_path", "since"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("per_hour__range", (1, 20))), name="point_rule_gives_some"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("place", "="),
                            (tongxin.ground.organizations.dates.Period("since", "until"), "&&"),
                        ],
                        name="point_rule_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="point_rule_until_not_before_since",
                        violation_error_message="The end can't be before the beginning.",
                    ),
                ],
            },
        ),
    ]
