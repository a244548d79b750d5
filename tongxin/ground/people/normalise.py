"""One spelling for each value, so that what people type differently is still found as the same."""

import re
import unicodedata
from collections.abc import Callable

_DROPPED_IN_PHONES = re.compile(r"[\s\-‐-―−()./]")
_MOBILE_WITH_COUNTRY = re.compile(r"^(?:\+86|0086|86)(?=1\d{10}$)")
_LANDLINE_WITH_COUNTRY = re.compile(r"^(?:\+86|0086)0?(?=\d{9,12}$)")


def phone(text: str) -> str:
    """Digits only (a foreign number keeps its ``+``): no +86, no spaces, no full-width digits."""
    number = _DROPPED_IN_PHONES.sub("", unicodedata.normalize("NFKC", text))
    mobile = _MOBILE_WITH_COUNTRY.sub("", number)
    return mobile if mobile != number else _LANDLINE_WITH_COUNTRY.sub("0", number)


def id_number(text: str) -> str:
    """Half-width, without spaces, the check letter X in capitals."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def name(text: str) -> str:
    """NFKC, no spaces, one kind of middle dot, lower case for Latin letters."""
    plain = unicodedata.normalize("NFKC", re.sub(r"[•‧・･.∙⋅]", "·", unicodedata.normalize("NFKC", text)))
    return re.sub(r"\s", "", plain).casefold()


NORMALISERS: dict[str, Callable[[str], str]] = {"phone": phone, "id_number": id_number, "name": name}
