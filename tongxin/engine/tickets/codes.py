"""Query codes: with number and code a resident follows what was asked for without an account.

A code is drawn from the installation's key and the submission's random client key, so that the same
submission sent twice (a double click, a lost answer) shows the same code. Only a keyed hash of the code is
stored with the thing.
"""

import hashlib
import hmac

from django.conf import settings

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L, which sound or look alike
LENGTH = 8


def code_for(client_key: str) -> str:
    """The eight-character code of the thing that came with this client key."""
    return drawn("cases.query-code", client_key)


def drawn(purpose: str, text: str) -> str:
    """Eight characters that follow from a text and the installation's key. What is drawn for one purpose says
    nothing of another's.
    """
    number = int.from_bytes(_keyed(purpose, text))
    letters = ""
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters += ALPHABET[rest]
    return letters


def grouped(code: str) -> str:
    """``7KQ2M9XA`` -> ``7KQ2 M9XA``, as it is printed and read out."""
    return f"{code[:4]} {code[4:]}"


def stored(number: str, code: str) -> str:
    """What is kept of a code: a keyed hash, bound to the thing's number."""
    return _keyed("cases.query-code-hash", f"{number}:{fold(code)}").hex()


def fits(number: str, code: str, kept: str) -> bool:
    """Whether the code is right, in the same time either way. A thing without a code fits none."""
    return hmac.compare_digest(stored(number, code), kept)


def fold(typed: str) -> str:
    """A typed code as printed: no spaces or dashes, capitals, narrow digits."""
    letters = "".join(c for c in typed.upper() if c.isalnum())
    return letters.translate(str.maketrans("０１２３４５６７８９", "0123456789"))


def _keyed(purpose: str, text: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"{purpose}\0{text}".encode(), hashlib.sha256)
