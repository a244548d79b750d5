"""What one look gives back."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Identity:
    """The parts of a person that a purpose opens; the others are empty. Printing it shows nothing."""

    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    health: str = field(default="", repr=False)
