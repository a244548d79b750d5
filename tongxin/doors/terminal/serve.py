"""``tongxin serve``: everything one installation needs, started, watched and ended by one process."""

import os
import sys
import time
from pathlib import Path

import psutil

import tongxin
from config import env
from tongxin.host import children, lease, locks, logs, ports, postgres, postmaster, secret, supervisor
from tongxin.host.home import Home
from tongxin.host.supervisor import Ear, Stopped, Supervisor
from tongxin.host.trouble import Trouble

ROOT = Path(tongxin.__file__).resolve().parent.parent


def serve() -> int:
    """Run until asked to stop. Returns the exit status; raises Trouble when the start is impossible."""
    began = time.monotonic()
    home, host, port = (
        Home.from_environment(),
        env.text("TONGXIN_BIND", "127.0.0.1"),
        env.number("TONGXIN_PORT", 5200),
    )
    home.prepare()
    alone = locks.claim(home.run / "serve.lock")
    if alone is None:
        raise Trouble(
            f"Tongxin already runs with the data in {home.root}. Use it, or stop it first with Ctrl-C."
        )
    with alone:
        ear = Ear()
        for orphan in supervisor.end_orphans(home):
            say(f"ended {orphan}, left over from a start that was killed")
        ports.check_free(host, port)
        address_file(home).write_text(f"{host} {port}")
        with lease.database(home) as database:
            try:
                return _run(home, host, port, database, ear, began)
            except Stopped:
                say("stopped before the start was finished")
                return 0


def _run(home: Home, host: str, port: int, database: lease.Lease, ear: Ear, began: float) -> int:
    environment = environment_for(home, database.url) | {"TONGXIN_COLLECTED": "1"}
    _prepare(home, environment, ear)
    brood = [web(home, host, port, environment, database), _worker(home, environment, database)]
    keeper = Supervisor(home, brood, ear=ear, say=say, look_after=lambda: _revive(home, database))
    try:
        keeper.start(lambda: ports.answers_well(host, port))
        print(welcome(home, database, host, port, time.monotonic() - began), flush=True)
        keeper.watch()
    finally:
        say("stopping")
        keeper.end()
    return 0


def environment_for(home: Home, url: str) -> dict[str, str]:
    """The environment of every child: where the data is, the database, the signing key."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "TONGXIN_HOME": str(home.root),
        "DATABASE_URL": url,
        secret.VARIABLE: secret.read_or_make(home),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings"),
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUNBUFFERED": "1",
    }


def _prepare(home: Home, environment: dict[str, str], ear: Ear) -> None:
    """Migrate, collect, load the demo, in a process of its own that Ctrl-C ends."""
    command = [sys.executable, "-m", "django", "prepare", "--accounts-to", str(accounts_file(home))]
    if supervisor.run_through(command, environment, ear):
        raise SystemExit(1)


def web(
    home: Home, host: str, port: int, environment: dict[str, str], database: lease.Lease
) -> children.Child:
    workers = env.number("TONGXIN_WEB_WORKERS", min(4, max(2, os.cpu_count() or 2)))
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    shared = ["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else []  # noqa: S108
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", bind, "--preload", *shared]
    command += ["--worker-class", "gthread", "--workers", str(workers)]
    command += ["--threads", str(env.number("TONGXIN_WEB_THREADS", 4)), "--timeout", "60"]
    command += ["--graceful-timeout", "20", "--max-requests", "20000", "--max-requests-jitter", "2000"]
    command += ["--no-control-socket"]
    return _child("web", command, home, environment, database)


def _worker(home: Home, environment: dict[str, str], database: lease.Lease) -> children.Child:
    return _child("worker", [sys.executable, "-m", "django", "worker"], home, environment, database)


def _child(
    name: str, command: list[str], home: Home, environment: dict[str, str], database: lease.Lease
) -> children.Child:
    log = home.log / f"{name}.log"
    logs.make_room(log)
    return children.Child(name, command, environment, log, pass_fds=database.inheritable())


def _revive(home: Home, database: lease.Lease) -> None:
    """Start our own PostgreSQL again if it has died; a refusal is said and tried again a second later."""
    if database.server is None or postmaster.find(database.server.data):
        return
    try:
        postgres.start(home)
        say("the database had ended; it runs again")
    except (Trouble, OSError, psutil.Error) as problem:
        say(f"the database ended and does not start: {problem}")


def accounts_file(home: Home) -> Path:
    return home.run / "accounts.txt"


def address_file(home: Home) -> Path:
    return home.run / "address"


def served_at(home: Home) -> tuple[str, int] | None:
    """Host and port the instance of this home last served, by its own word; None before any start."""
    if not address_file(home).exists():
        return None
    host, _space, port = address_file(home).read_text().partition(" ")
    return host, int(port)


def welcome(home: Home, database: lease.Lease, host: str, port: int, seconds: float) -> str:
    """What a person needs to know once all parts answer, in both languages: a terminal does not say which."""
    where = (
        f"{home.root}, PostgreSQL in {database.server.data}"
        if database.server
        else f"{home.root}, DATABASE_URL"
    )
    told = [
        ("open · 打开", f"{env.text('TONGXIN_BASE_URL', f'http://{host}:{port}')}/"),
        ("data · 数据", where),
        ("logs · 日志", home.log),
        ("stop · 停止", "Ctrl-C"),
    ]
    lines = [f"Tongxin {tongxin.__version__} is up after {seconds:.1f} s · 同心已启动"]
    lines += [f"  {label}    {words}" for label, words in told]
    return "\n".join(["", *lines, "", accounts_file(home).read_text().strip()])


def say(words: str) -> None:
    """One line of the supervisor, with the time."""
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)
