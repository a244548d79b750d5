"""What the database says about itself and the queue. Reads only; raises Django's database errors."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tongxin.host.home import free_bytes

STALE = 30.0
ROOM = 20 * 1024 * 1024


@dataclass(frozen=True)
class Queue:
    """Age of the youngest worker heartbeat in seconds (None: no worker), and jobs waiting and failed."""

    heartbeat_age: float | None
    waiting: int
    failed: int

    @property
    def worker_is_up(self) -> bool:
        return self.heartbeat_age is not None and self.heartbeat_age < STALE


@dataclass(frozen=True)
class Migrations:
    """Migrations that the code has and the database lacks, and the reverse, as "app.name"."""

    pending: list[str]
    unknown: list[str]


def heartbeat_age() -> float | None:
    """Seconds since the last sign of life of any worker; None when none is registered."""
    with connection.cursor() as cursor:
        cursor.execute("select extract(epoch from now() - max(last_heartbeat)) from procrastinate_workers")
        age = cursor.fetchone()[0]
    return None if age is None else max(0.0, float(age))


def has_room() -> bool:
    """Whether the disk of the home has room for what comes in: 20 MB, a few reports with photos."""
    return (
        free_bytes(next(folder for folder in (settings.HOME, *settings.HOME.parents) if folder.exists()))
        > ROOM
    )


def queue() -> Queue:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) filter (where status = 'todo' and coalesce(scheduled_at, now()) <= now()),"
            " count(*) filter (where status = 'failed') from procrastinate_jobs"
            " where status in ('todo', 'failed')"
        )
        waiting, failed = cursor.fetchone()
    return Queue(heartbeat_age(), waiting, failed)


def migrations() -> Migrations:
    """Compare what the database has been through with what this code knows."""
    loader = MigrationLoader(connection)
    known, done = set(loader.graph.nodes) | set(loader.disk_migrations), set(loader.applied_migrations)
    return Migrations(
        pending=sorted(".".join(key) for key in set(loader.graph.nodes) - done),
        unknown=sorted(".".join(key) for key in done - known),
    )
