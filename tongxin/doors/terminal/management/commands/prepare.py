import sys
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection

from config import env
from tongxin.doors.terminal import assets, state

LOCK = 0x746F6E67  # "tong"
FIRST = """Nobody can sign in yet · 还没有账号
  .venv/bin/tongxin administrator NAME --as system_admin --zone "枣庄高新区"
  docs/how-to/run.md
"""


class Command(BaseCommand):
    help = "Make the database and the files ready for this version of the code; what serve does first."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--accounts-to", help="write who can log in as what to this file")

    def handle(self, *args, accounts_to: str | None, **options) -> None:
        with redirect_stdout(sys.stderr):
            with _only_one():
                if refused := _migrate():
                    self.stderr.write(refused)
                    sys.exit(1)
            _call("compile_catalogues", stdout=StringIO())
            if settings.STATIC_ROOT:
                assets.collect(Path(settings.STATIC_ROOT))
            if env.flag("TONGXIN_DEMO", default=True):
                with _only_one():
                    _call("demo", "--once")
        if accounts_to:
            Path(accounts_to).write_text(_accounts())


def _migrate() -> str:
    """Bring the database up to date; the sentence why not, where its data is newer than this code."""
    found = state.migrations()
    if found.unknown:
        return (
            f"The data is of a newer version of Tongxin: it has been through {found.unknown[-1]}, which this "
            "code does not know. Nothing was changed. Start the newer version, or restore a backup made with "
            "this one."
        )
    if found.pending:
        call_command("migrate", interactive=False, verbosity=0)
    return ""


def _accounts() -> str:
    """Who can sign in to the demo as what; how to make the first account where there is none."""
    words = StringIO()
    _call("accounts", stdout=words)
    return words.getvalue() or ("" if get_user_model().objects.exists() else FIRST)


def _call(name: str, *args: str, **options) -> None:
    """Call a command of another room, if that room is there."""
    if name in get_commands():
        call_command(name, *args, **options)


@contextmanager
def _only_one():
    """Several machines may start at once over one database; one migrates, the others wait."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])
