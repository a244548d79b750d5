"""How a case or a summons looks at a glance."""

from collections.abc import Iterable
from datetime import datetime

from tongxin.engine.flows import glance
from tongxin.engine.flows.glance import Glance, Thing

__all__ = ["Glance", "glances"]

TONES = {
    "reported": "new",
    "issued": "new",
    "handling": "working",
    "whistled": "working",
    "signed_in": "working",
    "on_site": "working",
    "closed": "done",
    "not_accepted": "stopped",
    "merged": "stopped",
    "withdrawn": "stopped",
    "released": "stopped",
    "cancelled": "stopped",
}


def glances(things: Iterable[Thing], now: datetime | None = None) -> list[Glance[Thing]]:
    """Each thing at a glance. The calendar is asked once for all, and only when one is late."""
    return glance.glances(things, TONES, now)
