"""One case as the desk sees it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongxin.engine.flows.clocks import running
from tongxin.engine.flows.selectors import own_steps, timeline
from tongxin.engine.flows.words import counts_words
from tongxin.engine.tickets import numbers
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import require, sees
from tongxin.trades.cases.glance import glances
from tongxin.trades.cases.masking import masked
from tongxin.trades.cases.models import Case, Summons
from tongxin.trades.cases.selectors.sight import purposes_for, reporter_line
from tongxin.trades.cases.similar import Similar, similar
from tongxin.trades.cases.storyline import chronicle

UNDECIDED = ("reported", "accepted")


def case_for(actor: Actor, number: str) -> Case:
    """The case of that number, for who may read it; else not found."""
    related = Case.objects.select_related("place", "category", "reporter", "duplicate_of", "parent")
    found = related.filter(number=numbers.parse(number) or "").first()
    if found is None:
        raise Http404(_("There is no case of that number here."))
    require(actor, "case.read", found.place_path, at=found.place.full_name)
    return found


@login_required
@require_safe
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """What, where, since when, whose turn, till when; each unit's thread, what is like it, and the past."""
    case = case_for(request.actor, number)
    summonses = _summonses(case)
    context = {
        "case": case,
        "glance": glances([case])[0],
        "counts": counts_words(running(case).first()) if case.is_open else "",
        "offers": own_steps(case, request.actor),
        "threads": _threads(summonses, request.actor),
        "facts": _facts(case),
        "reporter": reporter_line(case, request.actor),
        "may_unmask": bool(purposes_for(case, request.actor)),
        "similar": _similar(case, request.actor),
        "photos": case.attachments.all(),
        "supplements": case.supplements.all(),
        "verdicts": case.verdicts.all() if case.call_attempts or case.rounds or case.closed_at else (),
        "entries": chronicle(timeline(case), case.flow),
        "trail": [{"label": _("Cases"), "href": reverse("cases:queue")}, {"label": str(case)}],
    }
    return render(request, "cases/desk/case.html", context)


@login_required
@require_safe
def case_print(request: HttpRequest, number: str) -> HttpResponse:
    """The case on paper: without the reporter, for the file or the unit."""
    case = case_for(request.actor, number)
    context = {
        "case": case,
        "text": masked(case.text),
        "glance": glances([case])[0],
        "facts": _facts(case),
        "entries": chronicle(timeline(case), case.flow),
        "summonses": glances(Summons.objects.filter(case=case).select_related("organization")),
    }
    return render(request, "cases/desk/print.html", context)


@login_required
@require_safe
def case_told(request: HttpRequest, number: str) -> HttpResponse:
    """Who was told what of it, when and by which way."""
    case = case_for(request.actor, number)
    require(request.actor, "notice.read", case.place_path, at=case.place.full_name)
    return render(request, "cases/desk/told.html", {"case": case})


def _threads(summonses: list[Summons], actor: Actor) -> list[dict]:
    return [
        {
            "glance": glance,
            "offers": own_steps(glance.thing, actor),
            "base": reverse("cases:summons", args=[glance.thing.pk]),
        }
        for glance in glances(summonses)
    ]


def _facts(case: Case) -> list[dict]:
    turn = case.flow.state(case.state).turn
    facts = [
        (_("Urgency"), case.get_urgency_display(), ""),
        (_("Came in by"), case.get_channel_display(), ""),
        (_("Whose turn"), turn.words if turn else "—", ""),
        (_("Units that passed it on"), case.hops, ""),
    ]
    if case.duplicate_of:
        facts.append(
            (_("Joined to"), case.duplicate_of, reverse("cases:case", args=[case.duplicate_of.number]))
        )
    if case.parent:
        facts.append((_("Part of"), case.parent, _address(case.parent)))
    if case.exclusion_state:
        facts.append((_("Rates"), case.get_exclusion_state_display(), ""))
    return [{"label": label, "value": value, "href": href} for label, value, href in facts]


def _summonses(case: Case) -> list[Summons]:
    if case.state == case.flow.initial:
        return []
    found = list(Summons.objects.filter(case=case).select_related("organization", "ground", "proposed"))
    for summons in found:
        summons.case = case
    return found


def _similar(case: Case, actor: Actor) -> list[Similar]:
    """Of the cases the actor may read. Asked while the desk still decides whether it is a new one."""
    if case.state not in UNDECIDED:
        return []
    point = (case.point_lat, case.point_lng) if case.point_lat is not None else None
    found = similar(case.text, case.place, point, at=case.reported_at, than=case)
    return [each for each in found if sees(actor, each.case.place_path)]


def _address(case: Case) -> str:
    return reverse("cases:case", args=[case.number])
