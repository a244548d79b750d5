"""Our own PostgreSQL: made on the first start, started, adopted when it already runs, stopped.

Only a socket, no TCP. The kernel tells the server who knocks (peer), and only this installation's
account, and the account the server runs as, are let in. See docs/decisions.
"""

import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from tongxin.host import account, binaries, postmaster, secret, sockets
from tongxin.host.account import Account
from tongxin.host.binaries import Binaries
from tongxin.host.home import Home
from tongxin.host.postmaster import Postmaster
from tongxin.host.trouble import Trouble

ROLE = NAME = "tongxin"
SUPERUSER = "postgres"
# A vacuum is the server's own: nobody but its owner may end it, and a test's database could not be dropped.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}

# A server outlives the call that started it; held here so that Python still reaps it when it ends.
_started: list[psutil.Popen] = []


@dataclass(frozen=True)
class Server:
    """A running embedded PostgreSQL."""

    data: Path
    socket: Path
    pid: int
    version: str
    adopted: bool

    @property
    def url(self) -> str:
        """Address of the product's database, as ``DATABASE_URL`` wants it."""
        return url(self.socket)

    def stop(self) -> None:
        """End the server cleanly and take its temporary socket folder away."""
        running = postmaster.find(self.data)
        if running:
            running.stop()
        sockets.discard_short(self.socket)


def url(socket: Path, role: str = ROLE, name: str = NAME) -> str:
    """The address of a database behind a socket folder."""
    return f"postgresql://{role}@/{name}?host={quote(str(socket))}"


def running_url(home: Home) -> str | None:
    """The address of this installation's own server if it runs, else None. Starts nothing."""
    try:
        running = postmaster.find(home.database.resolve())
    except PermissionError:
        return None
    return url(running.socket) if running else None


def start(home: Home, *, forgetful: bool = False) -> Server:
    """Start this installation's PostgreSQL, or adopt it if it runs.

    ``forgetful`` trades safety for speed (no fsync): for tests only.
    Raises Trouble, nothing touched, when the data is of another major version, belongs to another
    account, the disk refuses, or no programs are found.
    """
    home.prepare()
    who = account.for_database(home.database)
    data = _place(home, who)
    programs = binaries.within_reach(binaries.find(), who)
    _refuse_other_version(data, programs)
    running = _answering(data)
    if running:
        return Server(data, running.socket, running.pid, programs.version, adopted=True)
    if not (data / "PG_VERSION").exists():
        secret.read_or_make(home)  # before there is data: afterwards a missing one is a lost one
        _make(data, programs, who, ["--no-sync"] if forgetful else [])
    postmaster.clear_stale(data)
    _write_rules(data, who)
    socket = sockets.folder_beside(data, who)
    process = _launch(home, data, socket, programs, who, FORGETFUL if forgetful else {})
    _make_database(socket, may_create=forgetful)
    return Server(data, socket, process.pid, programs.version, adopted=False)


def _answering(data: Path, patience: float = 60) -> Postmaster | None:
    """The server of ``data`` once it has answered; one that never does is ended.

    A process just killed looks alive for a moment longer, but answers nobody.
    """
    end = time.monotonic() + patience
    while running := postmaster.find(data):
        if postmaster.is_ready(data) and _answers(running.socket):
            return running
        if time.monotonic() > end:
            running.stop()
        time.sleep(0.05)
    return None


def _answers(socket: Path) -> bool:
    try:
        with psycopg.connect(url(socket, SUPERUSER, "postgres"), connect_timeout=10) as session:
            return session.execute("select true").fetchone() == (True,)
    except psycopg.OperationalError:
        return False


def _place(home: Home, who: Account) -> Path:
    """The resolved data folder; elsewhere, by a link that says so, when ``who`` cannot reach the home."""
    if home.database.is_symlink() and not home.database.resolve().parent.is_dir():
        raise Trouble(
            f"{home.database} is a link to {home.database.resolve()}, which is not there. Bring it back "
            "(is its disk mounted?), or remove the link to begin with an empty database."
        )
    if home.database.is_symlink() or home.database.exists() or who.may_pass(home.database):
        return home.database.resolve()
    name = str(home.root).strip("/").replace("/", "-")
    elsewhere = binaries.ELSEWHERE / name / "postgres"
    if elsewhere.exists():
        raise Trouble(
            f"{elsewhere} holds a database of an earlier installation in {home.root}. Move it away, or "
            f"link it back with: ln -s {elsewhere} {home.database}"
        )
    elsewhere.parent.mkdir(parents=True, exist_ok=True)
    for folder in [binaries.ELSEWHERE, elsewhere.parent]:
        folder.chmod(0o711)
    home.database.symlink_to(elsewhere)
    return elsewhere


def _refuse_other_version(data: Path, programs: Binaries) -> None:
    mark = data / "PG_VERSION"
    if mark.exists() and mark.read_text().strip() != str(programs.major):
        raise Trouble(
            f"The data in {data} was made by PostgreSQL {mark.read_text().strip()}, but the programs in "
            f"{programs.folder} are {programs.version}. Point TONGXIN_PG_BIN at the older programs, or "
            "move the data by a backup (docs/how-to/backup-and-restore.md)."
        )


def _make(data: Path, programs: Binaries, who: Account, more: list[str]) -> None:
    """Run initdb beside the final place and rename, so that a broken-off start leaves nothing half made."""
    fresh = data.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    sockets.give(fresh, who)
    locale = ["--locale=C.UTF-8"]
    if programs.major >= 17:
        # The builtin locale knows Chinese letters; without it pg_trgm finds nothing in Chinese text.
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command = [programs.program("initdb"), "-D", str(fresh), "-U", SUPERUSER, "-E", "UTF8", *locale]
    command += ["--auth-local=peer", "--auth-host=reject", "--no-instructions", *more]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=fresh, check=False, **who.as_subprocess()
    )
    if done.returncode:
        shutil.rmtree(fresh, ignore_errors=True)
        raise Trouble(f"PostgreSQL could not make its data folder {data}: {_last_line(done.stderr)}")
    with (fresh / "postgresql.conf").open("a") as conf:
        conf.write(_tuning())
    if data.is_dir() and not any(data.iterdir()):
        data.rmdir()
    fresh.rename(data)


def _tuning() -> str:
    memory = psutil.virtual_memory().total
    buffers = max(64, min(512, memory // 4 // 2**20))
    chosen = [f"shared_buffers = {buffers}MB", "max_connections = 60", "random_page_cost = 1.1", "jit = off"]
    return "\n".join(["", "# Chosen by Tongxin; yours to change.", *chosen, ""])


def _write_rules(data: Path, who: Account) -> None:
    """Who is let in: by the kernel's word (peer), only ourselves and the server's own account."""
    names = sorted({account.current().name, who.name})
    ident = [f'tongxin "{name}" "{role}"' for name in names for role in (ROLE, SUPERUSER)]
    hba = ["local all all peer map=tongxin", "local replication all peer map=tongxin"]
    for name, lines in [("pg_hba.conf", hba), ("pg_ident.conf", ident)]:
        (data / name).write_text("\n".join(lines) + "\n")


def _launch(
    home: Home, data: Path, socket: Path, programs: Binaries, who: Account, settings: dict[str, str]
) -> psutil.Process:
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket),
        "unix_socket_permissions": "0700",
    }
    command = [programs.program("postgres"), "-D", str(data)]
    command += [word for key, value in (options | settings).items() for word in ("-c", f"{key}={value}")]
    log = home.log / "postgres.log"
    _started[:] = [earlier for earlier in _started if earlier.poll() is None]
    for _attempt in range(60):
        with log.open("ab") as out:
            began = out.tell()
            process = psutil.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd=data,
                start_new_session=True,
                **who.as_subprocess(),
            )
        while process.poll() is None:
            if postmaster.wait_ready(data, 0.2):
                _started.append(process)
                return process
        said = log.read_bytes()[began:].decode(errors="replace")
        # Backends of a killed postmaster may hold the shared memory for a moment longer.
        if "shared memory" not in said and "lock file" not in said:
            break
        time.sleep(0.5)
    raise Trouble(f"PostgreSQL did not start: {_last_line(said)} (more in {log})")


def _make_database(socket: Path, *, may_create: bool) -> None:
    with psycopg.connect(url(socket, SUPERUSER, "postgres"), autocommit=True) as session:
        if not session.execute("select 1 from pg_roles where rolname = %s", [ROLE]).fetchone():
            session.execute(f"create role {ROLE} login {'createdb' if may_create else ''}")
        if not session.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
            session.execute(f"create database {NAME} owner {ROLE}")


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error" in line.lower() or "PANIC" in line]
    return (telling or lines or ["it said nothing"])[-1]
