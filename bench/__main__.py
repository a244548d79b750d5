"""The command: ``python -m bench [--quick] [--sizes 10k,100k,1m] [--only step,week]``."""

import argparse
import os
import signal
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command

from bench.scratch import Scratch, scratch
from tongxin.doors.terminal.serve import environment_for
from tongxin.host.trouble import Trouble

PAGE = Path("docs/reference/benchmarks.md")
QUICK, WHOLE = (10_000,), (10_000, 100_000, 1_000_000)
MINUTES = 15
SUFFIXES = {"k": 1_000, "m": 1_000_000}


def size(text: str) -> int:
    """``10k`` -> 10000."""
    unit = SUFFIXES.get(text[-1:].lower(), 1)
    return int(text.rstrip("kKmM")) * unit


def options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10k only, little of each; writes no page")
    parser.add_argument("--sizes", help="numbers of cases, such as 10k,100k,1m", type=_sizes)
    parser.add_argument("--only", help="names of what is measured, such as step,week; no page", default="")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="begin nothing new after this time")
    parser.add_argument("--page", type=Path, help=f"where to write the results ({PAGE})")
    parser.add_argument("--note", default="", help="a sentence about the machine, for the page")
    chosen = parser.parse_args(words)
    chosen.sizes = chosen.sizes or (QUICK if chosen.quick else WHOLE)
    chosen.only = [word for word in chosen.only.split(",") if word]
    chosen.page = chosen.page or (None if chosen.quick or chosen.only else PAGE)
    return chosen


def main(words: list[str] | None = None) -> int:
    chosen = options(sys.argv[1:] if words is None else words)
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    began = time.monotonic()
    try:
        with scratch() as place:
            prepare(place)
            from bench.measuring import Effort
            from bench.run import run  # Django has to know its settings before models are imported

            run(
                place,
                sizes=chosen.sizes,
                effort=Effort(seconds=1) if chosen.quick else Effort(),
                until=began + chosen.minutes * 60,
                page=chosen.page,
                note=chosen.note,
                only=chosen.only,
            )
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped; nothing is left running", file=sys.stderr)
        return 130
    return 0


def prepare(place: Scratch) -> None:
    """Django on the scratch database, migrated."""
    os.environ.update(environment_for(place.home, place.url) | {"TONGXIN_LOG_LEVEL": "WARNING"})
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("compile_catalogues", verbosity=0)


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(size(each) for each in text.split(",")))


if __name__ == "__main__":
    sys.exit(main())
