"""The benchmark runs: a small corpus, every piece of work once or twice, a page that says what was missed."""

import os
import time
from pathlib import Path

import pytest
from django.db import connection

from bench import report
from bench.measuring import Effort
from bench.result import Memory, Result
from bench.run import run
from bench.scratch import Scratch, named
from bench.timing import Sample
from tongxin.engine.flows.models import Clock, Journal
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble
from tongxin.trades.cases.models import Case

SIZE = 200


@pytest.mark.django_db(transaction=True)
def test_every_piece_of_work_is_measured_beside_its_floor(tmp_path: Path):
    url = named(os.environ["DATABASE_URL"], connection.settings_dict["NAME"])
    results = run(
        Scratch(Home.from_environment(), url),
        sizes=[SIZE, SIZE + 20],
        effort=Effort(seconds=0.5, calls=4, batch=20, points=100, takers=3, jobs=8, hands=5),
        until=time.monotonic() + 600,
        page=tmp_path / "benchmarks.md",
    )
    assert len({result.work for result in results}) == len(results) / 2 == 28
    assert all(result.sample.seconds and result.floor.seconds for result in results)
    assert all(result.queries > 0 for result in results)
    assert (tmp_path / "benchmarks.md").read_text().startswith("# Benchmarks")
    assert not Case.objects.filter(client_key__startswith="floor-").exists()
    first = Case.objects.order_by("pk")[:SIZE]
    assert sum(case.is_open for case in first) == 6
    assert Journal.objects.filter(noun="cases.case", thing_id=str(first[0].pk), seq=1).count() == 1
    assert Clock.objects.filter(noun="cases.case", thing_id=str(first[0].pk)).exists()


def sample(milliseconds: float, items: int = 1) -> Sample:
    return Sample((milliseconds / 1000,), milliseconds / 1000, items)


@pytest.mark.django_db
def test_the_page_says_what_was_missed():
    results = [
        Result("queue of 50, zone: page", 10_000, sample(10), sample(1), queries=9),
        Result("queue of 50, zone: page", 1_000_000, sample(16), sample(2), queries=9),
    ]
    page = report.text(results, [Memory(10_000, 80)], ["1m: no time"], "")
    assert "| queue of 50, zone: page | largest / smallest size <= 1.5 | 1.60 | **missed** |" in page
    assert "| queue of 50, zone: page | queries a page <= 12 | 9.00 | reached |" in page
    assert "| queue of 50, zone: page | times the floor <= 8 | 10.00 | **missed** |" in page
    assert "- 1m: no time" in page


def test_work_that_is_not_known_is_said_before_anything_is_made(tmp_path: Path):
    with pytest.raises(Trouble, match=r"no work named weak\. There are: queue,"):
        run(
            Scratch(Home(tmp_path), ""), sizes=[1], effort=Effort(), until=0, page=None, only=["week", "weak"]
        )
