"""A running PostgreSQL recognised for what it is, and a dead one's traces removed.

After kill -9 a pid file stays behind, and its number may since belong to anybody. A live postmaster
is a process named postgres, not a zombie, whose working folder is the data folder.
"""

import signal
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from tongxin.host.trouble import Trouble

FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT


@dataclass(frozen=True)
class Postmaster:
    """The main process of a running PostgreSQL and the folder of its socket."""

    process: psutil.Process
    socket: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def stop(self, patience: float = 60) -> None:
        """End it fast (open transactions roll back, a checkpoint is written); hard if that takes too long."""
        for how, wait in [(FAST, patience), (IMMEDIATE, 10), (signal.SIGKILL, 10)]:
            try:
                self.process.send_signal(how)
                self.process.wait(wait)
            except psutil.TimeoutExpired:
                continue
            except psutil.NoSuchProcess:
                pass
            return


def find(data: Path) -> Postmaster | None:
    """The postmaster that serves ``data`` (a resolved path), or None; a stale pid file is left alone."""
    lines = _pid_file(data)
    if len(lines) < 5 or not lines[0].isdigit():
        return None
    try:
        process = psutil.Process(int(lines[0]))
        alive = process.name() in {"postgres", "postmaster"} and process.status() != psutil.STATUS_ZOMBIE
        if alive and _serves(process, data):
            return Postmaster(process, Path(lines[4].strip()))
    except psutil.NoSuchProcess:
        return None
    return None


def clear_stale(data: Path) -> None:
    """Remove the pid file and the socket lock of a postmaster that is no more.

    Raises Trouble when one still lives: this is for the dead only.
    """
    if find(data):
        raise Trouble(f"A PostgreSQL still serves {data}. Stop it first.")
    lines = _pid_file(data)
    if len(lines) >= 5:
        for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (Path(lines[4].strip()) / name).unlink(missing_ok=True)
    (data / "postmaster.pid").unlink(missing_ok=True)


def is_ready(data: Path) -> bool:
    """Whether the postmaster of ``data`` says that it accepts sessions."""
    lines = _pid_file(data)
    return len(lines) >= 8 and lines[7].strip() == "ready"


def wait_ready(data: Path, patience: float) -> bool:
    """Wait until ``is_ready``, at most ``patience`` seconds."""
    end = time.monotonic() + patience
    while not is_ready(data):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _serves(process: psutil.Process, data: Path) -> bool:
    try:
        return Path(process.cwd()) == data
    except psutil.AccessDenied:
        # Root in a container without the ptrace capability cannot read it; the command line is open to all.
        return str(data) in process.cmdline()


def _pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return []
