"""The key that signs sessions and links: made once, kept in the home, read by its owner only."""

import os
import secrets
from pathlib import Path

from tongxin.host.home import Home
from tongxin.host.trouble import Trouble

VARIABLE = "TONGXIN_SECRET_KEY"


def path(home: Home) -> Path:
    return home.keys / "secret"


def read(home: Home) -> str | None:
    """The key from the environment, else from the home, else None."""
    given = os.environ.get(VARIABLE, "").strip()
    try:
        return given or path(home).read_text().strip() or None
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return None


def is_lost(home: Home) -> bool:
    """Whether there is a database that the key once signed for, and no key."""
    return read(home) is None and (home.database / "PG_VERSION").exists()


def read_or_make(home: Home) -> str:
    """The key, made now if there is none. Two processes that make it at once agree on one.

    Raises Trouble where it is lost: with another one, no link and no query code given out opens anything.
    """
    found = read(home)
    if found:
        return found
    if is_lost(home):
        raise Trouble(
            f"{path(home)}, the key of links and query codes, is gone or not for this account to read. "
            "Put it back from your copy of the keys. No new one is made, because nothing given out would "
            f"open any more; if it is lost for good, set {VARIABLE} to a long random text, once and for all."
        )
    fresh = path(home).with_name(f"secret.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(50))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path(home))
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path(home).read_text().strip()
