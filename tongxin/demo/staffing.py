"""Fills the posts of the demo zone with invented persons; opens accounts; a household behind every door."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import override

from tongxin.demo.bodies import Holder
from tongxin.demo.settling import Ground
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Account, Person
from tongxin.ground.posts import actions as posts
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.models import Post
from tongxin.ground.posts.roles import Role
from tongxin.ground.posts.selectors import actor_for

# Roles that work at a screen; the first holder of each in the zone gets an account one can sign in with.
AT_A_SCREEN = {
    "zone_leader",
    "street_leader",
    "street_desk",
    "community_secretary",
    "community_worker",
    "grid_worker",
    "unit_head",
    "unit_staff",
}
ADMINISTRATORS = ("system_admin", "security_admin", "auditor")


@dataclass
class Staff:
    """The actors of the demo zone by role and by the key of the place or body they hold it in."""

    actors: dict[tuple[str, str], Actor] = field(default_factory=dict)
    shown: list[Account] = field(default_factory=list)

    def at(self, role: str, key: str) -> Actor:
        return self.actors[role, key]


def settle_households(ground: Ground, by: Actor) -> int:
    """One household behind every door; how many that makes."""
    doors = [place for key, place in ground.places.items() if place.level.code == "door"]
    return people.settle(
        [{"place": door, "size": 1 + door.pk % 4, "invented": True} for door in doors], by=by
    ).households


def staff(ground: Ground, *, since: dt.date, password: str, by: Actor) -> Staff:
    """Appoint everybody; accounts for who works at a screen, with ``password`` for the first of each role."""
    rows, opened = [], []
    named = [{"name": holder.name, "phone": holder.phone} for holder in ground.plan.holders]
    persons = people.enlist(named, kind=Person.Kind.WORKER, invented=True, by=by)
    for holder, person in zip(ground.plan.holders, persons, strict=True):
        account = _account(holder, person, ground, password, opened, by)
        rows.append(
            {
                "role": holder.role,
                "person": person,
                "account": account,
                "place": ground.places[holder.place] if holder.place else None,
                "organization": ground.bodies[holder.body] if holder.body else None,
                "since": since,
            }
        )
    zone = ground.places["zone"]
    for role in ADMINISTRATORS:
        account = people.open_account(username=role.replace("_", "."), password=password, by=by)
        opened.append((role, "zone", account, True))
        rows.append({"role": role, "account": account, "place": zone, "since": since})
    posts.appoint_many(rows, by=by)
    made = Staff(shown=[account for _role, _key, account, shown in opened if shown])
    for role, key, account, _shown in opened:
        made.actors.setdefault((role, key), actor_for(account))
    return made


def _account(
    holder: Holder, person: Person, ground: Ground, password: str, opened: list, by: Actor
) -> Account | None:
    if holder.role not in AT_A_SCREEN:
        return None
    key = holder.place or holder.body or ""
    if any(role == holder.role and where == key for role, where, _account, _shown in opened):
        return None
    first = not any(role == holder.role for role, *_rest in opened)
    taken = sum(role == holder.role for role, *_rest in opened)
    username = holder.role.replace("_", ".") + ("" if first else f".{taken + 1}")
    account = people.open_account(username=username, person=person, password=password if first else "", by=by)
    opened.append((holder.role, key, account, first))
    return account


def shown_accounts(usernames: list[str]) -> list[tuple[str, str, str]]:
    """(user name, role in both languages, where) of the accounts one can try the demo with, in that order."""
    held = Post.objects.filter(account__username__in=usernames).select_related(
        "account", "place", "organization"
    )
    found = {post.account.username: post for post in held}
    return [
        (name, _in_both(found[name].definition), str(found[name].place or found[name].organization))
        for name in usernames
        if name in found
    ]


def _in_both(role: Role) -> str:
    with override("en"):
        return f"{role.title} · {role.name}"
