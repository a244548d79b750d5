"""What sealed data may be opened for, and which parts each purpose opens (PIPL § 6: no more than needed)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Purpose:
    """A reason to look. ``parts`` are the sealed columns it opens. Some reasons must name a document:
    ``reference`` is what is said where it is missing. Some belong to the system alone, or to a page of
    their own (``apart``)."""

    code: str
    words: str | Promise
    parts: tuple[str, ...]
    reference: str | Promise = ""
    system_only: bool = False
    apart: bool = False


PART_WORDS: dict[str, Promise] = {
    "name": pgettext_lazy("of a person", "name"),
    "phone": _("phone"),
    "id_number": _("ID number"),
    "address": _("home address"),
    "health": _("health"),
}

PURPOSES: dict[str, Purpose] = {
    purpose.code: purpose
    for purpose in (
        Purpose("call_back", _("to call back about a case or an order"), ("name", "phone")),
        Purpose("visit", _("to visit at home"), ("name", "phone", "address")),
        Purpose("emergency", _("danger to life or property"), ("name", "phone", "address", "health")),
        Purpose("care", _("to care for someone who agreed to it"), ("name", "phone", "address", "health")),
        Purpose("correct", _("to correct the record"), ("name", "phone", "id_number", "address")),
        Purpose(
            "lawful_request",
            _("a lawful request in writing"),
            ("name", "phone", "id_number", "address"),
            reference=_("Please name the written request: its office, number and date."),
        ),
        Purpose(
            "copy",
            _("to give you the copy you asked for"),
            ("name", "phone", "id_number", "address", "health"),
            reference=_("Please say how they asked and how you made sure who it is."),
            apart=True,
        ),
        Purpose("notify", _("to send them a message"), ("phone",), system_only=True),
    )
}


def offered() -> list[Purpose]:
    """The purposes a person may choose from."""
    return [purpose for purpose in PURPOSES.values() if not (purpose.system_only or purpose.apart)]
