"""What is wanted near a volunteer: many orders are looked at, few are told."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.utils import timezone

from tongxin.ground.statements import Given, composed
from tongxin.ground.territory.paths import AFTER_ALL, ancestors_of
from tongxin.trades.orders.fitting import rank, unsuited, way
from tongxin.trades.orders.models import Order, Skill, Volunteer, Window
from tongxin.trades.orders.models.order import TO_TAKE
from tongxin.trades.orders.suiting import at_usual_time, reasons

MOST_LOOKED_AT = 100
MOST_SHOWN = 30


class Span(NamedTuple):
    """A wanted time of an order."""

    since: datetime
    until: datetime


class Sighted(NamedTuple):
    """As much of an order as says whether it suits."""

    pk: int
    kind_code: str | None
    minutes: int
    community_path: str
    place_path: str
    skills: list[str]
    tongue: str
    volunteer_age: int
    requester_id: UUID
    beneficiary_id: UUID | None
    since: list[datetime]
    until: list[datetime]

    @property
    def windows(self) -> tuple[Span, ...]:
        """The wanted times, the earliest first."""
        return tuple(map(Span, self.since, self.until))


@dataclass(frozen=True, slots=True)
class Wanted:
    """An order near a volunteer with its wanted times, the way there in metres where both points are known,
    and in words why it suits.
    """

    order: Order
    metres: int | None
    windows: tuple[Span, ...] = ()
    because: tuple[str, ...] = ()


def near_me(
    volunteer: Volunteer, on_hand: Collection[int] | None = None, most: int = MOST_SHOWN
) -> list[Wanted]:
    """What the volunteer could take now, the best fitting first. What does not suit is left out, not greyed.
    ``on_hand`` are the keys of the orders they take part in, read where not given; ``most`` is how many are
    told. Seven queries at most, however many orders are open: of each level of the tree the first that are
    due are read.
    """
    today, needing = timezone.localdate(), Skill.needing_proof()
    able = volunteer.valid_skills(needing, today)
    if on_hand is None:
        on_hand = set(volunteer.open_engagements().values_list("order_id", flat=True))
    fit = [
        each
        for each in _sighted(volunteer, able)
        if each.pk not in on_hand and not unsuited(each, volunteer, able, needing, len(on_hand), today)
    ]
    hours = list(volunteer.hours.all())
    usual = {each.pk for each in fit if hours and at_usual_time(each.windows, hours, each.minutes)}
    ranked = {each.pk: rank(each, volunteer, 0) for each in fit}
    fit.sort(key=lambda each: (ranked[each.pk][0], each.pk not in usual, ranked[each.pk]))
    told = fit[:most]
    orders = {each.pk: each for each in _whole().things(keys=[each.pk for each in told])} if told else {}
    # What was taken between the two questions is told no more.
    still = [(each, orders[each.pk]) for each in told if each.pk in orders]
    return [_wanted(order, volunteer, each.windows, each.pk in usual) for each, order in still]


def _sighted(volunteer: Volunteer, able: Iterable[str]) -> list[Sighted]:
    """The first that are due of what the volunteer can do, from each reach."""
    places = list(volunteer.places.values_list("path", flat=True))
    given = {f"home{level}": path for level, path in enumerate(ancestors_of(volunteer.home_path))}
    for number, place in enumerate(places):
        given |= {f"place{number}": place, f"after{number}": place + AFTER_ALL}
        above = ancestors_of(place)[:-1]
        given |= {f"above{number}.{level}": path for level, path in enumerate(above)}
    levels = (len(ancestors_of(volunteer.home_path)), *(len(ancestors_of(place)) for place in places))
    known = {"able": list(able), "tongues": ["", *volunteer.tongues]}
    return [Sighted(*row) for row in _offered(*levels).rows(**given, **known)]


@composed
def _offered(home: int, *places: int) -> QuerySet[Order]:
    """For a home so many levels deep, and places one also goes to."""
    doable = Order.objects.filter(
        TO_TAKE, skills__contained_by=Given("able"), tongue__one_of=Given("tongues")
    )
    earliest = [
        doable.filter(reach).order_by("due_at", "id").values("pk")[:MOST_LOOKED_AT]
        for reach in _reaches(home, places)
    ]
    found = Order.objects.filter(pk__in=earliest[0].union(*earliest[1:])).annotate(
        kind_code=F("kind__code"), since=_wanted_times("since"), until=_wanted_times("until")
    )
    return found.order_by("due_at", "id").values_list(*Sighted._fields)[:MOST_LOOKED_AT]


def _wanted_times(end: str) -> ArraySubquery:
    return ArraySubquery(Window.objects.filter(order=OuterRef("pk")).order_by("since").values(end))


def _reaches(home: int, places: Sequence[int]) -> list[Q]:
    """How far an order may be offered to reach the volunteer, one range of an index each: to a level above
    their home; or further than a place they also go to, and lying in it; or within that place.
    """
    reaches = [Q(reach_path=Given(f"home{level}")) for level in range(home)]
    for number, levels in enumerate(places):
        begin, end = Given(f"place{number}"), Given(f"after{number}")
        lying_in = Q(place_path__gte=begin, place_path__lt=end)
        above = [Q(reach_path=Given(f"above{number}.{level}")) for level in range(levels - 1)]
        reaches += [*(reach & lying_in for reach in above), Q(reach_path__gte=begin, reach_path__lt=end)]
    return reaches


@composed
def _whole() -> QuerySet[Order]:
    found = Order.objects.filter(TO_TAKE, pk__one_of=Given("keys"))
    return found.select_related("kind", "place").defer("place__outline")


def _wanted(order: Order, volunteer: Volunteer, windows: tuple[Span, ...], usual: bool) -> Wanted:
    metres = way(volunteer, order)
    return Wanted(order, metres, windows, tuple(reasons(order, volunteer, metres, usual)))
