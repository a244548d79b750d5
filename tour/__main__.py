"""The command: ``python -m tour [--only cases:] [--stage full] [--languages zh-hans] [--widths 360]``."""

import argparse
import os
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from bench.scratch import Scratch, scratch
from tongxin.doors.terminal import assets
from tongxin.doors.terminal.serve import environment_for
from tongxin.host.trouble import Trouble

FOLDER = Path("var/tour")
WIDTHS = (360, 768, 1280)


def options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make tour", description="Pictures and a check of every page.")
    parser.add_argument("--only", help="pages whose names begin so: cases:,web:home", type=_words, default=())
    parser.add_argument("--stage", choices=["empty", "full"], help="the bare cast, or the demo zone")
    parser.add_argument("--languages", type=_words, default=("zh-hans", "en"))
    parser.add_argument("--letters", type=_words, default=("usual", "large"))
    parser.add_argument("--widths", type=lambda text: tuple(map(int, _words(text))), default=WIDTHS)
    parser.add_argument("--fast", action="store_true", help="without axe-core")
    parser.add_argument("--pictures", action="store_true", help="put the README's pictures together anew")
    parser.add_argument("--slow", action="store_true", help="no pictures: residents' pages on a slow line")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    """0 when nothing is wrong with any page, 1 when something is; what, is printed."""
    chosen = options(sys.argv[1:] if words is None else words)
    try:
        with scratch(f"tongxin_tour_{os.getpid()}") as place:
            prepare(place)
            # Django has to know its settings before models are imported
            from tour.run import run
            from tour.slow import slow

            if chosen.slow:
                return 1 if slow(place, chosen.only or ()) else 0
            return 1 if run(place, chosen, began=time.monotonic()) else 0
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped; nothing is left running", file=sys.stderr)
        return 130


def prepare(place: Scratch) -> None:
    """Django on the scratch database, migrated; static files compressed, as an installation has them."""
    more = {"TONGXIN_LOG_LEVEL": "WARNING", "TONGXIN_COLLECTED": "1"}
    os.environ.update(environment_for(place.home, place.url) | more)
    django.setup()
    assets.collect(settings.STATIC_ROOT)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("compile_catalogues", verbosity=0)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


if __name__ == "__main__":
    sys.exit(main())
