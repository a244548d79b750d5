"""Seals and opens personal data, and makes the blind indexes by which equal values are found.

Envelope: version (1 byte, names the cipher), key number (4, big-endian), nonce (12), ciphertext, tag (16).
The first five bytes and the name of the cell are authenticated with the text.
"""

import hmac
import secrets
import struct
from typing import Literal

from django.conf import settings

from tongxin.ground.people import keyring
from tongxin.ground.people.ciphers import BY_NAME, NONCE, SUITES, TAG, Damaged
from tongxin.ground.people.normalise import NORMALISERS

HEADER = struct.Struct(">BI")
Kind = Literal["name", "phone", "id_number"]


def seal(text: str, *, cell: str = "") -> bytes:
    """Seal ``text`` so that it opens only in the same ``cell`` (say ``people_person.phone:<id>``)."""
    ring = keyring.load()
    suite = BY_NAME[settings.TONGXIN_CIPHER]
    header = HEADER.pack(suite.version, ring.current)
    nonce = secrets.token_bytes(NONCE)
    key = keyring.derived(ring.secrets[ring.current], suite)
    return header + nonce + suite.encrypt(key, nonce, text.encode(), header + cell.encode())


def unseal(sealed: bytes, *, cell: str = "") -> str:
    """The text that was sealed for this ``cell``.

    Raises Damaged when anything was altered or the value comes from another cell or another set of keys.
    """
    if len(sealed) < HEADER.size + NONCE + TAG:
        raise Damaged("a sealed value is cut short")
    header, nonce, rest = sealed[:5], sealed[5 : 5 + NONCE], sealed[5 + NONCE :]
    version, number = HEADER.unpack(header)
    if version not in SUITES:
        raise Damaged(f"a sealed value of version {version} is unknown to this version of Tongxin")
    secret = keyring.load().secrets.get(number)
    if secret is None:
        raise Damaged(f"key {number} is not in the key file")
    suite = SUITES[version]
    return suite.decrypt(keyring.derived(secret, suite), nonce, rest, header + cell.encode()).decode()


def is_current(sealed: bytes) -> bool:
    """Whether a value is sealed as new ones are: by the newest key and the configured cipher."""
    return sealed[: HEADER.size] == current_header()


def current_header() -> bytes:
    """The first bytes of every envelope that is written now."""
    return HEADER.pack(BY_NAME[settings.TONGXIN_CIPHER].version, keyring.load().current)


def key_of(sealed: bytes) -> tuple[str, int]:
    """Cipher name and key number an envelope says it was sealed with."""
    version, number = HEADER.unpack(sealed[: HEADER.size])
    return (SUITES[version].name if version in SUITES else f"?{version}"), number


def blind(text: str, kind: Kind) -> bytes | None:
    """32 bytes, equal for equal values of one kind once normalised; None for an empty value.

    Keyed by a secret of its own, so that nobody can try all phone numbers against a stolen table.
    """
    normal = NORMALISERS[kind](text)
    if not normal:
        return None
    return hmac.digest(keyring.load().blind, kind.encode() + b"\0" + normal.encode(), "sha256")
