"""What is counted and how it compares."""

import threading

import pytest

from bench.__main__ import options, size
from bench.timing import Sample, measure


def test_numbers_never_repeat_whoever_calls():
    seen, lock = [], threading.Lock()

    def call(number: int) -> None:
        with lock:
            seen.append(number)

    sample = measure(call, most=20, seconds=60, at_once=4, warm_ups=2)
    assert len(sample.seconds) == 20
    assert sorted(seen) == list(range(28))


def test_measuring_ends_with_its_time():
    assert measure(lambda _n: None, most=10**9, seconds=0.05, warm_ups=0).wall < 5


def test_a_failing_call_ends_the_measurement():
    with pytest.raises(ZeroDivisionError):
        measure(lambda n: 1 // (n - 5), most=10, seconds=60, at_once=2)


def test_work_on_many_is_compared_by_the_piece():
    batch = Sample((2.0, 2.0, 8.0), 12.0, items=1000)
    one = Sample((0.001,), 0.001)
    assert batch.slower_than(one) == pytest.approx(2)
    assert batch.rate == 250


@pytest.mark.parametrize(("text", "cases"), [("10k", 10_000), ("1M", 1_000_000), ("250", 250)])
def test_sizes_are_written_short(text: str, cases: int):
    assert size(text) == cases


def test_a_quick_run_leaves_the_page_alone():
    assert options(["--quick"]).page is None
    assert options(["--sizes", "100k,10k"]).sizes == (10_000, 100_000)
