"""An index of the rows that say a due time has moved. Building it reads the journal once; steps wait meanwhile
(some seconds for millions of rows).
"""

import django.db.models.fields.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("flows", "0005_what_an_account_did"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="journal",
            index=models.Index(
                django.db.models.fields.json.KeyTransform("change", "data"),
                condition=models.Q(("step", "retimed")),
                name="journal_of_change",
            ),
        ),
    ]
