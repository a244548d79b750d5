"""The ciphers an envelope may be written with, each known by the version byte in front of it.

Both are authenticated: a flipped bit anywhere, in the text or in what it is bound to, is refused.
SM4 is the national cipher (GB/T 32907) asked for where commercial cryptography is assessed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
TAG = 16


class Damaged(ValueError):
    """A sealed value was altered, cut short, moved to another cell, or sealed by something else."""


@dataclass(frozen=True)
class Suite:
    """One way to seal: ``encrypt(key, nonce, plain, bound)`` gives ciphertext and tag in one piece."""

    version: int
    name: str
    key_length: int
    encrypt: Callable[[bytes, bytes, bytes, bytes], bytes]
    decrypt: Callable[[bytes, bytes, bytes, bytes], bytes]


def _aes_encrypt(key: bytes, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
    return AESGCM(key).encrypt(nonce, plain, bound)


def _aes_decrypt(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, sealed, bound)
    except InvalidTag:
        raise Damaged("a sealed value does not match its seal") from None


def _sm4_encrypt(key: bytes, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound)
    return encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def _sm4_decrypt(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    text, tag = sealed[:-TAG], sealed[-TAG:]
    decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(bound)
    try:
        return decryptor.update(text) + decryptor.finalize()
    except InvalidTag:
        raise Damaged("a sealed value does not match its seal") from None


AES = Suite(1, "aes", 32, _aes_encrypt, _aes_decrypt)
SM4 = Suite(2, "sm4", 16, _sm4_encrypt, _sm4_decrypt)
SUITES = {suite.version: suite for suite in (AES, SM4)}
BY_NAME = {suite.name: suite for suite in SUITES.values()}
