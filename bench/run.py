"""One run: lay the ground, grow the corpus from size to size, measure at each."""

import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg
from django.db import DatabaseError, connection

from bench import ground, report
from bench.corpus import Corpus
from bench.floor import FLOOR, Floor
from bench.measuring import Effort, Measuring
from bench.order_works import OrderBench, corpus_of
from bench.result import Memory, Result
from bench.scratch import Scratch
from bench.server import Unexpected, Web, web
from bench.workloads import Bench
from tongxin.engine.tickets import numbers
from tongxin.host.trouble import Trouble
from tongxin.trades.cases.models import Case

MOST_ORDERS = 100_000


def run(
    place: Scratch,
    *,
    sizes: Sequence[int],
    effort: Effort,
    until: float,
    page: Path | None,
    note: str = "",
    only: Sequence[str] = (),
) -> list[Result]:
    """Measure every size that can be filled before ``until`` (monotonic); print, and write ``page``.

    ``only`` names what is measured; everything where it is empty. Raises Trouble when there is no such work.
    """
    if unknown := sorted(set(only) - {*Bench.NAMES, *OrderBench.NAMES}):
        named = ", ".join((*Bench.NAMES, *OrderBench.NAMES))
        raise Trouble(f"There is no work named {', '.join(unknown)}. There are: {named}.")
    results: list[Result] = []
    memory: list[Memory] = []
    left_out: list[str] = []
    bare = Floor(place.url)
    try:
        with web(place) as server:
            say("ground and texts")
            for measuring in _benches(server, bare, sizes, effort, only, until, left_out):
                _measure(measuring, only, results, left_out, until)
                if isinstance(measuring, Bench):
                    memory.append(Memory(measuring.corpus.size, server.megabytes()))
                _forget_floor()
                _keep(report.text(results, memory, left_out, note), page)
        print(report.text(results, memory, left_out, note))
    finally:
        bare.rest()
        connection.close()
    return results


def _benches(
    server: Web,
    bare: Floor,
    sizes: Sequence[int],
    effort: Effort,
    only: Sequence[str],
    until: float,
    left_out: list[str],
) -> Iterator[Measuring]:
    """Cases of every size, then orders of every size, each filled when its turn comes."""
    stood = ground.lay()
    if any(chosen(each, only) for each in Bench.NAMES):
        corpus = Corpus()
        for size in sizes:
            say(f"{size:,} cases: filling")
            if not corpus.grow(size, until):
                left_out.append(f"{size:,} cases: the time was up while filling")
                break
            yield Bench(ground=stood, corpus=corpus, web=server, floor=bare, effort=effort)
    if any(chosen(each, only) for each in OrderBench.NAMES):
        orders = corpus_of(stood, effort)
        for size in dict.fromkeys(min(size, MOST_ORDERS) for size in sizes):
            say(f"{size:,} orders: filling")
            orders.grow(size)
            yield OrderBench(ground=stood, corpus=orders, web=server, floor=bare, effort=effort)


def chosen(name: str, only: Sequence[str]) -> bool:
    """Whether a piece of work of that name is measured."""
    return not only or name in only


def _measure(
    bench: Measuring, only: Sequence[str], results: list[Result], left_out: list[str], until: float
) -> None:
    for work in bench.all():
        name = getattr(work, "func", work).__name__
        if not chosen(name, only):
            continue
        if time.monotonic() > until:
            left_out.append(f"{bench.corpus.size:,} {bench.NOUN}: the time was up before the last workloads")
            return
        try:
            for result in work():
                results.append(result)
                say(report.line(result))
        except (Unexpected, DatabaseError, psycopg.Error, OSError, ValueError) as error:
            traceback.print_exc()
            left_out.append(f"{bench.corpus.size:,} {bench.NOUN}: {name} failed ({type(error).__name__})")
            connection.close()
        finally:
            bench.floor.rest()


def _keep(words: str, page: Path | None) -> None:
    """Written after every size, so that a run that is broken off leaves what it has measured."""
    if page:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(words)


def _forget_floor() -> None:
    """The cases the floor inserted would be in the next size's lists, with what hangs on them."""
    first = numbers.CAPACITY // 2
    with connection.cursor() as cursor:
        cursor.execute(f"delete from {Case._meta.db_table} where id >= %s", [first])
        floors = "select id from people_person where phone_mask = %s"
        cursor.execute(f"delete from people_noticegiven where person_id in ({floors})", [FLOOR])
        cursor.execute("delete from people_person where phone_mask = %s", [FLOOR])
        cursor.execute("delete from procrastinate_jobs where queue_name = %s", [FLOOR])
        cursor.execute(
            "delete from flows_clock where noun = %s and thing_id::bigint >= %s", [Case.flow.noun, first]
        )


_began = time.monotonic()


def say(words: str) -> None:
    """One line of progress, with the seconds since the start."""
    print(f"{time.monotonic() - _began:6.0f} s  {words}", flush=True)
