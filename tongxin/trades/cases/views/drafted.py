"""Which drafts are this browser's: a random secret in a cookie that only the pages of reporting get."""

from secrets import token_urlsafe
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tongxin.trades.cases.actions.drafting import KEPT_FOR
from tongxin.trades.cases.drafts import drafts_of
from tongxin.trades.cases.models import Draft

COOKIE = "tongxin_draft"


def secret_of(request: HttpRequest) -> str:
    """The secret this browser holds, or ""."""
    return request.COOKIES.get(COOKIE, "")[:64]


def new_secret() -> str:
    """A secret for a browser that has none."""
    return token_urlsafe(32)


def keep_secret(response: HttpResponse, secret: str) -> None:
    """Let this browser come back to its drafts for as long as they are kept."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=KEPT_FOR,
        path="/report",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def draft_of(request: HttpRequest, draft: UUID) -> Draft:
    """This browser's draft of that id; else Http404."""
    found = drafts_of(secret_of(request)).filter(pk=draft).first()
    if found is None:
        raise Http404(_("This report was sent or forgotten. Please begin again."))
    return found


def unsent(request: HttpRequest) -> list[Draft]:
    """The reports begun in this browser and not sent yet, the latest first."""
    return list(drafts_of(secret_of(request)).filter(case=None)[:3])
