"""What the draft of a report holds in words."""

from dataclasses import dataclass

from tongxin.engine.tickets.drafts import Words


@dataclass(frozen=True)
class Said(Words):
    """``shares`` lets summoned units call; ``point`` is a pin (latitude, longitude)."""

    text: str = ""
    address_note: str = ""
    name: str = ""
    phone: str = ""
    shares: bool = False
    point: tuple[float, float] | None = None
