"""How an order, a volunteer or a pairing looks at a glance."""

from collections.abc import Iterable
from datetime import datetime

from tongxin.engine.flows import glance
from tongxin.engine.flows.glance import Glance, Thing

__all__ = ["Glance", "glances"]

TONES = {
    "ordered": "new",
    "joined": "new",
    "proposed": "new",
    "taken": "working",
    "scheduled": "working",
    "on_way": "working",
    "own_duty": "working",
    "agreed": "working",
    "active": "done",
    "done": "done",
    "closed": "done",
    "delivered": "done",
    "thanked": "done",
    "refused": "stopped",
    "became_case": "stopped",
    "cancelled": "stopped",
    "declined": "stopped",
    "dropped": "stopped",
    "left": "stopped",
}


def glances(things: Iterable[Thing], now: datetime | None = None) -> list[Glance[Thing]]:
    """Each thing at a glance. The calendar is asked once for all, and only when one is late."""
    return glance.glances(things, TONES, now)
