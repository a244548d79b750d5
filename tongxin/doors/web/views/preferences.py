"""What a reader chooses for their own device: language, letter size, keys. Kept in cookies, nowhere else."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

ELDER_COOKIE = "elder"
KEYS_COOKIE = "keys"
A_YEAR = 365 * 24 * 3600


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

    The form stands on every page, so a token would set a cookie on everybody who only reads; instead a
    form sent from another site is refused by the headers browsers add.
    """
    if from_elsewhere(request):
        return HttpResponseForbidden()
    response = HttpResponseRedirect(back_to(request))
    language, letters = request.POST.get("language"), request.POST.get("letters")
    keep = {"max_age": A_YEAR, "secure": settings.HTTPS, "httponly": True, "samesite": "Lax"}
    if language and check_for_language(language) and language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, **keep)
    if letters == "large":
        response.set_cookie(ELDER_COOKIE, "1", **keep)
    elif letters == "normal":
        response.delete_cookie(ELDER_COOKIE, samesite="Lax")
    if request.POST.get("keys") == "off":
        response.set_cookie(KEYS_COOKIE, "off", **keep)
    elif request.POST.get("keys") == "on":
        response.delete_cookie(KEYS_COOKIE, samesite="Lax")
    return response
