"""Forty units report to the communities of the demo zone; some of what they offer meets what is needed."""

import datetime as dt
from random import Random

from django.utils import timezone

from tongxin.demo.names import people as names
from tongxin.demo.names import phone
from tongxin.demo.settling import Ground
from tongxin.demo.staffing import Staff
from tongxin.demo.zone import COMMUNITIES
from tongxin.ground.organizations import actions as organizations
from tongxin.ground.organizations.models import Organization
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Person
from tongxin.ground.posts import actions as posts
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.selectors import actor_for
from tongxin.trades.orders import actions
from tongxin.trades.orders.models import Resource, Volunteer
from tongxin.trades.orders.selectors import proposals

UNITS = 40
MEMBERS = 90
NEEDS = 24
DAY = dt.timedelta(days=1)
TRADES = ("小学", "中学", "幼儿园", "卫生院", "银行支行", "税务所", "超市", "药店", "锂电厂", "设计院")
PLACES = ("光明路", "长白山路", "兴仁", "宁波路")
# What a unit of each trade offers, and what a community asks for in the same words.
OFFERS = (
    ("room", "多功能厅"),
    ("speaker", "家庭教育讲师"),
    ("skill", "文艺老师"),
    ("skill", "义诊医生"),
    ("speaker", "防诈骗讲师"),
    ("speaker", "个税政策讲师"),
    ("material", "节日慰问米面"),
    ("skill", "用药咨询药师"),
    ("car", "通勤大巴"),
    ("skill", "适老化设计师"),
)
ASKS = (
    ("room", "居民议事会要一间多功能厅"),
    ("speaker", "暑期家庭教育讲座"),
    ("skill", "社区合唱队请文艺老师"),
    ("skill", "重阳义诊请医生"),
    ("speaker", "老年人防诈骗讲座"),
    ("material", "春节慰问困难家庭的米面"),
    ("car", "带老人看展的大巴"),
    ("skill", "家里装扶手请设计师看看"),
)


def share(
    ground: Ground,
    staff: Staff,
    helping: list[Volunteer],
    *,
    seed: int,
    until: dt.datetime,
    units: int,
    by: Actor,
) -> int:
    """Register the units, a share of the members, needs, and let the pairings live; returns the pairings."""
    random = Random(seed + 5)  # noqa: S311 - reproducible, not secret
    since = timezone.localdate(until) - 300 * DAY
    founded = _found(units, since, by)
    for number, unit in enumerate(founded):
        community = ground.places[COMMUNITIES[number % len(COMMUNITIES)].code]
        registration = actions.register_unit(unit, community, by=by, since=since)
        means, title = OFFERS[number % len(OFFERS)]
        actions.offer_resource(registration, by=by, means=means, title=title, times=2, since=since)
    members = [each for each in helping if each.member and each.person_id][: MEMBERS * units // UNITS]
    for number, member in enumerate(members):
        actions.register_member(member, by=by, unit=founded[number % len(founded)], since=since)
    return sum(_lived(ground, staff, random, number, until, by) for number in range(NEEDS * units // UNITS))


def _found(count: int, since: dt.date, by: Actor) -> list[Organization]:
    called = [f"{PLACES[n // len(TRADES) % len(PLACES)]}{TRADES[n % len(TRADES)]}" for n in range(count)]
    return organizations.found_organizations(
        [{"kind": "unit", "name": name, "parent": None, "since": since, "places": []} for name in called],
        by=by,
    )


def _lived(ground: Ground, staff: Staff, random: Random, number: int, until: dt.datetime, by: Actor) -> bool:
    """One need: named, and where a unit of the street can, agreed on, delivered and thanked for."""
    code = COMMUNITIES[number % len(COMMUNITIES)].code
    desk = staff.at("community_worker", code)
    named = until - random.randrange(12, 90) * DAY
    means, title = ASKS[number % len(ASKS)]
    day = timezone.localdate(named)
    need = actions.name_need(
        ground.places[code], by=by, means=means, title=title, by_day=day + 30 * DAY, on=day
    )
    found = proposals(need, day)
    if not found:
        return False
    pairing = actions.propose(need, found[0].resource, by=desk, now=named + DAY)
    unit = _speaker(found[0].resource, random, by)
    if random.random() < 0.15:
        actions.decline_pairing(pairing, by=unit, reason="近期人手排不开，下次优先。", now=named + 3 * DAY)
        return True
    actions.agree_pairing(pairing, by=unit, now=named + 2 * DAY)
    held = named + random.randrange(4, 25) * DAY
    if held + DAY < until:
        reached, minutes = random.randrange(8, 80), random.choice((60, 90, 120))
        facts = {"note": f"{title}：已落实。", "held_at": held, "minutes": minutes, "reached": reached}
        actions.deliver(pairing, by=desk, now=held + DAY / 4, **facts)
    if held + 3 * DAY < until:
        letter = f"感谢贵单位。{title}顺利办成，{reached}位居民参加，大家都说好。"
        actions.thank(pairing, by=desk, letter=letter, now=held + 2 * DAY)
    return True


def _speaker(resource: Resource, random: Random, by: Actor) -> Actor:
    """Somebody of the unit who answers for it; opened when first needed."""
    unit = resource.registration.unit
    post = unit.posts.select_related("account").first()
    if post is None:
        person = people.register(
            name=next(names(random)), phone=phone(random), kind=Person.Kind.WORKER, invented=True, by=by
        )
        account = people.open_account(username=f"unit.{unit.pk}", person=person, password="", by=by)
        facts = {"role": "unit_staff", "person": person, "account": account, "organization": unit}
        posts.appoint_many([{**facts, "since": resource.since}], by=by)
        return actor_for(account, resource.since)
    return actor_for(post.account, resource.since)
