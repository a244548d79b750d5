"""Keeps the children alive until asked to stop, then ends them in order."""

import contextlib
import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tongxin.host import children
from tongxin.host.children import Child
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble

Say = Callable[[str], None]


class Stopped(Exception):
    """A signal asked to stop before the start was finished."""


class Ear:
    """Hears Ctrl-C, SIGTERM and the closing of the terminal, and remembers.

    By a pipe: a signal may come at any instruction, also while a lock is held that an Event would want.
    """

    def __init__(self) -> None:
        self._hears, speaks = os.pipe()
        os.set_blocking(speaks, False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: _whisper(speaks))

    def heard(self, within: float) -> bool:
        """Whether a stop has been asked for; waits for that at most ``within`` seconds."""
        return bool(select.select([self._hears], [], [], within)[0])

    def pause(self, seconds: float) -> None:
        """Wait; raises Stopped at once when asked to stop."""
        if self.heard(seconds):
            raise Stopped


def _whisper(pipe: int) -> None:
    with contextlib.suppress(BlockingIOError):
        os.write(pipe, b".")


class Supervisor:
    """Starts ``brood`` in order and watches it. ``look_after`` is called every second (the database)."""

    def __init__(
        self, home: Home, brood: Sequence[Child], *, ear: Ear, say: Say, look_after: Callable[[], Any]
    ) -> None:
        self.home, self.brood, self.ear, self.say, self.look_after = home, brood, ear, say, look_after

    def start(self, is_up: Callable[[], bool], patience: float = 90) -> None:
        """Start every child and wait until ``is_up``. Raises Trouble with the log's last line otherwise."""
        for child in self.brood:
            child.start()
        self.remember()
        end = time.monotonic() + patience
        while not is_up():
            self._tend()
            weak = [child for child in self.brood if child.deaths >= 3]
            if weak or time.monotonic() > end:
                child = weak[0] if weak else self.brood[0]
                raise Trouble(
                    f"The {child.name} did not come up: {last_line(child.log)} (more in {child.log})."
                )
            self.ear.pause(0.1)

    def watch(self) -> None:
        """Tend the children until asked to stop."""
        while not self.ear.heard(within=1):
            self._tend()
            self.look_after()

    def end(self) -> None:
        """End the children in the order they were started, then forget them."""
        for child in self.brood:
            child.end()
        record(self.home).unlink(missing_ok=True)

    def remember(self) -> None:
        """Write down who the children are, for a supervisor that comes after a kill -9."""
        fresh = record(self.home).with_suffix(".new")
        fresh.write_text(json.dumps({"pid": os.getpid(), "children": [one.trace() for one in self.brood]}))
        fresh.replace(record(self.home))

    def _tend(self) -> None:
        for child in self.brood:
            words = child.mourn()
            if words:
                self.say(words)
            elif child.is_due:
                child.start()
                self.remember()


def run_through(command: Sequence[str], env: dict[str, str], ear: Ear) -> int:
    """Run a program to its end and return its status; ends it and raises Stopped when asked to stop."""
    with subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, start_new_session=True) as process:
        try:
            while process.poll() is None:
                ear.pause(0.05)
        except Stopped:
            process.terminate()
            raise
    return process.returncode


def record(home: Home) -> Path:
    return home.run / "serve.json"


def orphans(home: Home) -> list[str]:
    """What an earlier, killed supervisor of this home left running, in words."""
    return children.left_over(_recorded(home))


def end_orphans(home: Home) -> list[str]:
    """End what an earlier, killed supervisor of this home left running."""
    ended = children.end_orphans(_recorded(home))
    record(home).unlink(missing_ok=True)
    return ended


def _recorded(home: Home) -> list[dict]:
    try:
        return json.loads(record(home).read_text())["children"]
    except (FileNotFoundError, ValueError, KeyError):
        return []


def last_line(log: Path) -> str:
    """The last words of a log, for a sentence."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    spoken = [line.strip() for line in lines if line.strip()]
    return spoken[-1] if spoken else "it said nothing"
