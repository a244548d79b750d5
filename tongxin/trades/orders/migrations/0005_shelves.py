"""What each service of the menu is gathered under; those a new installation starts with get theirs."""

from django.db import migrations, models

from tongxin.trades.orders.catalogue import seed

SHELVES = [
    ("care", "Company and care"),
    ("home", "At home"),
    ("papers", "Papers and advice"),
    ("learning", "Learning, children, culture"),
    ("other", "Other"),
]


def sort(apps, schema_editor):
    kinds = apps.get_model("orders", "ServiceKind").objects.all()
    for code, shelf in seed.shelves().items():
        kinds.filter(code=code).update(shelf=shelf)


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_pairing_promises")]

    operations = [
        migrations.AddField(
            "servicekind",
            "shelf",
            models.CharField(choices=SHELVES, default="other", max_length=12, verbose_name="gathered under"),
        ),
        migrations.AddConstraint(
            "servicekind",
            models.CheckConstraint(
                condition=models.Q(shelf__in=["care", "home", "papers", "learning", "other"]),
                name="service_kind_shelf_known",
            ),
        ),
        migrations.RunPython(sort, migrations.RunPython.noop, elidable=False),
    ]
