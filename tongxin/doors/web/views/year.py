"""A unit's year as counted records: what it gave communities, and which problems it solved. No score."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tongxin.ground.organizations.models import Organization
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, Hidden, has_anywhere, reason, scope_q
from tongxin.trades.cases.models import Summons
from tongxin.trades.orders.models import Pairing, UnitRegistration
from tongxin.trades.orders.selectors import year_of

VERB = "pairing.edit"
FIRST = 2020


@login_required
@require_safe
def unit_year(request: HttpRequest, pk: int) -> HttpResponse:
    """What a unit gave in a year; each number with the records it counts."""
    unit = get_object_or_404(Organization, pk=pk)
    _require(request.actor, unit)
    year = _asked(request.GET.get("year", ""))
    counted = year_of(unit, year)
    solved = Summons.objects.filter(organization=unit, state="accepted", answered_at__year=year)
    pairings = Pairing.objects.filter(pk__in=counted.delivered).select_related("need", "resource")
    context = {
        "unit": unit,
        "year": year,
        "counted": counted,
        "member_hours": round(counted.member_minutes / 60, 1),
        "pairings": pairings.order_by("held_on"),
        "solved": list(solved.select_related("case__category", "case__place").order_by("answered_at")),
        "earlier": f"?year={year - 1}" if year > FIRST else "",
        "later": f"?year={year + 1}" if year < timezone.localdate().year else "",
    }
    return render(request, "web/organizations/year.html", context)


def _require(actor: Actor, unit: Organization) -> None:
    """The unit's own people, and who looks after the communities it has reported to."""
    if unit.pk in actor.organization_ids and has_anywhere(actor, "order.take"):
        return
    if not has_anywhere(actor, VERB):
        raise Forbidden(reason(VERB))
    if not UnitRegistration.objects.filter(scope_q(actor, VERB), unit=unit).exists():
        raise Hidden


def _asked(text: str) -> int:
    this = timezone.localdate().year
    asked = int(text) if text.isascii() and text.isdigit() and len(text) == len(str(this)) else this
    return asked if FIRST <= asked <= this else this
