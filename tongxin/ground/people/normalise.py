"""One spelling for each value, so that what people type differently is still found as the same."""

import re
import unicodedata
from collections.abc import Callable

# Signs of direction and of no width: contact lists and chats put them round a copied number or name. The two
# joiners stay, some scripts spell with them.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_DROPPED_IN_PHONES = re.compile(r"[\s\-‐-―−()./]")
_MIDDLE_DOTS = re.compile(r"[•‧・･.∙⋅]")
_MOBILE_WITH_COUNTRY = re.compile(r"^(?:\+86|0086|86)(?=1\d{10}$)")
_LANDLINE_WITH_COUNTRY = re.compile(r"^(?:\+86|0086)0?(?=\d{9,12}$)")


def phone(text: str) -> str:
    """Digits only (a foreign number keeps its ``+``): no +86, no spaces, no full-width digits."""
    number = _plain(_DROPPED_IN_PHONES.sub("", _plain(text)))
    mobile = _MOBILE_WITH_COUNTRY.sub("", number)
    return mobile if mobile != number else _LANDLINE_WITH_COUNTRY.sub("0", number)


def id_number(text: str) -> str:
    """Half-width, without spaces, the check letter X in capitals."""
    return _plain(_plain(text).upper())


def name(text: str) -> str:
    """NFKC, no spaces, one kind of middle dot, lower case for Latin letters."""
    return _plain(_plain(_MIDDLE_DOTS.sub("·", _plain(text))).casefold())


def visible(text: str) -> str:
    """The text without signs that nobody sees, at either end or between."""
    return _INVISIBLE.sub("", text).strip()


def _plain(text: str) -> str:
    """Compatible forms made one (NFKC), no white space, nothing invisible; doing it again changes nothing."""
    narrow = visible(unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFKC", re.sub(r"\s", "", narrow))


NORMALISERS: dict[str, Callable[[str], str]] = {"phone": phone, "id_number": id_number, "name": name}
