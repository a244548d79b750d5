from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tongxin.ground.people import actions, custody, keyring


class Command(BaseCommand):
    help = "The keys of the identity vault: status, a new one (new), sealing anew with it (reseal)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["status", "new", "reseal"], nargs="?", default="status")
        parser.add_argument("--batch", type=int, default=200, help="rows sealed anew in one transaction")

    def handle(self, *, what: str, batch: int, **options: Any) -> None:
        if wrong := custody.problem():
            raise CommandError(wrong)
        try:
            {"status": self._status, "new": self._new, "reseal": lambda: self._reseal(batch)}[what]()
        except keyring.KeysUnreadable as refused:
            raise CommandError(str(refused)) from None

    def _status(self) -> None:
        found = custody.status()
        self.stdout.write(f"keys     {found.where}")
        for number, made in sorted(found.keys.items()):
            now = "  seals what is written now" if number == found.current else ""
            self.stdout.write(f"  {number:>4}   made {made or 'at an unknown time'}{now}")
        self.stdout.write(f"cipher   {found.cipher}")
        for (cipher, number), count in sorted(found.cells.items()):
            self.stdout.write(f"sealed   {count} values by key {number}, {cipher}")
        if found.stale:
            self.stdout.write(f"         {found.stale} of them by an older key or cipher: run keys reseal")

    def _new(self) -> None:
        number = keyring.add_key()
        self.stdout.write(
            f"Key {number} seals what is written from now on. Older keys still open what they sealed."
        )
        self.stdout.write(f"Back {keyring.path()} up now: without it the data is lost. Then run: keys reseal")

    def _reseal(self, batch: int) -> None:
        done = None
        for done in actions.reseal(batch=batch):
            self.stdout.write(f"\r{done.cells} values sealed anew", ending="")
        self.stdout.write("")
        if done.damaged:
            for table, rows in done.damaged.items():
                self.stderr.write(
                    f"{table}: {len(rows)} cells do not open and were left as they are: {rows[:5]}"
                )
            raise CommandError("Some cells do not open. Restore those rows from a backup.")
