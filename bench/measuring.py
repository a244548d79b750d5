"""How a piece of work is measured beside its floor: as a page, as a form, or as a call in this process."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from bench import queries
from bench.floor import Floor
from bench.ground import Reader
from bench.result import Result
from bench.server import Web
from bench.timing import WARM_UPS, Sample, measure

PAGES_AT_ONCE = 4


@dataclass(frozen=True)
class Effort:
    """How much of each work: at most ``seconds`` and ``calls``; ``batch`` rows or promises, ``points``;
    ``takers`` who tap at once, ``jobs`` and ``hands`` of a week's plan.
    """

    seconds: float = 3
    calls: int = 300
    batch: int = 1000
    points: int = 100_000
    takers: int = 50
    jobs: int = 2000
    hands: int = 500


class Sized(Protocol):
    """What the work is done on; ``size`` is how many things it has."""

    size: int


@dataclass(kw_only=True)
class Measuring:
    """What every workload has: the corpus, the web server, the floor; who reads, by account."""

    corpus: Sized
    web: Web
    floor: Floor
    effort: Effort
    sessions: dict[str, str] = field(default_factory=dict)

    def _page(
        self, work: str, reader: Reader, paths: list[str], bare: Callable, **how: int
    ) -> Iterator[Result]:
        session = self.sessions[reader.account.username]
        asked = queries.of_pages(paths[:6], session)
        sample = self._measure(lambda n: self.web.get(paths[n % len(paths)], session), PAGES_AT_ONCE, **how)
        yield self._made(work, sample, self._measure(bare, PAGES_AT_ONCE), asked, PAGES_AT_ONCE)

    def _result(self, work: str, call: Callable, bare: Callable, **how: int) -> Result:
        sample = self._measure(call, 1, **how)
        unused = len(sample.seconds) + WARM_UPS
        asked = queries.counted(lambda: call(unused))
        return self._made(work, sample, self._measure(bare, 1, **how), asked)

    def _made(self, work: str, sample: Sample, bare: Sample, asked: int | None, at_once: int = 1) -> Result:
        return Result(work, self.corpus.size, sample, bare, asked, at_once)

    def _measure(self, call: Callable, at_once: int, **how: int) -> Sample:
        return measure(
            call, **{"most": self.effort.calls, "seconds": self.effort.seconds, "at_once": at_once, **how}
        )
