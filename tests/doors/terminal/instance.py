"""A real ``tongxin serve`` for tests: own home, own port, own PostgreSQL; nothing of the session's."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field

import psutil
import psycopg
from django.conf import settings

from tests.waiting import until
from tongxin.host import postgres
from tongxin.host.home import Home


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Instance:
    """One installation, started and killed at will."""

    home: Home
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "TONGXIN_HOME": str(self.home.root),
            "TONGXIN_PORT": str(self.port),
            "TONGXIN_DEMO": "0",
            **more,
        }

    def command(self, *words: str, **more: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "tongxin.doors.terminal.main", *words],
            env=self.environment(**more),
            cwd=settings.ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def start(self) -> str:
        """Start serving and return what was printed once all parts answered."""
        log = self.home.root.parent / "said.txt"
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tongxin.doors.terminal.main", "serve"],
                env=self.environment(),
                cwd=settings.ROOT,
                stdout=out,
                stderr=out,
            )
        until(lambda: " is up after " in log.read_text() or self.process.poll() is not None)
        assert self.process.poll() is None, log.read_text()
        return log.read_text()

    def health(self) -> dict:
        session = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            session.request("GET", "/healthz")
            return json.loads(session.getresponse().read())
        except (OSError, http.client.HTTPException):
            return {"status": "unreachable"}
        finally:
            session.close()

    def is_well(self) -> bool:
        return self.health()["status"] == "ok"

    def child(self, word: str) -> psutil.Process:
        """The child whose command line has ``word``: gunicorn, django worker or postgres."""
        assert self.process
        children = psutil.Process(self.process.pid).children()
        return next(one for one in children if word in " ".join(one.cmdline()))

    def replaced(self, word: str, old: psutil.Process) -> bool:
        try:
            return self.child(word).pid != old.pid
        except (StopIteration, psutil.NoSuchProcess):
            return False

    def say(self, words: str) -> list[tuple]:
        with psycopg.connect(postgres.running_url(self.home)) as session:
            found = session.execute(words)
            return found.fetchall() if found.description else []

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        assert self.process
        self.process.send_signal(how)
        return self.process.wait(300)

    def own_processes(self) -> list[str]:
        """Command lines of everything that still runs with this home."""
        found = []
        for one in psutil.process_iter():
            try:
                words = " ".join(one.cmdline())
                if str(self.home.root) in words or f":{self.port}" in words:
                    found.append(words)
            except psutil.Error:
                continue
        return found
