"""A database of the benchmark's own, and a home folder: made for the run, gone after it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tongxin.host import postgres
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble


@dataclass(frozen=True)
class Scratch:
    """Where this run keeps its data."""

    home: Home
    url: str


def named(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@contextmanager
def scratch(name: str = "tongxin_bench") -> Iterator[Scratch]:
    """An empty database: on the server of ``DATABASE_URL``, under that ``name``, else on an embedded one in a
    temporary folder.

    It writes as safely as an installation does (fsync is on). Raises Trouble when ``DATABASE_URL``'s server
    has a database of that name already: it may be somebody's.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"{name.replace('_', '-')}-")).resolve()
    folder.chmod(0o711)
    home = Home(folder / "home")
    try:
        home.prepare()
        given = os.environ.get("DATABASE_URL", "").strip()
        with _database_on(given, name) if given else _embedded(home) as url:
            yield Scratch(home, url)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _embedded(home: Home) -> Iterator[str]:
    server = postgres.start(home)
    try:
        yield server.url
    finally:
        server.stop()
        data = server.data
        if home.database.is_symlink():
            shutil.rmtree(data.parent, ignore_errors=True)


@contextmanager
def _database_on(given: str, name: str) -> Iterator[str]:
    with psycopg.connect(given, dbname="postgres", autocommit=True) as session:
        if session.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            raise Trouble(
                f"There is a database {name} already. Drop it if it is left over from a killed run."
            )
        session.execute(f"create database {name}")
    try:
        yield named(given, name)
    finally:
        with psycopg.connect(given, dbname="postgres", autocommit=True) as session:
            session.execute(f"drop database if exists {name} with (force)")
