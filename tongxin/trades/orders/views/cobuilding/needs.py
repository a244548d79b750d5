"""What communities need, and what could meet it: proposed with reasons, asked by a button."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.engine.flows.refusals import NotNow
from tongxin.ground.posts.gates import require, scope_q
from tongxin.trades.orders import actions
from tongxin.trades.orders.forms.cobuilding import VERB, DropForm, NeedForm, ProjectForm
from tongxin.trades.orders.models import Need, Project
from tongxin.trades.orders.pairing_links import whole_pairings
from tongxin.trades.orders.selectors import proposals, why_dropped
from tongxin.trades.orders.views.cobuilding.asking import ask, may, tabs

METHODS = ["GET", "HEAD", "POST"]
MOST = 200


@login_required
@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """What the communities of one's area need, the next day first; projects with their needs."""
    may(request.actor)
    scope = scope_q(request.actor, VERB)
    found = Need.objects.filter(scope, met_on=None, dropped_on=None).select_related("project")
    paired = set(
        whole_pairings()
        .filter(scope, state__in=["proposed", "agreed", "delivered"])
        .values_list("need_id", flat=True)
    )
    rows = [{"need": each, "paired": each.pk in paired} for each in found.order_by("by_day", "pk")[:MOST]]
    projects = Project.objects.filter(scope).prefetch_related("needs")[:MOST]
    counted = [
        {
            "project": each,
            "needs": sum(1 for need in each.needs.all() if not need.dropped_on),
            "met": sum(1 for need in each.needs.all() if need.met_on),
        }
        for each in projects
    ]
    context = {"rows": rows, "projects": counted, "tabs": tabs("orders:needs")}
    return render(request, "orders/desk/needs.html", context)


@login_required
@require_http_methods(METHODS)
def name_need(request: HttpRequest) -> HttpResponse:
    """One more need."""
    may(request.actor)
    return ask(
        request,
        NeedForm(request.actor, request.POST if request.method == "POST" else None),
        lambda **facts: actions.name_need(by=request.actor, **facts),
        title=_("What does the community need?"),
        verb=_("Name a need"),
        back=reverse("orders:needs"),
        done=lambda made: reverse("orders:need", args=[made.pk]),
        said=_("Written down. These units could help."),
    )


@login_required
@require_http_methods(METHODS)
def drop_need(request: HttpRequest, pk: int) -> HttpResponse:
    """A need is not needed any more."""
    found = _need(request, pk)
    page = reverse("orders:need", args=[pk])
    return ask(
        request,
        DropForm(request.POST if request.method == "POST" else None),
        lambda **facts: actions.drop_need(found, by=request.actor, **facts),
        title=_("“%(need)s” is not needed any more") % {"need": found.title},
        verb=_("Drop the need"),
        back=page,
        done=lambda _made: page,
        said=_("The need is dropped. No unit will be asked for it."),
    )


@login_required
@require_http_methods(METHODS)
def begin_project(request: HttpRequest) -> HttpResponse:
    """One more project."""
    may(request.actor)
    return ask(
        request,
        ProjectForm(request.actor, request.POST if request.method == "POST" else None),
        lambda **facts: actions.begin_project(by=request.actor, **facts),
        title=_("A new project"),
        verb=_("Begin it"),
        back=reverse("orders:needs"),
        done=lambda _made: reverse("orders:needs"),
        said=_("The project is written down. Name what it needs."),
    )


@login_required
@require_http_methods(METHODS)
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """One need with the proposals, each with its reasons; sent, the unit of one of them is asked."""
    found = _need(request, pk)
    offered = [] if found.dropped_on else proposals(found)
    refused = ""
    if request.method == "POST":
        chosen = next((p for p in offered if str(p.resource.pk) == request.POST.get("resource")), None)
        try:
            if chosen is None:
                raise NotNow(_("This offer is not there any more; please choose another."))
            pairing = actions.propose(found, chosen.resource, by=request.actor)
        except NotNow as why:
            refused = why.reason
        else:
            messages.success(request, _("The unit is being asked."))
            return redirect("orders:pairing", pk=pairing.pk)
    context = {
        "need": found,
        "proposals": offered,
        "dropped_because": why_dropped(found),
        "pairing": whole_pairings()
        .filter(need=found, state__in=["proposed", "agreed", "delivered", "thanked"])
        .first(),
        "refused": refused,
    }
    return render(request, "orders/desk/need.html", context, status=409 if refused else 200)


def _need(request: HttpRequest, pk: int) -> Need:
    """A need of the reader's area; not there (404) for anybody else."""
    found = Need.objects.select_related("project").filter(pk=pk).first()
    if found is None:
        raise Http404
    require(request.actor, VERB, found.place_path)
    return found
