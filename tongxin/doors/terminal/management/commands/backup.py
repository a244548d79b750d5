import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from tongxin.host import backup
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble


class Command(BaseCommand):
    help = "Write the database and the pictures to one file, while everything runs; the keys stay out."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, help="the file to write, such as tongxin-2026-11-22.tar")

    def handle(self, *args, file: Path, **options) -> None:
        home = Home.from_environment()
        try:
            size = backup.write(home, os.environ["DATABASE_URL"], file)
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"{file}: {size / 2**20:.1f} MB. Keep {home.keys} too, in another place.")
