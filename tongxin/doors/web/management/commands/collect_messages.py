from argparse import ArgumentParser
from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand

from tongxin.doors.web.catalogues import files


class Command(BaseCommand):
    help = "Bring the django.po of an app, or of all, in line with its code; then fill in the Chinese."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("labels", nargs="*", metavar="app", help="app labels; all apps unless given")

    def handle(self, *labels: str, **options: object) -> None:
        named = [Path(apps.get_app_config(label).path) for label in options["labels"]]
        for folder in named or files.our_folders():
            added, dropped = files.collect(folder)
            waiting = [entry for entry in files.read(folder) if not files.is_translated(entry)]
            if added or dropped or waiting:
                self.stdout.write(
                    f"{folder.name}: {added} added, {dropped} dropped, {len(waiting)} to translate"
                )
            for entry in waiting:
                self.stdout.write(f"  {entry.msgid!r}")
