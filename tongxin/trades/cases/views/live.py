"""An open page asks, now and then, whether the case has moved. Costs a look at one row; see decision 0041."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongxin.engine.tickets import numbers
from tongxin.ground.posts.gates import require
from tongxin.trades.cases.pulse import mark_now
from tongxin.trades.cases.storyline import latest


@login_required
@require_safe
def pulse(request: HttpRequest, number: str) -> HttpResponse:
    """304 while nothing has happened since the mark in ``If-None-Match``; else ``version`` of the case and
    ``said``, the last thing that happened to it or to one of its units, in a line.
    """
    known = mark_now(numbers.parse(number) or "")
    if known is None:
        raise Http404(_("There is no case of that number here."))
    case, mark = known
    require(request.actor, "case.read", case.place_path, at=case.place.full_name)
    headers = {"ETag": f'"{mark}"', "Cache-Control": "no-store"}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    return JsonResponse({"version": case.version, "said": latest(case)}, headers=headers)
