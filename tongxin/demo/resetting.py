"""Throwing the demo's data away. Only data that the demo made: an office's own is never touched."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection


def reset() -> None:
    """Empty the database and the photos, and bring the tables back as a new installation has them.

    Raises CommandError while anybody else is connected: they would go on with data that is gone.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and pid <> pg_backend_pid() and backend_type = 'client backend'"
        )
        if cursor.fetchone()[0]:
            raise CommandError(
                "Tongxin is running on this data. Stop it first (Ctrl-C), then reset the demo."
            )
        cursor.execute("drop schema public cascade")
        cursor.execute("create schema public")
    shutil.rmtree(Path(settings.MEDIA_ROOT), ignore_errors=True)
    call_command("migrate", interactive=False, verbosity=0)
