"""What a photo shows; all there are show what was done. The column is added without rewriting the table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0015_points_by_place"),
    ]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="showing",
            field=models.CharField(
                choices=[("asked", "what is to be done"), ("done", "what was done")],
                default="done",
                max_length=8,
                verbose_name="what it shows",
            ),
        ),
    ]
