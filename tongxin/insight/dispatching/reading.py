"""The rows behind a week's plan: orders that still need somebody, and the volunteers around them.

Each order becomes a ``Job``, each volunteer a ``Hand``. What is not a skill to a volunteer is one to the
planner, so that it never proposes what an action would refuse: a language, an age, the street.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope, scope_q
from tongxin.ground.territory.paths import below, parent_of
from tongxin.insight.dispatching import slots
from tongxin.insight.dispatching.whereabouts import Whereabouts, whereabouts
from tongxin.insight.planning.terms import Hand, Job
from tongxin.trades.orders.choices import Ending, Haste
from tongxin.trades.orders.models import Engagement, Order, Proof, Skill, Volunteer

VERB = "order.dispatch"
SOUGHT = ("accepted", "open", "widened")
GOING = ("dispatched", "taken", "scheduled", "on_way")
NOT_AGAIN = (Ending.DECLINED, Ending.UNANSWERED, Ending.HANDED_BACK, Ending.NO_SHOW)
MOST_JOBS, MOST_HANDS = 2000, 2000


@dataclass(frozen=True)
class Going:
    """An order that needs no proposal: somebody has been asked, or has taken it. ``slot`` is that of the
    agreed time, or the first wanted one while none is agreed.
    """

    order: Order
    slot: int
    volunteers: tuple[Volunteer, ...]


@dataclass(frozen=True)
class Week:
    """What a plan is made from. ``past`` are orders of which no wanted time is left, ``elsewhere`` those that
    are wanted in another week, ``before`` of them in an earlier one; ``going`` are those of the week that are
    under way; ``where`` is where all of it lies.
    """

    monday: dt.date
    jobs: tuple[Job, ...]
    hands: tuple[Hand, ...]
    orders: Mapping[int, Order]
    volunteers: Mapping[int, Volunteer]
    past: tuple[Order, ...]
    elsewhere: int
    before: int
    where: Whereabouts
    going: tuple[Going, ...] = ()


def read_week(actor: Actor, monday: dt.date, now: dt.datetime | None = None) -> Week:
    """The week of everything the actor may dispatch. Eight queries, however many rows."""
    now = now or timezone.now()
    live = _orders(actor)
    orders = [each for each in live if each.state in SOUGHT]
    streets = sorted({_street(order) for order in live})
    volunteers = _volunteers(streets, {_whom(order) for order in orders})
    zone = timezone.get_current_timezone()
    left = {each.pk: _left(each, now) for each in orders}
    wanted = {each.pk: _wanted(each, left[each.pk], monday, zone) for each in orders}
    where = whereabouts(
        [*(each.place for each in live), *(each.home for each in volunteers)], scope(actor, VERB)
    )
    needing = set(orders[0].needing) if orders else set()
    ages = sorted({each.volunteer_age for each in orders})
    planned = [each for each in orders if wanted[each.pk]]
    elsewhere = [each for each in orders if left[each.pk] and not wanted[each.pk]]
    begins = slots.span_of(0, monday, zone)[0]
    own = {each.person_id: each.pk for each in volunteers if each.person_id}
    return Week(
        monday=monday,
        jobs=tuple(_job(each, wanted[each.pk], where, own, now) for each in planned),
        hands=tuple(_hand(each, needing, ages, streets, monday, zone, where) for each in volunteers),
        orders={each.pk: each for each in planned},
        volunteers={each.pk: each for each in volunteers},
        past=tuple(each for each in orders if not left[each.pk]),
        before=sum(1 for each in elsewhere if any(since < begins for since, _until in left[each.pk])),
        elsewhere=len(elsewhere),
        going=_going((each for each in live if each.state in GOING), monday, zone),
        where=where,
    )


def usual_slots(volunteer: Volunteer) -> frozenset[int]:
    """The slots of a week in which a volunteer of a ``Week`` usually has time; none where none is named."""
    return slots.usual((each.weekday, each.since, each.until) for each in volunteer.weekly)


def _orders(actor: Actor) -> list[Order]:
    """Due first, with their wanted times as ``wished``."""
    parts = Prefetch(
        "engagements", Engagement.objects.select_related("volunteer__person", "volunteer__organization")
    )
    found = Order.objects.filter(scope_q(actor, VERB), state__in=SOUGHT + GOING)
    needing = ArraySubquery(Skill.objects.filter(proof=True).order_by().values("code"))
    listed = found.annotate(needing=needing).select_related("kind", "place")
    listed = listed.prefetch_related(Prefetch("windows", to_attr="wished"), parts)
    return list(listed.order_by("due_at", "pk")[:MOST_JOBS])


def _volunteers(streets: Sequence[str], people: Collection[object]) -> list[Volunteer]:
    """Those who are active in these streets, with their proofs, as ``weekly`` their usual hours, and as
    ``parts`` what they have on hand and what they did for these people.
    """
    around = Q(pk__in=[])
    for street in streets:
        around |= below("home_path", street)
    for_them = Q(order__beneficiary__in=people) | Q(order__requester__in=people)
    parts = Engagement.objects.filter(Q(ended_at__isnull=True) | Q(for_them, ending=Ending.DONE))
    whom = Coalesce("order__beneficiary", "order__requester")
    found = Volunteer.objects.filter(around, state="active").select_related("person", "organization", "home")
    return list(
        found.prefetch_related(
            Prefetch("hours", to_attr="weekly"),
            Prefetch("proofs", Proof.objects.filter(withdrawn_at=None)),
            Prefetch(
                "engagements",
                parts.annotate(whom=whom).only(
                    "volunteer_id", "order_id", "starts_at", "ends_at", "ended_at"
                ),
                to_attr="parts",
            ),
        ).order_by("pk")[:MOST_HANDS]
    )


def _going(orders: Iterable[Order], monday: dt.date, zone: dt.tzinfo) -> tuple[Going, ...]:
    found = []
    for order in orders:
        spans = [(each.since, each.until) for each in order.wished]
        if order.starts_at:
            spans = [(order.starts_at, order.starts_at + dt.timedelta(minutes=order.minutes))]
        if held := slots.touched(spans, monday, zone):
            parts = [each for each in order.engagements.all() if each.ended_at is None]
            found.append(Going(order, min(held), tuple(each.volunteer for each in parts)))
    return tuple(sorted(found, key=lambda each: (each.slot, each.order.starts_at is None, each.order.pk)))


def _left(order: Order, now: dt.datetime) -> list[tuple[dt.datetime, dt.datetime]]:
    """The wanted times that are not past, each from now on at the earliest."""
    return [(max(each.since, now), each.until) for each in order.wished if each.until > now]


def _wanted(
    order: Order, left: Sequence[tuple[dt.datetime, dt.datetime]], monday: dt.date, zone: dt.tzinfo
) -> frozenset[int]:
    return slots.covered(left, monday, zone, min(slots.LEAST, dt.timedelta(minutes=order.minutes)))


def _job(
    order: Order,
    wanted: frozenset[int],
    where: Whereabouts,
    own: Mapping[object, int],
    now: dt.datetime,
) -> Job:
    parts = order.engagements.all()
    agreed = sum(1 for each in parts if each.ended_at is None and each.agreed_at is not None)
    barred = {each.volunteer_id for each in parts if each.ended_at is None or each.ending in NOT_AGAIN}
    barred |= {own[who] for who in (order.requester_id, order.beneficiary_id) if who in own}
    needs = {*order.skills, f"age {order.volunteer_age}", f"street {_street(order)}"}
    return Job(
        key=order.pk,
        slots=wanted,
        where=where.metres(order.place_path),
        skills=frozenset(needs | ({f"speaks {order.tongue}"} if order.tongue else set())),
        kind=order.kind_code,
        whom=str(_whom(order)),
        urgency=(2 if order.urgency == Haste.URGENT else 0)
        + (order.due_at is not None and order.due_at < now),
        persons=order.persons - agreed,
        barred=frozenset(barred),
    )


def _hand(
    volunteer: Volunteer,
    needing: set[str],
    ages: Sequence[int],
    streets: Sequence[str],
    monday: dt.date,
    zone: dt.tzinfo,
    where: Whereabouts,
) -> Hand:
    usual = usual_slots(volunteer)
    on_hand = [each for each in volunteer.parts if each.ended_at is None]
    busy = slots.touched(((each.starts_at, each.ends_at) for each in on_hand if each.starts_at), monday, zone)
    age = volunteer.age_on(monday)
    able = {f"age {least}" for least in ages if age is None or age >= least}
    able |= {f"street {street}" for street in streets if volunteer.home_path.startswith(street)}
    able |= {f"speaks {tongue}" for tongue in volunteer.tongues}
    return Hand(
        key=volunteer.pk,
        # Who has named no times can be asked for any: they answer yes or no.
        slots=(usual or slots.ALL) - busy,
        where=where.metres(volunteer.home_path),
        skills=frozenset(able | volunteer.valid_skills(needing, monday)),
        liked=frozenset(volunteer.interests),
        known=frozenset(str(each.whom) for each in volunteer.parts if each.ended_at is not None),
        most=volunteer.most_open,
        load=len(on_hand),
    )


def _whom(order: Order) -> object:
    return order.beneficiary_id or order.requester_id


def _street(order: Order) -> str:
    return parent_of(order.community_path) or order.community_path
