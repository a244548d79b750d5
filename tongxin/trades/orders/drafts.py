"""What the draft of an order holds in words, and which question is still without an answer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.dateparse import parse_date

from tongxin.engine.tickets.drafts import Words
from tongxin.trades.orders.wanted import Span


@dataclass(frozen=True)
class Said(Words):
    """``kind`` is the code of a service, "" for a wish in ``text``. ``times`` are pairs of moments (ISO 8601)
    that would suit. ``every_days`` is 0 for once, else ``repeat_until`` is a day. ``whom`` is "me", "other",
    or "" before it was asked.
    """

    kind: str = ""
    text: str = ""
    times: tuple[tuple[str, str], ...] = ()
    every_days: int = 0
    repeat_until: str = ""
    whom: str = ""
    other_name: str = ""
    other_phone: str = ""
    address_note: str = ""
    tongue: str = ""
    name: str = ""
    phone: str = ""

    @property
    def windows(self) -> list[Span]:
        """The times that would suit, as moments."""
        return [(datetime.fromisoformat(since), datetime.fromisoformat(until)) for since, until in self.times]

    @property
    def repeats(self) -> tuple[int, date] | None:
        """Every how many days it is wanted again, and the last day; None for once."""
        until = parse_date(self.repeat_until) if self.repeat_until else None
        return (self.every_days, until) if self.every_days and until else None

    @property
    def unanswered(self) -> str:
        """The first question that has no answer yet: "what", "when", "whom", "reach", or "check"."""
        answered = {
            "what": self.kind or self.text,
            "when": self.times,
            "whom": self.whom,
            "reach": self.phone,
        }
        return next((question for question, answer in answered.items() if not answer), "check")
