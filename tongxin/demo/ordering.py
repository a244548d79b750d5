"""Three months of orders, lived beside the cases: by residents, volunteers and the community's desk."""

import datetime as dt
from random import Random
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tongxin.demo.life import Life, Scene
from tongxin.demo.names import people, phone
from tongxin.demo.zone import COMMUNITIES, CommunityPlan
from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.people.actions import register
from tongxin.ground.posts.actors import NOBODY, SYSTEM, Actor, reporter_actor
from tongxin.trades.orders import actions
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.choices import Content, Way
from tongxin.trades.orders.models import Order, ServiceKind, Volunteer

ORDERS = 40
TO_PLAN = 40
MOST = 0.6  # of those to plan are in the community whose desk the printed accounts open
OPENLY = 0.4  # of those to plan may be taken by anybody near
WAYS = (Way.PHONE,) * 4 + (Way.DESK,) * 2 + (Way.WEB,) * 3 + (Way.PLACE_CODE,) * 2
WISHES = (
    "想学一支广场舞，找人教教动作",
    "老花镜坏了，想有人帮着去配一副",
    "孙子想要一本《昆虫记》，能借一本吗",
    "想给老伴拍张像样的合影",
)
CONTENTS = (Content.VERY,) * 6 + (Content.SATISFIED,) * 5 + (Content.MOSTLY, Content.NOT)
DAYS = 92
LONG = dt.timedelta(hours=9)
# From which hour, for how many: the parts of a day in which people are at home and ask for somebody.
PARTS = ((8, 3), (9, 3), (9, 3), (14, 3), (14, 4), (15, 3), (18, 2))
Windows = list[tuple[dt.datetime, dt.datetime]]


def order_lives(scene: Scene, count: int) -> list[Life]:
    """One generator for each order; woken by the clock of the zone."""
    kinds = ServiceKind.menu("", scene.until.date())
    return [_order(scene, kinds) for _number in range(count)]


def orders_to_plan(scene: Scene, count: int) -> list[Life]:
    """Orders of the last two days for the days to come: most are kept for the plan of the week, the others
    may be taken.
    """
    kinds = ServiceKind.menu("", scene.until.date())
    return [_to_be_planned(scene, kinds) for _number in range(count)]


def _to_be_planned(scene: Scene, kinds: list[ServiceKind]) -> Life:
    chance = scene.random
    community = COMMUNITIES[0] if chance.random() < MOST else chance.choice(COMMUNITIES)
    started = scene.until - dt.timedelta(hours=chance.uniform(14, 44))
    yield (now := scene.later(started, 0, 2))
    kind = chance.choice(kinds) if chance.random() < 0.95 else None
    order = _placed(scene, community, kind, now, _soon(scene, kind))
    yield (now := scene.later(now, 0.5, 6))
    desk = scene.staff.at("community_worker", community.code)
    actions.accept(order, by=desk, openly=not order.sensitive and chance.random() < OPENLY, now=now)


def _soon(scene: Scene, kind: ServiceKind | None) -> Windows:
    """One or two parts of the seven days from tomorrow on, as people say when it suits them."""
    chance = scene.random
    day = timezone.localtime(scene.until).replace(minute=0, second=0, microsecond=0)
    takes = dt.timedelta(minutes=kind.minutes if kind else 0)
    windows = []
    for ahead in sorted(chance.sample(range(1, 8), chance.choice((1, 1, 2)))):
        since, hours = chance.choice(PARTS)
        begins = (day + dt.timedelta(days=ahead)).replace(hour=since)
        windows.append((begins, begins + max(takes, dt.timedelta(hours=hours))))
    return windows


def _whole_day(chance: Random, now: dt.datetime) -> Windows:
    day = (now + dt.timedelta(days=chance.randrange(2, 8))).replace(hour=8, minute=0, second=0, microsecond=0)
    return [(day, day + LONG)]


def _order(scene: Scene, kinds: list[ServiceKind]) -> Life:
    chance = scene.random
    started = scene.until - dt.timedelta(days=DAYS) * chance.random()
    community = chance.choice(COMMUNITIES)
    kind = chance.choice(kinds) if chance.random() < 0.9 else None
    yield (now := scene.later(started, 0, 4))
    order = _placed(scene, community, kind, now)
    desk = scene.staff.at("community_worker", community.code)
    yield (now := scene.later(now, 0.5, 7))
    if chance.random() < 0.04:
        actions.refuse(order, by=desk, reason="这件事社区帮不上，已电话说明并给了办法。", now=now)
        return
    actions.accept(order, by=desk, openly=not order.sensitive, now=now)
    yield (now := scene.later(now, 1, 6))
    now = yield from (_asked(scene, order, desk, now) if order.sensitive else _found(scene, order, desk, now))
    order.refresh_from_db()
    if order.state == "taken":
        now = yield from _done(scene, order, now)
    yield from _last_word(scene, order, desk, now)


def _placed(
    scene: Scene,
    community: CommunityPlan,
    kind: ServiceKind | None,
    now: dt.datetime,
    windows: Windows | None = None,
) -> Order:
    chance, way = scene.random, scene.random.choice(WAYS)
    place = scene.ground.places[f"{community.code}/c{chance.randrange(community.cells) + 1}/b"]
    person = register(
        name=next(people(chance)),
        phone=phone(chance),
        place=place,
        born=chance.randrange(1936, 1954),
        invented=True,
        by=SYSTEM,
    )
    by = NOBODY if way in (Way.WEB, Way.PLACE_CODE) else scene.staff.at("community_worker", community.code)
    return actions.place_order(
        place=place,
        by=by,
        way=way,
        windows=windows or _whole_day(chance, now),
        kind=kind,
        text="" if kind else chance.choice(WISHES),
        requester=person,
        client_key=UUID(int=chance.getrandbits(128), version=4).hex,
        now=now,
    ).order


def _asked(scene: Scene, order: Order, desk: Actor, now: dt.datetime) -> Life:
    """Two vetted volunteers are asked; sometimes one of them can't, and another one is."""
    while order.state == "accepted":
        chosen = Volunteer.fitting(order)[: order.places_left]
        if len(chosen) < order.places_left:
            return (yield from _ourselves(scene, order, desk, now))
        actions.dispatch(order, by=desk, volunteers=chosen, now=now)
        for volunteer in chosen:
            yield (now := scene.later(now, 0.5, 8))
            order.refresh_from_db()
            if not order.the("asked", volunteer_actor(volunteer)):
                continue
            answer = actions.decline if scene.random.random() < 0.1 else actions.agree
            answer(order, by=volunteer_actor(volunteer), now=now)
        yield (now := scene.later(now, 0.5, 4))
        order.refresh_from_db()
    return now


def _found(scene: Scene, order: Order, desk: Actor, now: dt.datetime) -> Life:
    """Taken by whoever suits; a few find nobody, go further afield, and end with the community."""
    lonely = scene.random.random() < 0.1
    while order.state in ("open", "widened"):
        fitting = [each for each in Volunteer.fitting(order)[:8] if each.is_near(order)]
        if fitting and not lonely:
            actions.take(order, by=volunteer_actor(scene.random.choice(fitting)), now=now)
        yield (now := scene.later(now, 1, 20))
        order.refresh_from_db()
    if order.state == "own_duty":
        return (yield from _ourselves(scene, order, desk, now))
    return now


def _ourselves(scene: Scene, order: Order, desk: Actor, now: dt.datetime) -> Life:
    if order.state != "own_duty":
        actions.do_ourselves(order, by=desk, now=now)
    yield (now := scene.later(now, 3, 30))
    actions.finish_ourselves(order, by=desk, note="社区工作者上门办好了。", now=now)
    return now


def _done(scene: Scene, order: Order, now: dt.datetime) -> Life:
    taker = volunteer_actor(order.engaged()[0].volunteer)
    starts_at = agree_on_a_time(scene, order, taker, now)
    yield starts_at
    if scene.random.random() < 0.5:
        actions.set_out(order, by=taker, now=starts_at)
    yield (now := starts_at + dt.timedelta(minutes=order.minutes))
    spent = max(10, round(order.minutes * scene.random.uniform(0.7, 1.2) / 5) * 5)
    actions.finish(order, by=taker, note="按约上门，已办好。", minutes=spent, now=now)
    return now


def agree_on_a_time(
    scene: Scene, order: Order, taker: Actor, now: dt.datetime, *, after: dt.datetime | None = None
) -> dt.datetime:
    """The time that is agreed: a later one where whoever took it is somewhere else at the first."""
    starts_at = scene.later(after or now, 20, 90)
    try:
        with transaction.atomic():  # a time that is refused must not end the whole zone
            actions.schedule(order, by=taker, starts_at=starts_at, now=now)
    except Incomplete:
        return agree_on_a_time(scene, order, taker, now, after=starts_at)
    return starts_at


def _last_word(scene: Scene, order: Order, desk: Actor, now: dt.datetime) -> Life:
    chance = scene.random
    yield (now := scene.later(now, 2, 40))
    order.refresh_from_db()
    if order.state == "done" and chance.random() < 0.8:
        by = reporter_actor(Order.flow.noun, order.pk) if chance.random() < 0.5 else desk
        said = chance.choice(CONTENTS)
        actions.rate(order, by=by, content=said, time_right=chance.random() < 0.95, now=now)
        if said is Content.NOT:
            yield from _complained(order, desk, now)
    while order.state in ("done", "rated"):
        yield (now := scene.later(now, 10, 30))
        order.refresh_from_db()
        if order.state == "rated":
            actions.close(order, by=desk, minutes=order.minutes, note="电话核实过时长。", now=now)


def _complained(order: Order, desk: Actor, now: dt.datetime) -> Life:
    """Who is not satisfied says why; the desk asks both sides. Every other complaint is upheld."""
    by = reporter_actor(Order.flow.noun, order.pk)
    made = actions.complain(order, by=by, text="约好上午，下午才来，也没有提前说一声。", now=now)
    yield (now := now + dt.timedelta(hours=20))
    if order.pk % 2:
        actions.uphold(made, by=desk, reason="两边都问过，确实迟到了，志愿者也认。", now=now)
    else:
        actions.not_uphold(made, by=desk, reason="通话记录里改过时间，是双方说好的。", now=now)
