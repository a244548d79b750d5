"""How a case or a summons looks at a glance."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain, islice

from tongxin.engine.flows import glance
from tongxin.engine.flows.glance import Glance, Thing

__all__ = ["Glance", "glances", "glances_of"]

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
    """Each thing at a glance. The calendar is asked once for all, and only for what has a due moment."""
    return glance.glances(things, TONES, now)


def glances_of(*groups: Sequence[Thing]) -> list[list[Glance[Thing]]]:
    """The glances of each group, the calendar asked once for all of them."""
    seen = iter(glances(chain.from_iterable(groups)))
    return [list(islice(seen, len(group))) for group in groups]
