"""The volunteers of the demo zone: invented persons of every community, and a few organisations."""

import datetime as dt
from random import Random

from django.utils import timezone

from tongxin.demo.names import people as names
from tongxin.demo.names import phone
from tongxin.demo.settling import Ground
from tongxin.demo.zone import COMMUNITIES
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Person
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders import actions
from tongxin.trades.orders.actions.describing import Usual
from tongxin.trades.orders.models import ServiceKind, Skill, Volunteer

VOLUNTEERS = 300
ORGANIZATIONS = ("law", "power", "water")
VETTED = 0.4
# Morning, afternoon, evening.
USUAL = ((dt.time(8), dt.time(11, 30)), (dt.time(14), dt.time(17, 30)), (dt.time(18), dt.time(20, 30)))


def recruit(ground: Ground, *, seed: int, since: dt.date, count: int, by: Actor) -> list[Volunteer]:
    """``count`` volunteers, some of them organisations, who have been there since before the story begins."""
    random = Random(seed + 3)  # noqa: S311 - reproducible, not secret
    skills = list(Skill.objects.exclude(code="vetted"))
    codes = sorted({kind.code for kind in ServiceKind.objects.all()})
    bodies = [ground.bodies[key] for key in ORGANIZATIONS[: max(0, count - 1)]]
    joined = timezone.make_aware(dt.datetime.combine(since, dt.time(9)))
    rows = []
    for number in range(count):
        community = COMMUNITIES[number % len(COMMUNITIES)]
        cell = f"{community.code}/c{random.randrange(community.cells) + 1}/b"
        able = random.sample(skills, 3)
        row = {
            "home": ground.places[cell],
            "community_path": ground.places[community.code].path,
            "joined_at": joined + dt.timedelta(days=random.randrange(300)),
            "skills": [skill.code for skill in able],
            "interests": random.sample(codes, 4),
            "tongues": random.choice([[], [], ["dialect"]]),
            "member": random.random() < 0.6,
            "hours": _hours(random) if random.random() < 0.6 else [],
            "proofs": _proofs(random, [skill.code for skill in able if skill.proof], joined),
        }
        body = bodies[number] if number < len(bodies) else None
        rows.append(row | ({"organization": body} if body else {"person": _person(random, by)}))
    return actions.take_in(rows, by=by)


def give_points(ground: Ground, *, since: dt.date, by: Actor) -> None:
    """One community, and no other, gives points for hours: so that both can be looked at."""
    actions.switch_points_on(
        ground.places[COMMUNITIES[1].code],
        by=by,
        per_hour=1,
        by_kind={"accompany_hospital": 2},
        words="攒够 10 分可以借用社区活动室半天，不能换钱，也不排名。",
        now=timezone.make_aware(dt.datetime.combine(since, dt.time(9))),
    )


def _hours(random: Random) -> list[Usual]:
    """Two to four parts of the week; who names none may be asked for any time."""
    days = sorted(random.sample(range(1, 8), random.randrange(2, 5)))
    return [(day, *random.choice(USUAL)) for day in days]


def _proofs(random: Random, needed: list[str], joined: dt.datetime) -> list[tuple[str, dt.date, str]]:
    vetted = ["vetted"] if random.random() < VETTED else []
    return [(code, joined.date() + dt.timedelta(days=1100), "看过原件") for code in [*needed, *vetted]]


def _person(random: Random, by: Actor) -> Person:
    return people.register(
        name=next(names(random)),
        phone=phone(random),
        kind=Person.Kind.WORKER,
        born=random.randrange(1955, 2006),
        invented=True,
        by=by,
    )
