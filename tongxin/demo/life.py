"""Three months of cases, lived: every state was reached by taking steps, with the sweep running beside them.

Each case is a generator that takes a step and says when it goes on; a clock of the zone wakes them in
the order of time, so that late ones become late when they were.
"""

import datetime as dt
import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from uuid import UUID

from django.utils import timezone

from tongxin.demo.names import people, phone
from tongxin.demo.needs import NEEDS, Need
from tongxin.demo.settling import Ground
from tongxin.demo.staffing import Staff
from tongxin.demo.zone import COMMUNITIES, CommunityPlan
from tongxin.engine.flows.selectors import may
from tongxin.engine.flows.sweep import sweep
from tongxin.ground.organizations.models import Organization
from tongxin.ground.people.actions import register
from tongxin.ground.posts.actors import NOBODY, SYSTEM, Actor, reporter_actor
from tongxin.ground.territory.models import Place
from tongxin.trades.cases import actions
from tongxin.trades.cases.choices import Channel, Satisfaction
from tongxin.trades.cases.models import Case, Category, Summons
from tongxin.trades.cases.models import Ground as Listed
from tongxin.trades.cases.suggest.dictionary import categories_in_use
from tongxin.trades.cases.suggest.scoring import guess
from tongxin.trades.cases.units import summonable

DAYS = 92
RECENT = 2.5  # more than 1: a desk is newly busy, so that there is something to do on the first day
FIRST = 0.3  # of the cases fall to the community whose desk the printed accounts open
STILL_TO_CALL = dt.timedelta(days=5)
HOUR = dt.timedelta(hours=1)
CHANNELS = (
    (Channel.PLACE_CODE,) * 5 + (Channel.WEB,) * 2 + (Channel.PHONE,) * 2 + (Channel.DESK, Channel.VISIT)
)
# Hours until a unit signs in, is on site, has answered. The slow end of each is past the promise.
PACE = {
    "emergency": ((0.05, 0.55), (0.1, 0.4), (0.3, 1)),
    "urgent": ((0.2, 1), (0.5, 3), (1, 16)),
    "normal": ((0.5, 11), (1, 8), (4, 60)),
}
SATISFACTIONS = (Satisfaction.VERY,) * 5 + (Satisfaction.SATISFIED,) * 5 + (Satisfaction.MOSTLY,) * 3

Life = Iterator[dt.datetime]


@dataclass
class Scene:
    """Where cases live: the zone, its people, chance, and the moment at which the story stops."""

    ground: Ground
    staff: Staff
    random: Random
    until: dt.datetime
    categories: list[Category]

    def later(self, now: dt.datetime, low: float, high: float) -> dt.datetime:
        """Between ``low`` and ``high`` hours after ``now``; beyond one hour moved into the day (8 to 18)."""
        moment = timezone.localtime(now + self.random.uniform(low, high) * HOUR)
        if high <= 1:
            return moment
        if moment.hour >= 18:
            moment = (moment + dt.timedelta(days=1)).replace(hour=8, minute=self.random.randrange(60))
        elif moment.hour < 8:
            moment = moment.replace(hour=8, minute=self.random.randrange(60))
        return max(moment, now + dt.timedelta(minutes=1))


def live(
    ground: Ground,
    staff: Staff,
    *,
    seed: int,
    until: dt.datetime,
    cases: int,
    beside: Callable[[Scene], list[Life]] = lambda scene: [],
) -> int:
    """Let ``cases`` cases, and other lives ``beside`` them, pass in the three months before ``until``.

    Returns how many steps were taken.
    """
    scene = Scene(ground, staff, Random(seed + 2), until, categories_in_use())  # noqa: S311 - reproducible, not secret
    others = beside(replace(scene, random=Random(seed + 4)))  # noqa: S311 - reproducible, not secret
    lives = [*(_case(scene, number, seed) for number in range(cases)), *others]
    waiting = [(next(life), number, life) for number, life in enumerate(lives)]
    heapq.heapify(waiting)
    day, steps = timezone.localdate(until - dt.timedelta(days=DAYS)), 0
    while waiting and waiting[0][0] < until:
        now, number, life = heapq.heappop(waiting)
        day = _sweep_until(day, timezone.localdate(now), until)
        again = next(life, None)
        steps += 1
        if again is not None:
            heapq.heappush(waiting, (again, number, life))
    _sweep_until(day, timezone.localdate(until) + dt.timedelta(days=1), until)
    return steps


def _sweep_until(day: dt.date, today: dt.date, until: dt.datetime) -> dt.date:
    while day < today:
        evening = timezone.make_aware(dt.datetime.combine(day, dt.time(19)))
        sweep(min(evening, until))
        day += dt.timedelta(days=1)
    return day


def _case(scene: Scene, number: int, seed: int) -> Life:
    chance = scene.random
    started = scene.until - dt.timedelta(days=DAYS) * chance.random() ** RECENT
    community = COMMUNITIES[0] if chance.random() < FIRST else chance.choice(COMMUNITIES)
    need = chance.choice(NEEDS)
    now = scene.later(started, 0, 4)
    yield now
    case = _report(scene, community, need, UUID(int=chance.getrandbits(128), version=4).hex, now)
    desk = scene.staff.at("community_worker", community.code)
    urgency = need.urgency if need.urgency != "normal" else case.urgency
    yield (now := scene.later(now, *PACE[urgency][0]))
    _accept(scene, case, desk, need, now)
    yield (now := scene.later(now, 0.05, 3))
    units = _units(scene, case, need)
    work = (
        _by_units(scene, case, desk, units, need, now)
        if units
        else _by_ourselves(scene, case, desk, need, now)
    )
    now = yield from work
    yield from _last_word(scene, case, desk, now)


def _report(scene: Scene, community: CommunityPlan, need: Need, key: str, now: dt.datetime) -> Case:
    chance, channel = scene.random, scene.random.choice(CHANNELS)
    place = _somewhere(scene, community)
    person = None
    if chance.random() < 0.8:
        person = register(
            name=next(people(chance)), phone=phone(chance), place=place, invented=True, by=SYSTEM
        )
    by = (
        NOBODY
        if channel in (Channel.PLACE_CODE, Channel.WEB)
        else scene.staff.at("community_worker", community.code)
    )
    told = actions.report(
        place=place,
        text=chance.choice(need.texts),
        by=by,
        channel=channel,
        client_key=key,
        reporter=person,
        now=now,
    )
    return told.case


def _somewhere(scene: Scene, community: CommunityPlan) -> Place:
    cell = f"{community.code}/c{scene.random.randrange(community.cells) + 1}/b"
    stairwells = [key for key in (f"{cell}/u{n}" for n in range(1, 5)) if key in scene.ground.places]
    return scene.ground.places[scene.random.choice([cell, *stairwells, *stairwells])]


def _accept(scene: Scene, case: Case, desk: Actor, need: Need, now: dt.datetime) -> None:
    urgency = case.urgency if case.urgency != "normal" else need.urgency
    actions.accept(case, by=desk, category=_category(scene, case.text), urgency=urgency, now=now)


def _category(scene: Scene, text: str) -> Category:
    """What the product itself takes the text for; the first category where it has no idea."""
    guesses = guess(text, scene.categories)
    return guesses[0].category if guesses else scene.categories[0]


def _units(scene: Scene, case: Case, need: Need) -> list[Organization]:
    """For each kind of unit the need takes, the one that serves the place; fewer where nobody does."""
    serving = summonable(case.place)
    return [unit for kind in need.units if (unit := next((u for u in serving if u.kind == kind), None))]


def _by_ourselves(scene: Scene, case: Case, desk: Actor, need: Need, now: dt.datetime) -> Life:
    actions.handle(case, by=desk, note="", now=now)
    yield (now := scene.later(now, 3, 50))
    actions.report_done(case, by=desk, note=need.answer or "已上门处理，当面说清楚了。", now=now)
    return now


def _by_units(
    scene: Scene, case: Case, desk: Actor, units: list[Organization], need: Need, now: dt.datetime
) -> Life:
    actions.whistle(case, by=desk, units=units, note=f"请到现场处理：{case.text[:40]}", now=now)
    come, arrive, solve = PACE[case.urgency]
    returned = False
    while summons := _next_open(case):
        yield (now := scene.later(now, *come))
        unit = scene.staff.at("unit_staff", _key_of(scene, summons.organization))
        if not returned and scene.random.random() < 0.08 and _may_return(summons, unit, now):
            returned = True
            yield from _returned(scene, case, summons, unit, desk, now)
            continue
        if summons.state == "issued":
            actions.sign_in(summons, by=unit, now=now)
        if scene.random.random() < 0.4:
            yield (now := scene.later(now, *arrive))
            actions.arrive(summons, by=unit, now=now)
        yield (now := scene.later(now, *solve))
        actions.answer(summons, by=unit, note=need.answer or "已处理完毕。", now=now)
    case.refresh_from_db()
    yield (now := scene.later(now, 0.5, 12))
    if scene.random.random() < 0.06:
        actions.send_back(case, by=desk, reason="现场看过，还没有彻底解决。", now=now)
        return (yield from _again(scene, case, desk, need, now))
    actions.verify(case, by=desk, note="现场看过，情况属实，已处理好。", now=now)
    return now


def _again(scene: Scene, case: Case, desk: Actor, need: Need, now: dt.datetime) -> Life:
    for summons in Summons.objects.filter(case=case, state="signed_in").select_related(
        "organization", "case"
    ):
        yield (now := scene.later(now, 2, 20))
        unit = scene.staff.at("unit_staff", _key_of(scene, summons.organization))
        actions.answer(summons, by=unit, note=f"返工完成。{need.answer}", now=now)
    case.refresh_from_db()
    yield (now := scene.later(now, 0.5, 8))
    actions.verify(case, by=desk, note="返工后现场复查合格。", now=now)
    return now


def _returned(scene: Scene, case: Case, summons: Summons, unit: Actor, desk: Actor, now: dt.datetime) -> Life:
    ground = Listed.objects.filter(purpose="return", active=True).order_by("position").first()
    other = _other_unit(case, summons)
    actions.dispute(
        summons, by=unit, ground=ground.code, proposed=other, reason="不在我方职责范围。", now=now
    )
    yield (now := scene.later(now, 0.5, 8))
    if scene.random.random() < 0.5:
        actions.reject(summons, by=desk, reason="按责任清单仍由贵单位牵头。", now=now)
    else:
        actions.uphold(summons, by=desk, unit=other, note="改派。", now=now)
    yield scene.later(now, 0.1, 2)


def _next_open(case: Case) -> Summons | None:
    pending = Summons.objects.filter(case=case, state__in=("issued", "signed_in", "on_site"))
    return pending.select_related("organization", "case__place").order_by("-lead", "id").first()


def _other_unit(case: Case, summons: Summons) -> Organization | None:
    called = set(Summons.objects.filter(case=case).values_list("organization_id", flat=True))
    return next(
        (unit for unit in summonable(case.place) if unit.pk not in called and unit.kind != "police_post"),
        None,
    )


def _may_return(summons: Summons, unit: Actor, now: dt.datetime) -> bool:
    return _other_unit(summons.case, summons) is not None and may(summons, "dispute", unit, now)


def _key_of(scene: Scene, organization: Organization) -> str:
    return next(key for key, body in scene.ground.bodies.items() if body.pk == organization.pk)


def _last_word(scene: Scene, case: Case, desk: Actor, now: dt.datetime) -> Life:
    """By telephone, by the resident's own page, or not at all; a few say: not solved."""
    chance = scene.random
    yield (now := scene.later(now, 2, 40))
    case.refresh_from_db()
    satisfied = chance.choice(SATISFACTIONS)
    roll = chance.random()
    if case.state not in ("verified", "unheard"):
        return
    if roll < 0.12:
        if case.state == "verified" and now < scene.until - STILL_TO_CALL:
            actions.call_back(case, by=desk, reached=False, now=now)
    elif case.state == "unheard" or roll < 0.35:
        resident = reporter_actor(Case.flow.noun, case.pk)
        actions.verdict(case, by=resident, solved=True, satisfied=satisfied, now=now)
    elif roll < 0.42:
        actions.call_back(case, by=desk, reached=True, solved=False, satisfied=Satisfaction.NOT, now=now)
        yield (now := scene.later(now, 1, 10))
        yield from _redone(scene, case, desk, now)
    else:
        actions.call_back(case, by=desk, reached=True, solved=True, satisfied=satisfied, now=now)


def _redone(scene: Scene, case: Case, desk: Actor, now: dt.datetime) -> Life:
    actions.handle(case, by=desk, note="社区书记带队上门复核。", now=now)
    yield (now := scene.later(now, 4, 30))
    actions.report_done(case, by=desk, note="第二次处理后，住户当面确认。", now=now)
    yield (now := scene.later(now, 2, 20))
    case.refresh_from_db()
    if case.state == "verified":
        actions.call_back(case, by=desk, reached=True, solved=True, satisfied=Satisfaction.SATISFIED, now=now)
