"""What one piece of work came to at one size."""

from dataclasses import dataclass

from bench.timing import Sample


@dataclass(frozen=True)
class Result:
    """``work`` and ``unit`` in words; ``queries`` of one call; ``floor`` is the same work done barely."""

    work: str
    size: int
    sample: Sample
    floor: Sample | None = None
    queries: int | None = None
    at_once: int = 1

    @property
    def ratio(self) -> float | None:
        """How many times the floor's time one thing takes, at as many callers."""
        return self.sample.slower_than(self.floor) if self.floor else None


@dataclass(frozen=True)
class Memory:
    """Resident megabytes of the largest web process after the pages of one size."""

    size: int
    megabytes: float
