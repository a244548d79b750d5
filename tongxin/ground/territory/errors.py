"""What territory refuses, in words for the person who asked."""

from collections.abc import Sequence
from dataclasses import dataclass


class Refused(Exception):
    """The territory can't be changed like this; ``reason`` is a sentence to show."""

    def __init__(self, reason: object) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one row or feature: its position from 1, what it is about, and why."""

    row: int
    about: str
    reason: object

    def __str__(self) -> str:
        return f"{self.row} {self.about}: {self.reason}" if self.about else f"{self.row}: {self.reason}"


class RefusedRows(Refused):
    """Several rows can't be taken; ``problems`` names each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = list(problems)
