"""The whole demo zone, in the order in which it comes to life."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from django.db import transaction
from django.utils import timezone

from tongxin.demo.helping import VOLUNTEERS, give_points, recruit
from tongxin.demo.life import Life, Scene, live
from tongxin.demo.ordering import ORDERS, TO_PLAN, order_lives, orders_to_plan
from tongxin.demo.settling import settle
from tongxin.demo.sharing import UNITS, share
from tongxin.demo.staffing import settle_households, staff
from tongxin.demo.tasks import give_tasks
from tongxin.engine.flows.gathering import in_one_go
from tongxin.engine.flows.journal import untold
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory import actions as territory
from tongxin.ground.territory.models import Place
from tongxin.trades.cases.models import Case
from tongxin.trades.orders.models import Order

SEED = 520
CASES = 120
BEFORE = dt.timedelta(days=400)


@dataclass(frozen=True)
class Built:
    """What was made: places, households, case steps taken, and the accounts one can try it with."""

    places: int
    households: int
    steps: int
    usernames: list[str]


def is_empty() -> bool:
    """Whether nothing has been entered yet: the demo never mixes with real data."""
    return not Place.objects.exists()


def build(
    *,
    password: str,
    say: Callable[[str], None],
    seed: int = SEED,
    cases: int = CASES,
    orders: int = ORDERS,
    to_plan: int = TO_PLAN,
    volunteers: int = VOLUNTEERS,
    units: int = UNITS,
    until: dt.datetime | None = None,
) -> Built:
    """Make the zone as it would stand at ``until`` (now). The same seed and moment give the same zone.

    All or nothing, so that a load that was ended half-way can begin again. Nobody is told of what happened
    before today: three months of messages would only be noise.
    """
    until = until or timezone.now()
    since = timezone.localdate(until) - BEFORE
    with transaction.atomic(), untold(), in_one_go():
        ground = settle(seed=seed, since=since, by=SYSTEM)
        say(f"{len(ground.places)} places, {len(ground.bodies)} organisations, {len(ground.estates)} estates")
        households = settle_households(ground, by=SYSTEM)
        people = staff(ground, since=since, password=password, by=SYSTEM)
        say(f"{households} households, {len(ground.plan.holders)} posts")
        give_tasks(ground, since=since, by=SYSTEM)
        territory.issue_codes(ground.places["zone"], by=SYSTEM)
        helping = recruit(ground, seed=seed, since=since, count=volunteers, by=SYSTEM)
        give_points(ground, since=since, by=SYSTEM)
        shared = share(ground, people, helping, seed=seed, until=until, units=units, by=SYSTEM)
        say(f"{len(helping)} volunteers, {units} units, {shared} pairings")

        def beside(scene: Scene) -> list[Life]:
            late = replace(scene, random=Random(seed + 6))  # noqa: S311 - reproducible, not secret
            return [*order_lives(scene, orders), *orders_to_plan(late, to_plan)]

        steps = live(ground, people, seed=seed, until=until, cases=cases, beside=beside)
        say(f"{Case.objects.count()} cases and {Order.objects.count()} orders, {steps} steps")
    return Built(len(ground.places), households, steps, [each.username for each in people.shown])
