"""Real servers on loopback that play the far side of a channel: a robot's webhook and a mail server."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Robot(ThreadingHTTPServer):
    """Keeps every request; answers ``answer`` (a JSON body) with ``status`` as soon as ``go_on`` is set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _RobotHandler)
        self.heard: list[tuple[str, dict]] = []
        self.answer: object = {"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"}
        self.status = 200
        self.go_on = threading.Event()
        self.go_on.set()
        self.called = threading.Event()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _RobotHandler(BaseHTTPRequestHandler):
    server: Robot

    def do_POST(self) -> None:
        payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heard.append((self.path, payload))
        self.server.called.set()
        self.server.go_on.wait(30)
        body = json.dumps(self.server.answer).encode() if self.server.answer != "garbage" else b"<html>"
        try:
            self.send_response(self.server.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the caller was killed, which is what that test is about

    def log_message(self, *args: object) -> None:
        pass


class MailServer(socketserver.ThreadingTCPServer):
    """As much SMTP as a sender needs. Refuses recipients named in ``refused`` with 550."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _MailHandler)
        self.mails: list[bytes] = []
        self.refused: set[str] = set()


class _MailHandler(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(":")[0].upper()
            if verb == "DATA":
                self.say("354 go on")
                self.server.mails.append(self.message())
                self.say("250 kept")
            elif verb == "RCPT TO" and line.split("<")[1].split(">")[0] in self.server.refused:
                self.say(f"550 5.1.1 {line} is unknown here")
            elif verb == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 fine")
        return None

    def message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline().rstrip(b"\r\n")) != b".":
            lines.append(line)
        return b"\n".join(lines)

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def running(server: socketserver.BaseServer) -> Iterator[socketserver.BaseServer]:
    """Serve in a thread until the block ends."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
