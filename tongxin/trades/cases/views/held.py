"""Which cases this browser may open as their reporter: a signed cookie, so that no code stands in an address.

Reading it costs no query; whoever sits at the browser for seven days is taken for the reporter, and can
make it forget.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tongxin.engine.tickets import numbers
from tongxin.ground.posts.actors import Actor, reporter_actor
from tongxin.trades.cases.models import Case

COOKIE = "tongxin_cases"
KEPT_FOR = timedelta(days=7)
MOST = 12


def held(request: HttpRequest) -> list[int]:
    """The ids of the cases this browser has shown the query code of, newest first."""
    try:
        value = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=KEPT_FOR)
    except signing.BadSignature:
        return []
    return [int(pk) for pk in value.split(".") if pk.isdigit()]


def hold(request: HttpRequest, response: HttpResponse, case: Case) -> None:
    """Let this browser open ``case`` from now on."""
    kept = [case.pk, *(pk for pk in held(request) if pk != case.pk)][:MOST]
    response.set_signed_cookie(
        COOKIE,
        ".".join(map(str, kept)),
        salt=COOKIE,
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(response: HttpResponse) -> None:
    """Let this browser open none any more."""
    response.delete_cookie(COOKIE, samesite="Lax")


def case_of(request: HttpRequest, number: str) -> tuple[Case, Actor]:
    """The case of that number and its reporter as an actor, if this browser holds it; else Http404."""
    found = (
        Case.objects.select_related("place", "category", "duplicate_of")
        .filter(number=numbers.parse(number) or "", pk__in=held(request))
        .first()
    )
    if found is None:
        raise Http404(_("Please open the case with its number and query code."))
    return found, reporter_actor(Case.flow.noun, found.pk)
