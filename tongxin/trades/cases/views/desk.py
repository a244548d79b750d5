"""One case as the desk sees it."""

from django.contrib.auth.decorators import login_required
from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongxin.engine.flows.models import Clock
from tongxin.engine.flows.selectors import own_steps
from tongxin.engine.flows.words import COUNTS
from tongxin.engine.tickets import numbers
from tongxin.ground.people.masking import masked
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import require, sees
from tongxin.ground.statements import Given, Statement, composed
from tongxin.trades.cases.facts import community_of, facts_of, turn_of
from tongxin.trades.cases.glance import Glance, glances_of
from tongxin.trades.cases.models import Attachment, Case, Summons, Supplement, Verdict
from tongxin.trades.cases.models.case import OPEN_CASE, SOUGHT_IN
from tongxin.trades.cases.pulse import mark
from tongxin.trades.cases.selectors.around import around
from tongxin.trades.cases.selectors.sight import purposes_for, reporter_line
from tongxin.trades.cases.similar import Similar, similar
from tongxin.trades.cases.storyline import Chronicles, chronicles
from tongxin.trades.cases.views.beside import beside, listed_beside

UNDECIDED = ("reported", "accepted")
TOLD = {"photos": Attachment, "supplements": Supplement, "verdicts": Verdict}


def case_for(actor: Actor, number: str, read: Statement | None = None) -> Case:
    """The case of that number, for who may read it; else not found. ``read`` finds it by its ``number``."""
    for found in (read or _whole_case()).things(number=numbers.parse(number)):
        require(actor, "case.read", found.place_path, at=found.place.full_name)
        return found
    raise Http404(_("There is no case of that number here."))


def whole_cases() -> QuerySet[Case]:
    """Cases with what their page says of them: whether a child is open, and what the running clock counts."""
    clock = Clock.objects.filter(
        noun=Case.flow.noun, thing_id=Cast(OuterRef("pk"), CharField()), stopped_at__isnull=True
    )
    children = Case.objects.filter(OPEN_CASE, parent=OuterRef("pk"))
    related = ("place", "category", "reporter", "duplicate_of", "parent")
    return Case.objects.select_related(*related).annotate(
        clock_unit=Subquery(clock.values("unit")[:1]), children_open=Exists(children)
    )


@composed
def _whole_case() -> QuerySet[Case]:
    return whole_cases().filter(number=Given("number"))


@composed
def _case_and_told() -> QuerySet[Case]:
    """With whether there are photos, supplements and words of the resident to be read."""
    told = {f"has_{name}": Exists(model.objects.filter(case=OuterRef("pk"))) for name, model in TOLD.items()}
    found = whole_cases().filter(number=Given("number")).annotate(**told)
    return found.defer(*(f"{kin}{name}" for kin in ("", "parent__", "duplicate_of__") for name in SOUGHT_IN))


@login_required
@require_safe
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """What, where, since when, whose turn, till when; each unit's thread, what is around it, and the past;
    beside it the list one came from.
    """
    actor = request.actor
    case = case_for(actor, number, _case_and_told())
    summonses = _summonses(case)
    told = chronicles(case, summonses)
    alike = _similar(case, actor)
    looking, lines = listed_beside(request)
    own, of_units, rows = glances_of([case], summonses, lines)
    context = {
        "case": case,
        "mark": mark(case, summonses),
        "glance": own[0],
        "turn": turn_of(case, summonses),
        "counts": COUNTS.get(case.clock_unit, ""),
        "offers": own_steps(case, actor),
        "threads": _threads(of_units, told, actor),
        "facts": facts_of(case),
        "reporter": reporter_line(case, actor),
        "may_unmask": bool(purposes_for(case, actor)),
        "similar": alike,
        "around": around(case, actor, [each.case.pk for each in alike]),
        "photos": case.attachments.all() if case.has_photos else (),
        "supplements": case.supplements.all() if case.has_supplements else (),
        "verdicts": case.verdicts.all() if case.has_verdicts else (),
        "entries": told.of_case,
        "beside": beside(looking, rows, case),
        "carried": looking.beside,
    }
    return render(request, "cases/desk/case.html", context)


@login_required
@require_safe
def case_print(request: HttpRequest, number: str) -> HttpResponse:
    """The case on paper: without the reporter, for the file or the unit."""
    case = case_for(request.actor, number)
    summonses = _summonses(case)
    own, of_units = glances_of([case], summonses)
    context = {
        "case": case,
        "text": masked(case.text),
        "glance": own[0],
        "turn": turn_of(case, summonses),
        "counts": COUNTS.get(case.clock_unit, ""),
        "facts": facts_of(case),
        "entries": chronicles(case, []).of_case,
        "now": timezone.now(),
        "community": community_of(case),
        "summonses": of_units,
    }
    return render(request, "cases/desk/print.html", context)


@login_required
@require_safe
def case_told(request: HttpRequest, number: str) -> HttpResponse:
    """Who was told what of it, when and by which way."""
    case = case_for(request.actor, number)
    require(request.actor, "notice.read", case.place_path, at=case.place.full_name)
    return render(request, "cases/desk/told.html", {"case": case})


def _threads(summonses: list[Glance[Summons]], told: Chronicles, actor: Actor) -> list[dict]:
    return [
        {
            "glance": glance,
            "offers": own_steps(glance.thing, actor),
            "entries": told.of_summons[glance.thing.pk],
        }
        for glance in summonses
    ]


def _summonses(case: Case) -> list[Summons]:
    if case.state == case.flow.initial:
        return []
    found = _whole_summonses().things(case=case.pk)
    for summons in found:
        summons.case = case
    return found


@composed
def _whole_summonses() -> QuerySet[Summons]:
    return Summons.objects.filter(case=Given("case")).select_related("organization", "ground", "proposed")


def _similar(case: Case, actor: Actor) -> list[Similar]:
    """Of the cases the actor may read. Asked while the desk still decides whether it is a new one."""
    if case.state not in UNDECIDED:
        return []
    point = (case.point_lat, case.point_lng) if case.point_lat is not None else None
    found = similar(case.text, case.place, point, at=case.reported_at, than=case)
    return [each for each in found if sees(actor, each.case.place_path)]
