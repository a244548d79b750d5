"""One run: lay the ground, grow the corpus from size to size, measure at each."""

import time
import traceback
from collections.abc import Sequence
from pathlib import Path

import psycopg
from django.db import DatabaseError, connection

from bench import ground, report
from bench.corpus import Corpus
from bench.floor import Floor
from bench.result import Memory, Result
from bench.scratch import Scratch
from bench.server import Unexpected, web
from bench.workloads import Bench, Effort
from tongxin.engine.tickets import numbers
from tongxin.trades.cases.models import Case


def run(
    place: Scratch,
    *,
    sizes: Sequence[int],
    effort: Effort,
    until: float,
    page: Path | None,
    note: str = "",
) -> list[Result]:
    """Measure every size that can be filled before ``until`` (monotonic); print, and write ``page``."""
    results: list[Result] = []
    memory: list[Memory] = []
    left_out: list[str] = []
    say("ground and texts")
    stood, corpus = ground.lay(), Corpus()
    bare = Floor(place.url)
    try:
        with web(place) as server:
            for size in sizes:
                say(f"{size:,} cases: filling")
                if not corpus.grow(size, until):
                    left_out.append(f"{size:,} cases: the time was up while filling")
                    break
                bench = Bench(stood, corpus, server, bare, effort)
                _measure(bench, results, left_out, until)
                memory.append(Memory(size, server.megabytes()))
                _forget_floor()
                words = report.text(results, memory, left_out, note)
                _keep(words, page)
        words = report.text(results, memory, left_out, note)
        _keep(words, page)
        print(words)
    finally:
        bare.rest()
        connection.close()
    return results


def _measure(bench: Bench, results: list[Result], left_out: list[str], until: float) -> None:
    for work in bench.all():
        if time.monotonic() > until:
            left_out.append(f"{bench.corpus.size:,} cases: the time was up before the last workloads")
            return
        try:
            for result in work():
                results.append(result)
                say(report.line(result))
        except (Unexpected, DatabaseError, psycopg.Error, OSError, ValueError) as error:
            traceback.print_exc()
            name = getattr(work, "func", work).__name__
            left_out.append(f"{bench.corpus.size:,} cases: {name} failed ({type(error).__name__})")
            connection.close()
        finally:
            bench.floor.rest()


def _keep(words: str, page: Path | None) -> None:
    """Written after every size, so that a run that is broken off leaves what it has measured."""
    if page:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(words)


def _forget_floor() -> None:
    """The cases the floor inserted would be in the next size's lists."""
    with connection.cursor() as cursor:
        cursor.execute(f"delete from {Case._meta.db_table} where id >= %s", [numbers.CAPACITY // 2])


_began = time.monotonic()


def say(words: str) -> None:
    """One line of progress, with the seconds since the start."""
    print(f"{time.monotonic() - _began:6.0f} s  {words}", flush=True)
