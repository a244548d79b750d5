"""What a reader chooses for their own device: language, letters, keys. Kept in cookies, and with the
account of whoever is signed in.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tongxin.doors.web import letters
from tongxin.ground.people import actions

KEYS_COOKIE = "keys"
SIZES = {"large": letters.LARGE, "normal": letters.NORMAL}


def back_to(request: HttpRequest) -> str:
    """The page to return to: only ever one of ours."""
    address = request.POST.get("next", "")
    mine = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if mine else "/"


def from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site's page sent this form (browsers say so; a client that says nothing is let in)."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "")
    return site not in {"same-origin", "none"} or bool(
        origin and not origin.endswith(f"://{request.get_host()}")
    )


@csrf_exempt
@require_POST
def set_preference(request: HttpRequest) -> HttpResponse:
    """Keep ``language``, ``letters`` (large|normal), ``keys`` (on|off) for this device; go to ``next``.

    Language and letters of somebody signed in are kept with the account too: its messages are in that
    language, and a device on which nothing was chosen follows it.

    The form stands on every page, so a token would set a cookie on everybody who only reads; instead a
    form sent from another site is refused by the headers browsers add.
    """
    if from_elsewhere(request):
        return HttpResponseForbidden()
    response = HttpResponseRedirect(back_to(request))
    language, size = request.POST.get("language", ""), SIZES.get(request.POST.get("letters", ""))
    keep = {"max_age": letters.A_YEAR, "secure": settings.HTTPS, "httponly": True, "samesite": "Lax"}
    if language not in dict(settings.LANGUAGES):
        language = ""
    if language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, **keep)
    if size:
        letters.keep(response, size)
    if (language or size) and request.user.is_authenticated:
        actions.set_preferences(
            request.user,
            language=language or None,
            elder_mode=size == letters.LARGE if size else None,
            by=request.actor,
        )
    if request.POST.get("keys") == "off":
        response.set_cookie(KEYS_COOKIE, "off", **keep)
    elif request.POST.get("keys") == "on":
        response.delete_cookie(KEYS_COOKIE, samesite="Lax")
    return response
