"""A child process that is started, watched and ended; and the orphans of a killed supervisor."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

FIRST_PAUSE, LONGEST_PAUSE, STEADY = 1.0, 30.0, 60.0


@dataclass
class Child:
    """One long-lived program. It leads a session of its own, so its helpers can be found by its number."""

    name: str
    command: Sequence[str]
    env: dict[str, str]
    log: Path
    pass_fds: tuple[int, ...] = ()
    patience: float = 30
    process: subprocess.Popen | None = field(default=None, repr=False)
    deaths: int = 0
    _started: float = 0
    _again_at: float = 0

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                pass_fds=self.pass_fds,
            )
        self._started = time.monotonic()
        self._again_at = 0

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def mourn(self) -> str | None:
        """If it has just died: words for the log, and a time is set for its return. Else None."""
        if self.process is None or self.is_alive or self._again_at:
            return None
        now = time.monotonic()
        self.deaths = 1 if now - self._started > STEADY else self.deaths + 1
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (self.deaths - 1))
        self._again_at = now + pause
        return f"{self.name} ended ({_how(self.process.returncode)}); starting it again in {pause:.0f} s"

    @property
    def is_due(self) -> bool:
        return bool(self._again_at) and time.monotonic() >= self._again_at

    def end(self) -> None:
        """Ask it to end, wait, then force it and everything it started."""
        if self.process is None:
            return
        if self.is_alive:
            self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience)
        end_group(self.process.pid, self.command, patience=5)
        self.process.wait()

    def trace(self) -> dict:
        """What a later supervisor needs to recognise it."""
        return {
            "pid": self.process.pid if self.process else 0,
            "since": self._wall(),
            "command": [*self.command],
        }

    def _wall(self) -> float:
        return time.time() - (time.monotonic() - self._started)


def end_orphans(traces: Sequence[dict], patience: float = 20) -> list[str]:
    """End what a killed supervisor left behind; returns a word for each group that was ended.

    Never ends a stranger who got the number since: the command line has to be the recorded one and the
    process has to be of that time.
    """
    ended = []
    for trace in traces:
        if end_group(trace["pid"], trace["command"], since=trace["since"] - 5, patience=patience):
            ended.append(f"{Path(trace['command'][0]).name} (pid {trace['pid']})")
    return ended


def left_over(traces: Sequence[dict]) -> list[str]:
    """Words for each of these processes that still runs, told apart from strangers as by ``end_orphans``."""
    alive = list(psutil.process_iter())
    return [
        f"{Path(trace['command'][0]).name} (pid {trace['pid']})"
        for trace in traces
        if any(_belongs(one, trace["pid"], trace["command"], trace["since"] - 5) for one in alive)
    ]


def end_group(leader: int, command: Sequence[str], *, since: float = 0, patience: float) -> bool:
    """End the processes of the session that ``leader`` leads or led and that run ``command``."""
    mine = [one for one in psutil.process_iter() if _belongs(one, leader, command, since)]
    for how in (signal.SIGTERM, signal.SIGKILL):
        for one in mine:
            try:
                one.send_signal(how)
            except psutil.NoSuchProcess:
                continue
        _gone, alive = psutil.wait_procs(mine, patience)
        if not alive:
            break
    return bool(mine)


def _belongs(process: psutil.Process, leader: int, command: Sequence[str], since: float) -> bool:
    try:
        if leader <= 1 or os.getsid(process.pid) != leader or process.status() == psutil.STATUS_ZOMBIE:
            return False
        return process.create_time() >= since and _tail(process.cmdline()) == _tail(command)
    except (psutil.Error, ProcessLookupError):
        return False


def _tail(command: Sequence[str]) -> list[str]:
    """The arguments without the interpreter, whose path differs between a link and its target."""
    return [*command[1:]]


def _how(status: int) -> str:
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit {status}"
