"""The product's own web server on loopback, as ``tongxin serve`` starts it, and how much memory it takes."""

import secrets
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from urllib.parse import urlencode

import psutil
from django.conf import settings

from bench.scratch import Scratch
from tongxin.doors.terminal import serve
from tongxin.host import children, lease, secret

HOST = "127.0.0.1"
START, ANSWER = 60, 60  # seconds
CSRF = secrets.token_hex(16)


class Unexpected(Exception):
    """The server answered something else than the work asks for: the figure would be worth nothing."""


@dataclass(frozen=True)
class Web:
    """The running server."""

    port: int
    child: children.Child
    callers = count(1)

    def get(self, path: str, session: str = "") -> bytes:
        """One page by a connection of its own. Raises Unexpected unless it is 200."""
        return self._ask("GET", path, session, None, (200,))

    def post(
        self, path: str, fields: Mapping[str, str | int], session: str = "", taken: Sequence[int] = (302, 303)
    ) -> bytes:
        """One form sent, as a browser sends it. Raises Unexpected unless it is ``taken``."""
        body = urlencode({**fields, "csrfmiddlewaretoken": CSRF})
        return self._ask("POST", path, session, body, taken)

    def megabytes(self) -> float:
        """Resident memory of the largest worker process."""
        workers = psutil.Process(self.child.process.pid).children()
        return max(worker.memory_info().rss for worker in workers) / 2**20

    def _ask(self, method: str, path: str, session: str, body: str | None, right: Sequence[int]) -> bytes:
        """Each request comes from a neighbour of its own, as the throttle sees it."""
        number = next(self.callers)
        headers = {
            "Connection": "close",
            "Cookie": f"csrftoken={CSRF}" + (f"; sessionid={session}" if session else ""),
            "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
            "Accept-Language": "zh-Hans",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        link = HTTPConnection(HOST, self.port, timeout=ANSWER)
        try:
            link.request(method, path, body, headers)
            answer = link.getresponse()
            page = answer.read()
        finally:
            link.close()
        if answer.status not in right:
            raise Unexpected(f"{method} {path.partition('?')[0]} answered {answer.status}")
        return page


@contextmanager
def web(scratch: Scratch) -> Iterator[Web]:
    """Start the server, wait until it answers well, end it with all its workers."""
    scratch.home.prepare()
    port = _free_port()
    environment = serve.environment_for(scratch.home, scratch.url)
    environment |= {
        "TONGXIN_TRUSTED_PROXIES": HOST,
        "TONGXIN_LOG_LEVEL": "WARNING",
        secret.VARIABLE: settings.SECRET_KEY,
    }
    child = serve.web(scratch.home, HOST, port, environment, lease.Lease(scratch.url))
    child.start()
    try:
        _wait(child, port)
        yield Web(port, child)
    finally:
        child.end()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def _wait(child: children.Child, port: int) -> None:
    pause = threading.Event()
    for _attempt in range(START * 10):
        if not child.is_alive:
            break
        if _answers(port):
            return
        pause.wait(0.1)
    raise Unexpected(f"The web server did not start:\n{child.log.read_text()[-2000:]}")


def _answers(port: int) -> bool:
    link = HTTPConnection(HOST, port, timeout=5)
    try:
        link.request("GET", "/accounts/login/")
        return link.getresponse().status == 200
    except OSError:
        return False
    finally:
        link.close()
