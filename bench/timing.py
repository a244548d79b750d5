"""How long calls took, alone or several at once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from statistics import median, quantiles

WARM_UPS = 3


@dataclass(frozen=True)
class Sample:
    """Seconds of every call, the wall time of all, and how many things a call did (``items``)."""

    seconds: tuple[float, ...]
    wall: float
    items: int = 1

    @property
    def p50(self) -> float:
        return median(self.seconds)

    @property
    def p95(self) -> float:
        return quantiles(self.seconds, n=20, method="inclusive")[-1] if len(self.seconds) > 1 else self.p50

    @property
    def rate(self) -> float:
        """Things done a second, all callers together."""
        return len(self.seconds) * self.items / self.wall

    def slower_than(self, floor: "Sample") -> float:
        """How many times as long one thing takes as on the floor, at the same number of callers.

        Medians decide; a call of either may do several things.
        """
        return (self.p50 / self.items) / (floor.p50 / floor.items)


def measure(
    call: Callable[[int], object],
    *,
    most: int,
    seconds: float,
    at_once: int = 1,
    items: int = 1,
    warm_ups: int = WARM_UPS,
) -> Sample:
    """Call ``call(0)``, ``call(1)``, … until ``most`` calls or ``seconds`` are over, ``at_once`` at a time.

    The first ``warm_ups`` calls of each caller are not counted. Numbers never repeat, warm-ups included.
    An exception of any call ends the measurement and is raised.
    """
    numbers = count()

    def caller(calls: float, until: float) -> list[float]:
        taken: list[float] = []
        while len(taken) < calls and time.perf_counter() < until:
            began = time.perf_counter()
            call(next(numbers))
            taken.append(time.perf_counter() - began)
        return taken

    if at_once == 1:
        caller(warm_ups, float("inf"))
        began = time.perf_counter()
        taken = caller(most, began + seconds)
    else:
        with ThreadPoolExecutor(at_once) as pool:
            for done in [pool.submit(caller, warm_ups, float("inf")) for _ in range(at_once)]:
                done.result()
            began = time.perf_counter()
            share = max(1, most // at_once)
            running = [pool.submit(caller, share, began + seconds) for _ in range(at_once)]
            taken = [each for done in running for each in done.result()]
    return Sample(tuple(taken), time.perf_counter() - began, items)
