"""A database for as long as one is needed: the one that ``DATABASE_URL`` names, or our own.

Our own is started by whoever comes first and stopped by whoever leaves last, be it ``tongxin serve``
or a command of a minute.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

import psycopg

from tongxin.host import binaries, locks, postgres
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble


@dataclass(frozen=True)
class Lease:
    """The right to use a database. ``held`` is the lock that says so; children inherit it."""

    url: str
    server: postgres.Server | None = None
    held: TextIO | None = None

    @property
    def is_embedded(self) -> bool:
        return self.server is not None

    def inheritable(self) -> tuple[int, ...]:
        """File descriptors to pass to children, so that the lease lasts as long as any of them."""
        return (self.held.fileno(),) if self.held else ()


@contextmanager
def database(home: Home) -> Iterator[Lease]:
    """Lease a database for the block. Raises Trouble when there is none to be had."""
    chosen = os.environ.get("DATABASE_URL", "").strip()
    if chosen:
        check_reachable(chosen)
        home.prepare()
        yield Lease(chosen)
        return
    home.prepare()
    with locks.turn(home.run / "database.turn"):
        held = locks.share(home.run / "database.users")
        try:
            server = postgres.start(home)
        except BaseException:
            held.close()
            raise
    try:
        yield Lease(server.url, server, held)
    finally:
        with locks.turn(home.run / "database.turn"), held:
            if locks.try_alone(held):
                server.stop()


def check_reachable(url: str) -> None:
    """Raise Trouble unless ``url`` answers and is a PostgreSQL that will do. Never prints the password."""
    try:
        with psycopg.connect(url, connect_timeout=5) as session:
            version = session.info.server_version // 10000
            encoding = session.info.parameter_status("server_encoding")
    except psycopg.ProgrammingError:
        raise Trouble(
            "DATABASE_URL cannot be understood. Write it as postgresql://user:password@host:5432/name, with "
            "special characters of the password percent-encoded."
        ) from None
    except psycopg.Error as error:
        said = str(error).strip().splitlines() or ["no answer"]  # the cause stands first, then a question
        raise Trouble(
            f"The database that DATABASE_URL names cannot be reached: {said[0].rstrip('.')}. "
            "Start it or correct DATABASE_URL; without DATABASE_URL Tongxin starts its own."
        ) from None
    if version < binaries.OLDEST:
        raise Trouble(f"DATABASE_URL names a PostgreSQL {version}; Tongxin needs {binaries.OLDEST} or newer.")
    if encoding != "UTF8":
        raise Trouble(
            f"The database of DATABASE_URL stores {encoding}; make one with: createdb -E UTF8 -T template0."
        )
