"""Whether an address can be served, and if not, who holds it."""

import errno
import http.client
import json
import socket

import psutil

from tongxin.host.trouble import Trouble


def check_free(host: str, port: int) -> None:
    """Raise Trouble, naming the holder where the system tells, unless ``host:port`` can be served."""
    try:
        if not 0 < port < 65536:
            raise ValueError(port)
        family, _kind, _proto, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, ValueError):
        raise Trouble(
            f"{host}:{port} is no address. Set TONGXIN_BIND and TONGXIN_PORT (1 to 65535)."
        ) from None
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise Trouble(_why_not(host, port, error)) from error


def holder(port: int) -> str:
    """Words for the process that listens on ``port``: its name and pid where the system tells."""
    for connection in _listening():
        if connection.laddr.port == port and connection.pid:
            return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
    return "another process"


def answers_well(host: str, port: int, path: str = "/healthz") -> bool:
    """Whether the address answers ``path`` with 200 and ``{"status": "ok"}``."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound
    session = http.client.HTTPConnection(near, port, timeout=5)
    try:
        session.request("GET", path, headers={"Host": "localhost"})
        answer = session.getresponse()
        return answer.status == 200 and json.loads(answer.read()).get("status") == "ok"
    except (OSError, http.client.HTTPException, ValueError):
        return False
    finally:
        session.close()


def _listening() -> list:
    try:
        return [one for one in psutil.net_connections("tcp") if one.status == psutil.CONN_LISTEN]
    except (psutil.AccessDenied, psutil.NoSuchProcess):
        return []


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by {holder(port)}. Stop it, or choose another port: "
            f"TONGXIN_PORT={port + 1} make run."
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"This account may not open port {port}. Choose one above 1023, such as TONGXIN_PORT=5200."
    return (
        f"{host}:{port} cannot be opened: {error.strerror}. Set TONGXIN_BIND to an address of this machine."
    )
