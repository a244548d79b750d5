"""Finds telephone and identity numbers that somebody typed into a text, and hides their middles.

A resident often writes "call me on 138…" into a text. Staff of the community see it; units and volunteers
get the text through :func:`masked`. Only digits are judged, names can't be told from other words.
"""

import re

from stdnum.cn import ric

# Separators people type inside a number. Digits may be full-width.
_GAP = r"[ \-－—·.]?"
_EDGE_BEFORE, _EDGE_AFTER = r"(?<![0-9０-９])", r"(?![0-9０-９])"
_D = r"[0-9０-９]"

_IDENTITY = re.compile(rf"{_EDGE_BEFORE}{_D}(?:{_GAP}{_D}){{16}}{_GAP}[0-9０-９XxＸｘ]{_EDGE_AFTER}")
_MOBILE = re.compile(
    rf"{_EDGE_BEFORE}(?:(?:\+|＋|00)?[8８][6６]{_GAP})?[1１]{_GAP}[3-9３-９](?:{_GAP}{_D}){{9}}{_EDGE_AFTER}"
)
_LANDLINE = re.compile(
    rf"{_EDGE_BEFORE}(?:[(（][0０]{_D}{{2,3}}[)）]|[0０]{_D}{{2,3}}[\-－—]){_GAP}{_D}{{7,8}}{_EDGE_AFTER}"
)
_NARROW = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")


def masked(text: str) -> str:
    """The text with every telephone and identity number reduced to its ends (138****5678)."""
    text = _IDENTITY.sub(lambda m: _hide(m[0], keep_start=6, keep_end=2), text)
    text = _MOBILE.sub(lambda m: _hide(m[0], keep_start=3, keep_end=2), text)
    return _LANDLINE.sub(lambda m: _hide(m[0], keep_start=4, keep_end=2), text)


def carries_contact(text: str) -> bool:
    """Whether :func:`masked` would hide something; the form then says so to the writer."""
    return masked(text) != text


def identity_numbers(text: str) -> list[str]:
    """The valid GB 11643 identity numbers in the text, in narrow digits."""
    found = (re.sub(_GAP[:-1], "", m[0]).translate(_NARROW).upper() for m in _IDENTITY.finditer(text))
    return [number for number in found if ric.is_valid(number)]


def _hide(number: str, *, keep_start: int, keep_end: int) -> str:
    digits = [c for c in number.translate(_NARROW) if c.isalnum()]
    return "".join(digits[:keep_start]) + "****" + "".join(digits[-keep_end:])
