from datetime import date

from django.db import migrations


def seed(apps, schema_editor):
    apps.get_model("notices", "KeepRule").objects.create(
        months=24,
        since=date(2026, 1, 1),
        source="choice of this product: who was told what stays answerable for two years",
    )


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
