"""The results as a page: what was reached beside what was aimed at, and where it was missed."""

import datetime as dt
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import django
import psutil
import psycopg
from django.db import connection

import tongxin
from bench.result import Memory, Result

ABOUT = """# Benchmarks

Made by `make bench`; do not edit. The same work is done by the product and, in the same run on the same
tables, by bare psycopg (points: bare shapely); *times the floor* is the ratio of the two medians at the same
number of callers. Pages and the form go through the real web server over loopback, a connection each; the
client runs on the same cores. *Action* and *selector* are what stands behind the page, in one process.

A web process keeps the rows it has drawn lately, as long as nothing about them changes; lists that are
looked at again and again, as a desk does, gain by it. *Rows not drawn before* measures a list without that.
"""
CORPUS = """## What is in the database

The demo zone's territory (10,168 places, 240 cells) with the given number of cases: 3 % open, the others
ended over three years, a quarter in one community; texts of 25-60 characters over the catalogue's categories;
each with the journal rows (five for a closed case), clocks and summonses of its state. *Community* is the
list of that one community's desk, *zone* that of the zone's leader. Lists are asked for in six ways in turn,
searches with ten words, seven of two characters. At 10,000 cases three of the six lists of a community are
shorter than a page (10 to 36 rows): these *short lists* are measured apart, because their growth compares
unlike pages.

Then orders, 100,000 at most, that are open to take, a quarter in one community, one in ten offered in its
whole street; fifty volunteers there, who look and tap. In another street 500 volunteers and 2,000 accepted
orders with their wanted times make up the week that is planned; its floor is the solver without the records.
"""


STARTED_AT_LOAD = os.getloadavg()[0]


@dataclass(frozen=True)
class Aim:
    """What was set out to be reached, and how to read it from the results."""

    words: str
    work: str
    value: Callable[[list[Result]], float | None]
    most: float

    def line(self, results: list[Result]) -> str | None:
        found = [result for result in results if result.work.startswith(self.work)]
        names = dict.fromkeys(result.work for result in found)
        lines = []
        for name in names:
            value = self.value([result for result in found if result.work == name])
            if value is not None:
                reached = "reached" if value <= self.most else "**missed**"
                lines.append(f"| {name} | {self.words} | {value:,.2f} | {reached} |")
        return "\n".join(lines) or None


def _growth(results: list[Result]) -> float | None:
    ordered = sorted(results, key=lambda result: result.size)
    return ordered[-1].sample.p50 / ordered[0].sample.p50 if len(ordered) > 1 else None


def _ratio(results: list[Result]) -> float | None:
    return max((result.ratio for result in results if result.ratio), default=None)


def _queries(results: list[Result]) -> float | None:
    return max((result.queries for result in results if result.queries is not None), default=None)


def _spread(results: list[Result]) -> float | None:
    asked = [result.queries for result in results if result.queries is not None]
    return max(asked) - min(asked) if len(asked) > 1 else None


def _microseconds(results: list[Result]) -> float:
    return max(result.sample.p50 / result.sample.items for result in results) * 1e6


def _milliseconds(results: list[Result]) -> float:
    return _microseconds(results) / 1000


PAGES = ("queue", "short lists", "search", "rows not drawn", "case page", "orders near")
SAME_AT_ANY_SIZE = ("queue", "case page", "step", "orders near")
AIMS = [
    *(Aim("largest / smallest size <= 1.5", work, _growth, 1.5) for work in SAME_AT_ANY_SIZE),
    *(Aim("queries a page <= 12", work, _queries, 12) for work in PAGES),
    *(Aim("same number of queries at every size", work, _spread, 0) for work in (*PAGES, "step", "intake: ")),
    *(Aim("times the floor <= 8", work, _ratio, 8) for work in ("queue", "short lists")),
    Aim("times the floor <= 4", "intake: ", _ratio, 4),
    Aim("milliseconds a row <= 1 (1,000/s)", "import of 1,000 open", _milliseconds, 1),
    Aim("milliseconds a row <= 1 (1,000/s)", "intake of 1,000", _milliseconds, 1),
    Aim("milliseconds <= 1,000", "plan of", _milliseconds, 1000),
    Aim("milliseconds <= 1,000", "50 tap one order", _milliseconds, 1000),
    Aim("microseconds a point <= 10 (100,000/s)", "point to place, 100,000", _microseconds, 10),
]  # fmt: skip


def line(result: Result) -> str:
    """One result in a line of the terminal."""
    ratio = f"{result.ratio:.1f}x floor" if result.ratio else ""
    return (
        f"{result.work:34} p50 {result.sample.p50 * 1000:9.2f} ms  p95 {result.sample.p95 * 1000:9.2f} ms"
        f"  {result.sample.rate:11,.0f}/s  {ratio:>14}  {result.queries} queries"
    )


def text(results: list[Result], memory: Sequence[Memory], left_out: Sequence[str], note: str) -> str:
    """The whole page."""
    parts = [ABOUT, _machine(note), CORPUS, _table(results), _memory(memory), _aims(results)]
    if left_out:
        parts.append("## Left out\n\n" + "\n".join(f"- {each}" for each in left_out) + "\n")
    return "\n".join(parts)


def _machine(note: str) -> str:
    server = connection.cursor().connection.info.server_version
    today = dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
    facts = [
        f"{today}; Tongxin {tongxin.__version__}",
        f"{_processor()}, {os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GB memory; "
        f"load average {STARTED_AT_LOAD:.1f} at the start, {os.getloadavg()[0]:.1f} at the end, "
        "the benchmark's own work included",
        f"{platform.system()}, Python {platform.python_version()}, Django {django.__version__}, "
        f"psycopg {psycopg.__version__}, PostgreSQL {server // 10000}.{server % 10000}",
    ]
    return "\n".join(["## Machine", "", *(f"- {fact}" for fact in [*facts, *([note] if note else [])]), ""])


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.exists() else []
    return next(
        (each.partition(":")[2].strip() for each in lines if each.startswith("model name")),
        platform.machine(),
    )


def _table(results: list[Result]) -> str:
    head = [
        "## Results", "",
        "| Work | Size | at once | p50 ms | p95 ms | a second | times the floor | queries | growth |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]  # fmt: skip
    ordered = sorted(results, key=lambda result: [each.work for each in results].index(result.work))
    return "\n".join([*head, *(_row(result, results) for result in ordered), ""])


def _row(result: Result, results: list[Result]) -> str:
    first = next(each for each in results if each.work == result.work)
    grown = f"{result.sample.p50 / first.sample.p50:.2f}" if result is not first else ""
    ratio = f"{result.ratio:.1f}" if result.ratio else ""
    asked = "" if result.queries is None else result.queries
    sample = result.sample
    return (
        f"| {result.work} | {result.size:,} | {result.at_once} | {sample.p50 * 1000:,.2f} |"
        f" {sample.p95 * 1000:,.2f} | {sample.rate:,.0f} | {ratio} | {asked} | {grown} |"
    )


def _memory(memory: Sequence[Memory]) -> str:
    lines = [f"| {each.size:,} | {each.megabytes:.0f} |" for each in memory]
    return "\n".join(["## Memory of the largest web process", "", "| Cases | MB |", "|--:|--:|", *lines, ""])


def _aims(results: list[Result]) -> str:
    lines = [line for aim in AIMS if (written := aim.line(results)) for line in written.splitlines()]
    missed = sum("missed" in line for line in lines)
    said = f"{len(lines) - missed} of {len(lines)} reached, {missed} missed."
    return "\n".join(["## Aims", "", said, "", "| Work | Aim | Reached | |", "|---|---|--:|---|", *lines, ""])
