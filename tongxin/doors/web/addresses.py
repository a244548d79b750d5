"""Where a request comes from, also behind proxies of ours."""

from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def is_ours(address: str) -> bool:
    """Whether ``address`` is a proxy named in ``TONGXIN_TRUSTED_PROXIES``; no address is a local socket."""
    if not address:
        return "unix" in settings.TONGXIN_TRUSTED_PROXIES
    try:
        where = ip_address(address)
    except ValueError:
        return False
    return any(where in ip_network(listed) for listed in settings.TONGXIN_TRUSTED_PROXIES if listed != "unix")


def client_address(request: HttpRequest) -> str:
    """The address that asked: the nearest one in ``X-Forwarded-For`` that is not a proxy of ours.

    The header is read from the right and only as far as the proxies are ours: whatever stands further left
    may have been invented by the client.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    while forwarded and is_ours(address):
        address = forwarded.pop()
    return address


def behind_proxies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: from here on ``REMOTE_ADDR`` is who asked, for everybody who counts or notes addresses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        address = client_address(request)
        if is_address(address):
            request.META["REMOTE_ADDR"] = address
        return get_response(request)

    return middleware


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def neighbourhood(address: str) -> str:
    """What is counted as one asker: an IPv4 address, or the /64 network that one IPv6 line owns."""
    try:
        where = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((where, 64), strict=False)) if isinstance(where, IPv6Address) else str(where)
