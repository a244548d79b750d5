"""Reports like the one being written, and the token by which its writer can say: it is that one."""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tongxin.ground.territory.choosing import place_of
from tongxin.ground.territory.models import Place
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.public import Glimpse, glimpse
from tongxin.trades.cases.similar import similar

SHORTEST_TO_COMPARE = 4
SALT = "cases.join"
GOOD_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Alike:
    """A similar report as a passer-by may know it; ``token`` joins it while it is open, else ""."""

    seen: Glimpse
    token: str


@require_POST
def like_this(request: HttpRequest) -> HttpResponse:
    """Open and closed reports like the text that is being typed: a fragment, fetched while typing."""
    place, _code = place_of(request.POST)
    found = like(request.POST.get("text", ""), place)
    return render(request, "cases/resident/_similar.html", {"similar": found})


def like(text: str, place: Place | None) -> list[Alike]:
    """What has been reported like ``text`` around ``place``; nothing before there is enough to compare."""
    if place is None or len(text.strip()) < SHORTEST_TO_COMPARE:
        return []
    return [_alike(each.case) for each in similar(text, place, limit=3)]


def meant(token: str) -> Case | None:
    """The case a token of ``like`` stands for, while it is open."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    found = Case.objects.filter(pk=pk).first()
    return found if found is not None and found.is_open else None


def _alike(case: Case) -> Alike:
    return Alike(glimpse(case), signing.dumps(case.pk, salt=SALT) if case.is_open else "")
