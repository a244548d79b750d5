import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from tongxin.host import backup, locks
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble


class Command(BaseCommand):
    help = "Put a backup back, all of it or nothing; the installation must be stopped."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="throw away the data that is there now")

    def handle(self, *args, file: Path, replace: bool, **options) -> None:
        home = Home.from_environment()
        alone = locks.claim(home.run / "serve.lock")
        if alone is None:
            raise CommandError("Tongxin is running with this data. Stop it first with Ctrl-C.")
        with alone:
            try:
                backup.restore(home, os.environ["DATABASE_URL"], file, replace=replace)
            except Trouble as trouble:
                raise CommandError(str(trouble)) from trouble
        self.stdout.write("Restored. The next make run brings it up to this version.")
