"""Readers of the environment that fail with a hint, never with a traceback."""

import os
import re
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class BadSetting(SystemExit):
    """A setting cannot be used; the message says which one and how to mend it."""

    def __init__(self, name: str, problem: str, hint: str) -> None:
        super().__init__(f"{name}: {problem}. {hint}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def words(name: str) -> list[str]:
    """A list separated by commas; empty when the variable is absent."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def flag(name: str, default: bool) -> bool:
    value = text(name).lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return value in {"1", "true", "yes", "on"} if value else default
    raise BadSetting(name, f"{value!r} is neither yes nor no", "Use 1 or 0.")


def number(name: str, default: int) -> int:
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise BadSetting(name, f"{value!r} is not a whole number", f"The default is {default}.") from None


def choice(name: str, allowed: list[str]) -> str:
    """One of ``allowed``, of which the first is the default."""
    value = text(name, allowed[0]).lower()
    if value not in allowed:
        raise BadSetting(name, f"{value!r} is not known", f"Use one of: {', '.join(allowed)}.")
    return value


def networks(name: str) -> list[str]:
    """Addresses and networks, separated by commas; the word ``unix`` stands for a local socket."""
    listed = [part.strip() for part in text(name).split(",") if part.strip()]
    for part in listed:
        try:
            part == "unix" or ip_network(part)
        except ValueError:
            raise BadSetting(
                name, f"{part!r} is not a network", "Use 10.0.0.0/8, 127.0.0.1 or unix."
            ) from None
    return listed


def tiles(name: str) -> list[str]:
    """Addresses of map tiles, separated by spaces, each on one host and with the holes {z}, {x} and {y}."""
    listed = text(name).split()
    for address in listed:
        parts = urlsplit(address)
        whole = all(hole in address for hole in ("{z}", "{x}", "{y}"))
        if parts.scheme != "https" or not re.fullmatch(r"[\w.-]+(:\d+)?", parts.netloc) or not whole:
            raise BadSetting(
                name, f"{address!r} is no address of tiles", "Use https://host/path with {z}, {x} and {y}."
            )
    return listed


def home() -> Path:
    """The folder that holds everything this installation keeps (``TONGXIN_HOME``)."""
    return Path(text("TONGXIN_HOME", "var")).expanduser().resolve()


def database(url: str) -> dict:
    """Django's database settings from a ``postgresql://`` address.

    ``postgresql://user:password@host:port/name?host=/socket/folder`` is understood; the query
    parameter ``host`` names a socket folder. Raises BadSetting for any other scheme.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise BadSetting(
            "DATABASE_URL",
            f"{parts.scheme or 'no'} scheme",
            "Tongxin runs on PostgreSQL: postgresql://user:password@host:5432/name",
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": {"connect_timeout": "5", "prepare_threshold": 2, **query},
    }
