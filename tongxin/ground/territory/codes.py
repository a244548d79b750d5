"""Place codes: short random words on door plates, and their QR pictures."""

import secrets
import unicodedata

import segno
from django.utils.safestring import SafeString, mark_safe

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L, which people mix up
LENGTH = 10


def fresh_code() -> str:
    """A code nobody can guess: 31 signs, ten of them, about 49 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalise(text: str) -> str:
    """What someone typed or read aloud, as a code: any case, full-width, with spaces or hyphens."""
    narrow = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in narrow if sign.isalnum())


def in_groups(code: str) -> str:
    """A code as printed: two groups of five."""
    return f"{code[:5]} {code[5:]}"


def qr_svg(url: str) -> SafeString:
    """The QR picture of an address as inline SVG: sized by CSS, no inline style, quiet zone included."""
    picture = segno.make(url, error="m", micro=False)
    return mark_safe(picture.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None))  # noqa: S308
