"""Why a step was not taken. Each refusal speaks to the person: a page and an API answer print
``str(refusal)``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tongxin.ground.posts.gates import Forbidden

if TYPE_CHECKING:
    from tongxin.engine.flows.models import Journal


class Refused(Exception):
    """The step was not taken and nothing was changed. ``reason`` is the sentence to show."""

    def __init__(self, reason: object) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


class NotYours(Refused, Forbidden):
    """Someone else may take this step; the reason names whom to ask (HTTP 403)."""


class NotNow(Refused):
    """The thing is not in a state, or not at a moment, that allows the step (HTTP 409)."""


class Incomplete(Refused):
    """What the step asks for is missing or wrong. ``errors`` maps each ask's name to its sentence (HTTP
    422).
    """

    def __init__(self, errors: Mapping[str, object]) -> None:
        super().__init__(_("Something is missing or not right."))
        self.errors = dict(errors)

    def __str__(self) -> str:
        return " ".join(str(sentence) for sentence in self.errors.values())


@dataclass(frozen=True)
class Difference:
    """What changed between the version a person looked at and the thing as it is now."""

    seen_version: int
    version: int
    old: str
    new: str
    state_label: object
    who: str
    role: str
    when: datetime | None
    steps: Sequence[Journal]


class Conflict(Refused):
    """Someone was faster. ``difference`` says what changed meanwhile, so a page can show it (HTTP 409)."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(_("Someone else has just moved this on. Please look again before you decide."))
        self.difference = difference


class AlreadyTaken(Refused):
    """The same submission (same ``client_key``) has been carried out before; ``row`` is its journal row.

    Not a failure for the person: a page answers as it did the first time.
    """

    def __init__(self, row: Journal) -> None:
        super().__init__(_("This has already been done."))
        self.row = row
