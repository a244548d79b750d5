"""Every request gets a number to quote, and one line in the access log that betrays nobody."""

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("tongxin.access")

# Characters that are not mistaken for one another when read out on the telephone.
READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def request_number() -> str:
    """Eight readable characters in two groups, such as ``7KQ4-M2XA``."""
    letters = "".join(secrets.choice(READABLE) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def route_of(request: HttpRequest) -> str:
    """The pattern that answered (``/p/<code>``), never the address itself: addresses carry codes."""
    match = request.resolver_match
    return f"/{match.route}" if match else "(none)"


def number_and_log(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: sets ``request.number``, answers with ``X-Request-ID``, writes one access line.

    The line holds method, route, status, milliseconds and the number; no address, query, body or name.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.number = request_number()
        started = time.perf_counter()
        response = get_response(request)
        took = (time.perf_counter() - started) * 1000
        response.headers["X-Request-ID"] = request.number
        log.info(
            "%s %s %d %.0f ms %s",
            request.method,
            route_of(request),
            response.status_code,
            took,
            request.number,
        )
        return response

    return middleware
