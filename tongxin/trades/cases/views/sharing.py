"""A link that others may read: how a case stands, and nothing that was said."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongxin.engine.flows.clocks import running
from tongxin.engine.flows.words import counts_words
from tongxin.trades.cases import actions
from tongxin.trades.cases.glance import glances
from tongxin.trades.cases.models import Case, SharedView
from tongxin.trades.cases.similar import down_to_building
from tongxin.trades.cases.storyline import story
from tongxin.trades.cases.views.held import case_of


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """How it stands, for whoever has the link. Search engines are asked to pass by."""
    related = ("case__place__level", "case__category", "case__duplicate_of")
    view = SharedView.objects.select_related(*related).filter(token=token).first()
    if view is None:
        raise Http404(_("This link is not in use any more."))
    goes_on = view.case.duplicate_of or view.case
    context = {
        "case": view.case,
        "glance": glances([goes_on])[0],
        "where": down_to_building(view.case.place),
        "counts": counts_words(running(goes_on).first()),
        "story": story(goes_on, own=False),
    }
    response = render(request, "cases/resident/shared.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_POST
def share(request: HttpRequest, number: str) -> HttpResponse:
    """Make the link, or with ``revoke`` withdraw it."""
    case, actor = case_of(request, number)
    if "revoke" in request.POST:
        actions.unshare(case, by=actor)
    else:
        actions.share(case, by=actor)
    return redirect(f"{reverse('cases:tracked', args=[case.number])}#share")


def link_of(case: Case) -> str:
    """The whole address others can open, or "" while nothing is shared. One query."""
    token = SharedView.objects.filter(case=case).values_list("token", flat=True).first()
    return f"{settings.TONGXIN_BASE_URL}{reverse('cases:shared', args=[token])}" if token else ""
