"""Lists: what the desk has to do, what is wanted near a volunteer, what they have taken."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.paths import ancestors_of, below
from tongxin.trades.orders.choices import Ending
from tongxin.trades.orders.fitting import metres, objection, rank
from tongxin.trades.orders.models import Engagement, Order, Skill, Volunteer
from tongxin.trades.orders.models.order import OPEN_ORDER, TO_TAKE
from tongxin.trades.orders.suiting import at_usual_time, reasons

MOST_LOOKED_AT = 100
MOST_SHOWN = 30
KEPT_IN_CALENDAR = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An order near a volunteer, with the way there in metres where both points are known, and in words why
    it suits.
    """

    order: Order
    metres: int | None
    because: tuple[str, ...] = ()


def for_desk(actor: Actor) -> QuerySet[Order]:
    """The open orders of one's area, due first; late ones come first by themselves."""
    scope = gates.scope_q(actor, "order.read")
    return (
        Order.objects.filter(OPEN_ORDER, scope)
        .select_related("kind", "place")
        .order_by(F("due_at").asc(nulls_last=True), "id")
    )


def near_me(
    volunteer: Volunteer, on_hand: Collection[int] | None = None, most: int = MOST_SHOWN
) -> list[Wanted]:
    """What the volunteer could take now, the best fitting first. What does not suit is left out, not greyed.
    ``on_hand`` are the keys of the orders they take part in, read where not given; ``most`` is how many are
    told. Seven queries at most, however many orders are open: of each level of the tree the first that are
    due are read.
    """
    needing = Skill.needing_proof()
    prefetch_related_objects([volunteer], "proofs")
    able = list(volunteer.valid_skills(needing, timezone.localdate()))
    doable = Order.objects.filter(TO_TAKE, skills__contained_by=able, tongue__in=["", *volunteer.tongues])
    earliest = [
        doable.filter(reach).order_by("due_at", "id").values("pk")[:MOST_LOOKED_AT]
        for reach in _reaches(volunteer)
    ]
    found = Order.objects.filter(pk__in=earliest[0].union(*earliest[1:]))
    if on_hand is None:
        on_hand = set(volunteer.open_engagements().values_list("order_id", flat=True))
    related = found.select_related("kind", "place").defer("place__outline")
    listed = related.order_by("due_at", "id")[:MOST_LOOKED_AT]
    fit = [o for o in listed if o.pk not in on_hand and not objection(o, volunteer, needing, len(on_hand))]
    prefetch_related_objects(fit, "windows")
    hours = list(volunteer.hours.all())
    usual = {each.pk for each in fit if at_usual_time(each.windows.all(), hours, each.minutes)}
    ranked = {each.pk: rank(each, volunteer, 0) for each in fit}
    fit.sort(key=lambda each: (ranked[each.pk][0], each.pk not in usual, ranked[each.pk]))
    return [_suited(order, volunteer, order.pk in usual) for order in fit[:most]]


def mine(volunteer: Volunteer) -> list[Engagement]:
    """What the volunteer is asked for or has taken, the earliest agreed time first."""
    parts = volunteer.open_engagements().select_related("order__kind", "order__place")
    return list(parts.order_by(F("starts_at").asc(nulls_last=True), "pk"))


def agreed_times(volunteer: Volunteer) -> list[Order]:
    """What the volunteer has agreed a time for: to come, and of the last month, the earliest first."""
    theirs = volunteer.engagements.filter(Q(ended_at=None) | Q(ending=Ending.DONE), agreed_at__isnull=False)
    since = timezone.now() - KEPT_IN_CALENDAR
    found = Order.objects.filter(pk__in=theirs.values("order"), starts_at__gte=since)
    return list(found.select_related("kind").order_by("starts_at", "pk"))


def _reaches(volunteer: Volunteer) -> list[Q]:
    """How far an order may be offered to reach the volunteer, one range of an index each: to a level above
    their home; or further than a place they also go to, and lying in it; or within that place.
    """
    reaches = [Q(reach_path=path) for path in ancestors_of(volunteer.home_path)]
    for path in volunteer.places.values_list("path", flat=True):
        above = [Q(reach_path=each) & below("place_path", path) for each in ancestors_of(path)[:-1]]
        reaches += [*above, below("reach_path", path)]
    return reaches


def _suited(order: Order, volunteer: Volunteer, usual: bool) -> Wanted:
    metres = _way(volunteer, order)
    return Wanted(order, metres, tuple(reasons(order, volunteer, metres, usual)))


def _way(volunteer: Volunteer, order: Order) -> int | None:
    here, there = volunteer.home, order.place
    if None in (here.point_lat, here.point_lng, there.point_lat, there.point_lng):
        return None
    return round(metres((here.point_lat, here.point_lng), (there.point_lat, there.point_lng)))
