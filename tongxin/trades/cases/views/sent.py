"""The page after sending: number and query code, for the browser that sent the report."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongxin.trades.cases.views.held import CASES


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The number and the query code, once more for an hour, for the browser that sent the report."""
    found = CASES.just_sent(request, "duplicate_of")
    if found is None:
        return redirect("cases:track")
    case, code = found
    context = {"case": case, "code": code, "key": case.client_key}
    return render(request, "cases/resident/sent.html", context)
