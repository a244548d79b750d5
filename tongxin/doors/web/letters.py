"""Large letters: as chosen on this device, or else as the account that signed in here has them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tongxin.ground.people.models import Account

COOKIE = "elder"
LARGE, NORMAL, BY_ACCOUNT = "1", "0", "account"
A_YEAR = 365 * 24 * 3600


def are_large(request: HttpRequest) -> bool:
    """Whether this reader's pages are in large letters; as an account has them, while it is signed in.
    Error pages ask it too: where the session could not be read, its cookie must do.
    """
    chosen = request.COOKIES.get(COOKIE)
    if chosen == BY_ACCOUNT:
        return getattr(request, "signed_in", settings.SESSION_COOKIE_NAME in request.COOKIES)
    return chosen == LARGE


def keep(response: HttpResponse, choice: str) -> None:
    """Remember a choice on this device for a year."""
    response.set_cookie(COOKIE, choice, max_age=A_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")


def follow(account: Account, request: HttpRequest, response: HttpResponse) -> None:
    """After signing in: a device on which nothing was chosen takes what the account has."""
    if request.COOKIES.get(COOKIE) in {LARGE, NORMAL}:
        return
    if account.elder_mode:
        keep(response, BY_ACCOUNT)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
