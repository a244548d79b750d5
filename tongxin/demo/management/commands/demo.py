import json
import os
import secrets
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tongxin.demo import building, resetting


def accounts_file() -> Path:
    """Which accounts one can try the demo with, and their password: for this installation's owner alone."""
    return Path(settings.HOME) / "keys" / "demo-accounts.json"


class Command(BaseCommand):
    help = "Load the demo zone into an empty installation."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help="do nothing where data is already there")
        parser.add_argument("--reset", action="store_true", help="throw the demo's data away first")
        words = "which of many zones: the same number gives the same one (%(default)s)"
        parser.add_argument("--seed", type=int, default=building.SEED, help=words)
        words = "how many cases begin in the three months (%(default)s)"
        parser.add_argument("--cases", type=int, default=building.CASES, help=words)

    def handle(self, *, once: bool, reset: bool, seed: int, cases: int, **options) -> None:
        if reset:
            if not accounts_file().exists():
                raise CommandError("This data is not the demo's; it stays as it is.")
            resetting.reset()
        if not building.is_empty():
            if once:
                return
            raise CommandError("There is data here already; the demo goes into an empty installation only.")
        started = time.monotonic()
        password = secrets.token_urlsafe(9)
        built = building.build(password=password, say=self._say, seed=seed, cases=cases)
        self._keep(built.usernames, password)
        self._say(f"demo zone ready after {time.monotonic() - started:.1f} s")

    def _say(self, words: str) -> None:
        self.stderr.write(f"  {words}")

    def _keep(self, usernames: list[str], password: str) -> None:
        path = accounts_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump({"password": password, "usernames": usernames}, file)
