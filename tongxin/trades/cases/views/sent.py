"""The page after sending: number and query code, for the browser that sent the report."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongxin.engine.tickets import codes
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.views.held import hold

SENT = "tongxin_sent"
SENT_FOR = 3600


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The number and the query code, once more for an hour, for the browser that sent the report."""
    try:
        key = request.get_signed_cookie(SENT, salt=SENT, max_age=SENT_FOR)
    except (KeyError, signing.BadSignature):
        return redirect("cases:track")
    case = Case.objects.select_related("place", "duplicate_of").filter(client_key=key).first()
    if case is None:
        return redirect("cases:track")
    context = {"case": case, "code": codes.grouped(codes.code_for(key)), "key": key}
    return render(request, "cases/resident/sent.html", context)


def told(request: HttpRequest, case: Case) -> HttpResponseRedirect:
    """Lead to the page above, and let this browser follow the case."""
    response = redirect("cases:sent")
    hold(request, response, case)
    response.set_signed_cookie(
        SENT,
        case.client_key,
        salt=SENT,
        max_age=SENT_FOR,
        path=reverse("cases:sent"),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
