"""What the web door itself writes: turns taken, so that nobody can take them all."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tongxin.doors.web.models import Turn

WINDOWS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}

# Generic cell rate: each turn pushes free_at ahead by window / count, never further than one window from now.
TAKE = """
insert into web_turn as turn (key, free_at, refused) values (%(key)s, %(now)s + %(each)s, false)
on conflict (key) do update set
  refused = greatest(turn.free_at, %(now)s) + %(each)s > %(now)s + %(window)s,
  free_at = case
    when greatest(turn.free_at, %(now)s) + %(each)s > %(now)s + %(window)s then turn.free_at
    else greatest(turn.free_at, %(now)s) + %(each)s
  end
returning refused, free_at
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many turns in how long: ``Rate.read("60/h")``; windows are ``m``, ``h`` and ``d``."""

    count: int
    window: timedelta

    @classmethod
    def read(cls, text: str) -> "Rate":
        count, _, window = text.partition("/")
        return cls(int(count), WINDOWS[window])

    @property
    def each(self) -> timedelta:
        """What one turn uses of the window."""
        return self.window // self.count


def take_turn(purpose: str, who: str, rate: Rate, *, now: datetime | None = None) -> timedelta:
    """Take one turn of ``purpose`` for ``who``; return zero, or how long to wait where none is left.

    Turns wear off evenly: after a refusal one is free again in ``window / count``, not only at the full hour.
    One atomic statement, so it counts right among any number of threads and processes. ``who`` is kept as a
    keyed digest only.
    """
    now = now or timezone.now()
    key = salted_hmac("tongxin.web.turn", f"{purpose}\n{who}", algorithm="sha256").digest()
    values = {"key": key.hex()[:43], "now": now, "each": rate.each, "window": rate.window}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        refused, free_at = cursor.fetchone()
    return free_at + rate.each - rate.window - now if refused else timedelta()


def forget_turns(*, now: datetime | None = None) -> int:
    """Drop every row that has worn off. Returns how many."""
    return Turn.objects.filter(free_at__lt=now or timezone.now()).delete()[0]
