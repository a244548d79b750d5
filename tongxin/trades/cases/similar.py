"""Cases that may be the same thing: shown while a resident types, and to the desk.

Likeness is how many pairs of characters two texts share (Dice), lifted by nearness. Only cases of the same
community (or within 500 m) and of the last weeks are looked at, the closed ones too, and of those at most a
few hundred that share a telling pair, so that the cost does not grow with the number of cases.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import cos, radians
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Length
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tongxin.ground.statements import Given, composed
from tongxin.ground.territory.coordinates import distance_m
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.selectors import community_path_of
from tongxin.trades.cases import tokens
from tongxin.trades.cases.models import Case, Distinct
from tongxin.trades.cases.models.case import SOUGHT_IN
from tongxin.trades.cases.selectors.matching import Pairs

LOOK_BACK = timedelta(days=60)
LOOKED_AT = 300
NEAR_M = 500.0
LEAST = 0.18
MOST_LIFTED = 1.25
METRES_A_DEGREE = 111_320.0
NO_CASE = 0


class _Candidate(NamedTuple):
    """What is compared of a case. ``folded`` is its text, folded already, without the place that follows."""

    pk: int
    folded: str
    place_path: str
    point_lat: float | None
    point_lng: float | None


@dataclass(frozen=True)
class Similar:
    """A case like the text. ``score`` from 0 to 1; ``distance_m`` None where a point is missing; ``days``
    before.
    """

    case: Case
    score: float
    distance_m: float | None
    days: int
    because: object


def similar(
    text: str,
    place: Place,
    point: tuple[float, float] | None = None,
    *,
    at: datetime | None = None,
    limit: int = 5,
    than: Case | None = None,
) -> list[Similar]:
    """The likest cases around a place before ``at``, likest first. Two queries: many are compared by what
    likeness takes, and only the likest are read whole.

    ``than`` leaves out that case, the whole it is a part of and the parts beside it, its own parts, and those
    found distinct from it.
    """
    at = at or timezone.now()
    folded = tokens.fold(text)
    wanted = tokens.pairs(folded)
    if len(wanted) < 3:
        return []
    found = [(_likeness(wanted, each), each) for each in _candidates(wanted, place, point, at, than)]
    alike = [each for each in found if each[0] * MOST_LIFTED >= LEAST]
    compared = [_compared(likeness, place, point, each) for likeness, each in alike]
    likest = [each for each in sorted(compared, key=_likest_first) if each.score >= LEAST][:limit]
    cases = {case.pk: case for case in _whole().things(keys=[each.pk for each in likest])} if likest else {}
    return [_told(cases[each.pk], each, at) for each in likest]


@composed
def _whole() -> QuerySet[Case]:
    found = Case.objects.filter(pk__one_of=Given("keys")).order_by()
    return found.select_related("place__level", "category").defer(*SOUGHT_IN)


@dataclass(frozen=True, slots=True)
class _Compared:
    pk: int
    score: float
    likeness: float
    same_place: bool
    distance_m: float | None


def _likest_first(each: _Compared) -> tuple[float, int]:
    return -each.score, each.pk


def _likeness(wanted: set[str], candidate: _Candidate) -> float:
    have = _pairs(candidate.folded)
    return 2 * len(wanted & have) / (len(wanted) + len(have))


@lru_cache(2000)
def _pairs(folded: str) -> set[str]:
    """The same few hundred texts are compared again and again: with each new one of their community."""
    return tokens.pairs(folded)


def _compared(
    likeness: float, place: Place, point: tuple[float, float] | None, candidate: _Candidate
) -> _Compared:
    distance = _distance(point, candidate)
    path = candidate.place_path
    same_place = path.startswith(place.path) or place.path.startswith(path)
    score = min(likeness * _nearness(same_place, distance), 1.0)
    return _Compared(candidate.pk, score, likeness, same_place, distance)


def _told(case: Case, like: _Compared, at: datetime) -> Similar:
    days = max((at - case.reported_at).days, 0)
    because = _because(like.likeness, like.same_place, like.distance_m, days)
    return Similar(case, like.score, like.distance_m, days, because)


def _candidates(
    wanted: set[str], place: Place, point: tuple[float, float] | None, at: datetime, than: Case | None
) -> Iterator[_Candidate]:
    rows = _newest(point is not None, than is not None and than.pk is not None).rows(
        community=than.community_path if than else community_path_of(place),
        after=at - LOOK_BACK,
        at=at,
        pairs=tokens.any_of(sorted(wanted)),
        than=than.pk if than else None,
        whole=(than.parent_id or NO_CASE) if than else None,
        **(_box(point) if point is not None else {}),
    )
    return map(_Candidate._make, rows)


@composed
def _newest(with_point: bool, with_than: bool) -> QuerySet:
    around = Q(community_path=Given("community"))
    if with_point:
        around |= Q(
            point_lat__gte=Given("south"),
            point_lat__lte=Given("north"),
            point_lng__gte=Given("west"),
            point_lng__lte=Given("east"),
        )
    found = Case.objects.filter(around, reported_at__gt=Given("after"), reported_at__lte=Given("at"))
    found = found.filter(search=Pairs(Given("pairs", weighs=True))).exclude(state__in=["merged", "withdrawn"])
    if with_than:
        it, than, whole = OuterRef("pk"), Given("than"), Given("whole")
        apart = Distinct.objects.filter(Q(first=than, second=it) | Q(first=it, second=than))
        found = found.exclude(Exists(apart)).exclude(pk=than).exclude(parent=than)
        found = found.exclude(pk=whole).exclude(parent=whole)
    newest = found.annotate(folded=Left("haystack", Length("text"))).order_by("-reported_at", "-pk")
    return newest.values_list(*_Candidate._fields)[:LOOKED_AT]


def _box(point: tuple[float, float]) -> dict[str, float]:
    lat, lng = point
    high = NEAR_M / METRES_A_DEGREE
    wide = high / max(cos(radians(lat)), 0.01)
    return {"south": lat - high, "north": lat + high, "west": lng - wide, "east": lng + wide}


def _distance(point: tuple[float, float] | None, candidate: _Candidate) -> float | None:
    if point is None or candidate.point_lat is None:
        return None
    return distance_m(*point, candidate.point_lat, candidate.point_lng)


def _nearness(same_place: bool, distance: float | None) -> float:
    """1.25 on the spot, falling to 0.75 at 500 m and beyond; 1 where nothing is known."""
    if same_place:
        return MOST_LIFTED
    return 1.0 if distance is None else MOST_LIFTED - 0.5 * min(distance / NEAR_M, 1.0)


def _because(likeness: float, same_place: bool, distance: float | None, days: int) -> object:
    if same_place:
        where: object = _("at the same place")
    elif distance is not None:
        where = format_lazy(_("{metres} m away"), metres=round(distance, -1))
    else:
        where = _("in the same community")
    when = ngettext_lazy("{days} day ago", "{days} days ago", days) if days else _("today")
    return format_lazy(
        _("{percent} % of the words alike, {where}, {when}"),
        percent=round(100 * likeness),
        where=where,
        when=format_lazy(when, days=days),
    )


@dataclass(frozen=True)
class PublicSimilar:
    """What a resident may see of a similar case: never what another resident wrote, unless staff published
    it.
    """

    title: str
    where: str
    state: object
    days: int
    public_text: str


def for_residents(found: Sequence[Similar]) -> list[PublicSimilar]:
    """The public side of similar cases: category, place down to the building, state, days, and the
    published text.
    """
    return [
        PublicSimilar(
            title=each.case.category.title if each.case.category else "",
            where=down_to_building(each.case.place),
            state=each.case.current_state.label,
            days=each.days,
            public_text=each.case.public_text,
        )
        for each in found
    ]


def down_to_building(place: Place) -> str:
    """A door or stairwell says too much about who reported; its building is enough."""
    hidden = {"door": 2, "stairwell": 1}.get(place.level.code, 0)
    words = place.full_name.split()
    return " ".join(words[: len(words) - hidden] or words[:1])
