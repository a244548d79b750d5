"""The keys of the vault: where they lie, how they are made once, how a new one is added.

They are kept in ``TONGXIN_HOME/keys/vault.json`` (0600) or given whole in ``TONGXIN_KEYS``. The file
has numbered secrets, of which the highest number seals what is written from now on, and one secret for
blind indexes.
"""

import base64
import fcntl
import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from tongxin.ground.people import sealed_columns
from tongxin.ground.people.ciphers import Suite

SECRET = 32


class KeysMissing(RuntimeError):
    """There is sealed data but no key file. Nothing is made in its place: the data would be lost for good."""


class KeysUnreadable(RuntimeError):
    """The key file is not what this version writes. The message says where, never what is in it."""


@dataclass(frozen=True)
class Keyring:
    """The secrets by number, in memory. Never prints them."""

    secrets: dict[int, bytes] = field(repr=False)
    made: dict[int, str]
    blind: bytes = field(repr=False)

    @property
    def current(self) -> int:
        """Number of the key that seals new values."""
        return max(self.secrets)


def path() -> Path:
    """Where the key file lies."""
    return Path(_file_name(settings.HOME))


def load() -> Keyring:
    """The keys of this installation; made on the first call of its life.

    Read anew when the file changes, so that a running process learns of a rotation.
    Raises KeysMissing when data is sealed and the file is gone, KeysUnreadable when it is damaged.
    """
    if settings.TONGXIN_KEYS:
        return _parse(settings.TONGXIN_KEYS, "TONGXIN_KEYS")
    file = _file_name(settings.HOME)  # called for every cell: a name, because Path is slow
    try:
        stat = os.stat(file)  # noqa: PTH116
    except FileNotFoundError:
        _create(path())
        stat = path().stat()
    return _read(file, stat.st_mtime_ns, stat.st_ino)


def add_key() -> int:
    """Add a new key, which seals everything from now on; older keys still open. Returns its number.

    Raises KeysUnreadable when the keys come from ``TONGXIN_KEYS``: whoever sets that adds the key there.
    """
    if settings.TONGXIN_KEYS:
        raise KeysUnreadable("the keys are given in TONGXIN_KEYS: add a numbered key there and start again")
    file = path()
    load()
    with _locked(file):
        content = json.loads(file.read_text())
        number = max(int(key) for key in content["keys"]) + 1
        content["keys"][str(number)] = _new_key()
        draft = _draft(file, content)
        draft.replace(file)
        _settle(file.parent)
    return number


@cache
def derived(secret: bytes, suite: Suite) -> bytes:
    """The key for one cipher: each secret serves every cipher, and never the same bytes twice."""
    return HKDF(
        hashes.SHA256(), suite.key_length, salt=None, info=b"tongxin vault " + suite.name.encode()
    ).derive(secret)


def _create(file: Path) -> None:
    if sealed_columns.specimen():
        raise KeysMissing(
            f"Personal data is sealed in the database, but {file} is gone. Put the key file back from your "
            "backup, or set TONGXIN_KEYS. No new keys are made, because nothing would open the data any more."
        )
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = _draft(
        file, {"version": 1, "keys": {"1": _new_key()}, "blind": _encode(secrets.token_bytes(SECRET))}
    )
    try:
        os.link(draft, file)  # fails if another process was first: then its keys hold
        _settle(file.parent)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


@cache
def _file_name(home: Path) -> str:
    return str(Path(home) / "keys" / "vault.json")


@cache
def _read(file: str, mtime: int, inode: int) -> Keyring:
    return _parse(Path(file).read_text(), file)


@cache
def _parse(text: str, where: str) -> Keyring:
    try:
        content = json.loads(text)
        keys = {int(number): _decode(key["secret"]) for number, key in content["keys"].items()}
        made = {int(number): str(key.get("made", "")) for number, key in content["keys"].items()}
        blind = _decode(content["blind"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeysUnreadable(f"{where} is not a Tongxin key file") from None
    if not keys or min(keys) < 1 or max(keys) > 0xFFFFFFFF or content.get("version") != 1:
        raise KeysUnreadable(f"{where} is of another version of Tongxin, or has no key")
    return Keyring(keys, made, blind)


def _new_key() -> dict[str, str]:
    return {
        "secret": _encode(secrets.token_bytes(SECRET)),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _encode(secret: bytes) -> str:
    return base64.b64encode(secret).decode()


def _decode(text: str) -> bytes:
    secret = base64.b64decode(text, validate=True)
    if len(secret) != SECRET:
        raise ValueError("length")
    return secret


def _draft(file: Path, content: dict) -> Path:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".vault-")  # mkstemp makes it 0600
    with os.fdopen(handle, "w") as out:
        json.dump(content, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    return Path(name)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with (file.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
