"""What an office lays down before the first report can come in: each thing, how far it is, who does it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tongxin.doors.web.ground.desk import area
from tongxin.engine.flows.selectors import calendar_gaps
from tongxin.ground.organizations.selectors import organizations_within
from tongxin.ground.people.models import Account
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import has_anywhere, scope, scope_q
from tongxin.ground.posts.roles import SEPARATED, with_verb
from tongxin.ground.posts.selectors import posts_below
from tongxin.ground.territory.models import Place, PlaceCode
from tongxin.ground.territory.selectors import place_by_path, places, valid

VERB = "account.confirm"


@dataclass(frozen=True)
class Step:
    """One thing to lay down. It is done by who holds ``verb``, on the page of ``url_name``; "" is the page of
    the outermost place. ``laid`` are its rows where the actor looks after things.
    """

    title: object
    text: object
    verb: str
    url_name: str
    laid: Callable[[Actor], QuerySet]


def _communities(actor: Actor) -> QuerySet:
    return places().filter(scope_q(actor, VERB, "path"), level__code="community")


def _organizations(actor: Actor) -> QuerySet:
    return organizations_within(scope(actor, VERB))


def _accounts(_actor: Actor) -> QuerySet:
    return Account.objects.filter(is_active=True).exclude(posts__role__in=SEPARATED)


def _posts(actor: Actor) -> QuerySet:
    return posts_below(scope(actor, VERB)).exclude(role__in=SEPARATED)


def _codes(actor: Actor) -> QuerySet:
    return PlaceCode.objects.filter(
        scope_q(actor, VERB, "place__path"), valid(prefix="place__"), revoked_at=None
    )


STEPS = (
    Step(
        _("Streets and communities"),
        _("Add them one below the other, or take in the whole tree as one workbook."),
        "territory.edit",
        "",
        _communities,
    ),
    Step(
        _("Departments, property companies, committees"),
        _("Whoever can be whistled to has to be here, with the places it serves."),
        "organization.edit",
        "organizations:index",
        _organizations,
    ),
    Step(
        _("Accounts"),
        _("One for each colleague who works at a desk. They set their own password by a link."),
        "account.manage",
        "people:accounts",
        _accounts,
    ),
    Step(
        _("Posts"),
        _("Who works in which community or unit. An account can do nothing before it holds a post."),
        "post.appoint",
        "posts:index",
        _posts,
    ),
    Step(
        _("Codes for the doors"),
        _("Open a community and print its sheets: a resident scans one and says what is wrong."),
        "placecode.issue",
        "",
        _codes,
    ),
)


@login_required
@require_safe
def first_steps(request: HttpRequest) -> HttpResponse:
    """The steps in their order with what is there of each. One query a step, and two."""
    top = place_by_path(area(request, VERB)[0])
    steps = [_shown(step, request.actor, top) for step in STEPS]
    context = {"steps": steps, "left": sum(not each["count"] for each in steps), "years": calendar_gaps()}
    return render(request, "web/first_steps.html", context)


def _shown(step: Step, actor: Actor, top: Place) -> dict[str, object]:
    mine = has_anywhere(actor, step.verb)
    page = reverse(step.url_name) if step.url_name else reverse("territory:place", args=[top.pk])
    return {
        "title": step.title,
        "text": step.text,
        "count": step.laid(actor).order_by().count(),
        "href": page if mine else "",
        "by": [] if mine else [role.title for role in with_verb(step.verb) if role.code in SEPARATED],
    }
