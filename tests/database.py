"""Pytest plugin: a PostgreSQL for the session, and one migrated template that every database is copied from.

Without ``DATABASE_URL`` the controlling process starts the embedded PostgreSQL in a temporary folder
(without fsync: nothing here outlives the session) before Django reads its settings; the processes of
pytest-xdist inherit the address. The first process that needs a database migrates the template; each
process's own database is a copy of it, and a test with real transactions gets a fresh copy afterwards,
so that seeded rows are always there.
"""

import hashlib
import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from tongxin.host import locks, postgres, postmaster
from tongxin.host.home import Home

RUN = "TONGXIN_TEST_RUN"
PREFIX = "tongxin-test-"
HOME = "TONGXIN_HOME"
ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--keep-template",
        action="store_true",
        help="leave the template database, and take it again while migrations are the same",
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    if RUN not in os.environ:
        kept = early_config.known_args_namespace.keep_template
        os.environ[RUN] = _digest_of_migrations() if kept else uuid.uuid4().hex[:8]
        early_config.add_cleanup(_open_house(early_config))
    return (yield)


def _open_house(config: pytest.Config):
    """Give the session a home of its own and a database; return what takes both away again."""
    kept = {name: os.environ.get(name) for name in (HOME, "DATABASE_URL")}
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    folder.chmod(0o711)
    alive = locks.claim(folder / "alive")
    os.environ[HOME] = str(folder / "home")
    server = None
    if not kept["DATABASE_URL"]:
        server = postgres.start(Home(folder / "home"), forgetful=True)
        os.environ["DATABASE_URL"] = server.url

    def close() -> None:
        if server:
            server.stop()
        elif not config.known_args_namespace.keep_template:
            _drop_template(os.environ["DATABASE_URL"])
        del os.environ[RUN]
        for name, value in kept.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})
        alive.close()
        shutil.rmtree(folder, ignore_errors=True)

    return close


def _sweep() -> None:
    """Stop and remove what a session that was killed has left behind; a living one holds its lock."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if not _is_dead(folder):
            continue
        running = postmaster.find((folder / "home" / "postgres").resolve())
        if running:
            running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _is_dead(folder: Path) -> bool:
    if folder.stat().st_uid != os.geteuid() or not (folder / "alive").exists():
        return False
    claimed = locks.claim(folder / "alive")
    if claimed:
        claimed.close()
    return claimed is not None


def _digest_of_migrations() -> str:
    """The same while migrations, what they seed from, and the requirements have not changed."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for pattern in ("migrations/*.py", "catalogue/*"):
        for path in sorted((ROOT / "tongxin").rglob(pattern)):
            digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()[:12]


def _template_name() -> str:
    return f"template_tongxin_{os.environ[RUN]}"


def _drop_template(url: str) -> None:
    with psycopg.connect(url, dbname="postgres", autocommit=True) as session:
        session.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(_template_name())))


def copy_for_this_process() -> str:
    """Make this process's own test database from the template; return its name."""
    with _only_one_process():
        if not _exists(_template_name()):
            _migrate_template()
    name = f"test_{connection.settings_dict['NAME']}{os.environ.get('PYTEST_XDIST_WORKER', '')}"
    copy_template(name)
    return name


def drop(name: str) -> None:
    """Remove a database, whoever still has a session in it."""
    connections.close_all()
    with _maintenance() as session:
        session.execute(_sql("drop database if exists {} with (force)", name))


def _migrate_template() -> None:
    """Made under another name first: a migration that fails leaves no half template behind."""
    settings, making = connection.settings_dict, f"{_template_name()}_making"
    drop(making)
    with _maintenance() as session:
        session.execute(_sql("create database {}", making))
    original, settings["NAME"] = settings["NAME"], making
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connections.close_all()
        settings["NAME"] = original
    with _maintenance() as session:
        session.execute(_sql("alter database {} rename to {}", making, _template_name()))


def copy_template(name: str) -> None:
    """Replace the database ``name`` by a fresh copy of the template.

    Tried again for a minute: the server gives a busy session five seconds to go, and its own vacuum, which
    no lesser role may end, may be at work there.
    """
    patience = time.monotonic() + 60
    while True:
        try:
            return _copy_template(name)
        except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege):
            if time.monotonic() > patience:
                raise
            time.sleep(0.5)


def _copy_template(name: str) -> None:
    drop(name)
    with _maintenance() as session:
        faster = "strategy file_copy" if session.info.server_version >= 150000 else ""
        session.execute(_sql("create database {} template {} " + faster, name, _template_name()))


@contextmanager
def _only_one_process() -> Iterator[None]:
    with _maintenance() as session:
        session.execute("select pg_advisory_lock(hashtext(%s))", [_template_name()])
        yield


def _exists(name: str) -> bool:
    with _maintenance() as session:
        return bool(session.execute("select 1 from pg_database where datname = %s", [name]).fetchone())


def _maintenance() -> psycopg.Connection:
    return psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True)


def _sql(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))


class Watch:
    """Tells, once, that something was committed to this process's database and left there."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_over = False
        self._session: psycopg.Connection | None = None

    def found_leftovers(self) -> bool:
        """Whether others see accounts or cases; asked in a session of its own, ended by a fresh copy."""
        if self.is_over:
            return False
        if not self._session or self._session.closed:
            self._session = psycopg.connect(os.environ["DATABASE_URL"], dbname=self.name, autocommit=True)
        try:
            self.is_over = self._ask()
        except psycopg.OperationalError:  # ended by a fresh copy, which has nothing left over
            self._session.close()
        return self.is_over

    def end(self) -> None:
        self.is_over = True
        if self._session:
            self._session.close()

    def _ask(self) -> bool:
        left = "select exists (select from people_account) or exists (select from cases_case)"
        return self._session.execute(left).fetchone()[0]
