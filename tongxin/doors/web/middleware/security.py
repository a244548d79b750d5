"""What every answer says about itself: which sources a page may use, what it may ask of the device."""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

# No third party, nothing inline. ``blob:`` and ``data:`` pictures are previews and codes of our own making.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

# The camera takes a photo for a report, the position places a pin; both only when a person asks for it.
PERMISSIONS = "geolocation=(self), camera=(self), microphone=(), payment=(), usb=(), browsing-topics=()"


def content_security_policy(*, https: bool, tiles: Sequence[str] = ()) -> str:
    """The header's value; over https it also upgrades stray http addresses.

    ``tiles``: addresses of map tiles, whose hosts may be asked for pictures and for nothing else.
    """
    hosts = sorted({f"https://{urlsplit(address).netloc}" for address in tiles})
    policy = POLICY | {"img-src": " ".join([POLICY["img-src"], *hosts])}
    rules = [f"{name} {sources}" for name, sources in policy.items()]
    return "; ".join([*rules, "upgrade-insecure-requests"] if https else rules)


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: Content-Security-Policy and Permissions-Policy on every answer; what a signed-in
    browser is shown is its own and asked for anew, unless the answer itself says otherwise.

    ``Referrer-Policy``, HSTS, ``X-Content-Type-Options`` and the opener policy come from Django's own
    SecurityMiddleware by settings.
    """
    policy = content_security_policy(https=settings.HTTPS, tiles=settings.TONGXIN_TILES)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "Cache-Control" not in response.headers:
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return middleware
