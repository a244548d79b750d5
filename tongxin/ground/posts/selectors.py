"""Who holds what. Every question asks a fixed number of queries."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet

from tongxin.ground.organizations.dates import in_force, today
from tongxin.ground.organizations.kinds import TERRITORIAL
from tongxin.ground.organizations.models import Coverage, Organization
from tongxin.ground.organizations.selectors import organizations_within
from tongxin.ground.people.models import Account
from tongxin.ground.posts.actors import NOBODY, Actor, Holding
from tongxin.ground.posts.models import Change, Post
from tongxin.ground.posts.roles import RESIDENT
from tongxin.ground.statements import Given, composed
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import ancestors_of, below

SAID_OF_A_HOLDING = (
    "role", "place__path", "place__full_name", "organization__kind", "organization__name",
)  # fmt: skip


def posts(on: dt.date | None = None) -> QuerySet[Post]:
    """The posts that count on a day: held then, in a place or an organisation that was there then."""
    on = today(on)
    there = (Q(place__isnull=False) & in_force(on, "place__")) | (
        Q(organization__isnull=False) & in_force(on, "organization__")
    )
    return Post.objects.filter(in_force(on), there).select_related("place", "organization")


def actor_for(account: Account, on: dt.date | None = None) -> Actor:
    """The actor of an account on a day, from its own posts and those of its person. At most two queries.

    An account that is switched off is nobody.
    """
    if not account.is_active:
        return NOBODY
    on = today(on)
    held = _held().things(account=account.pk, person=account.person_id, on=on)
    covered = _covered([post.organization for post in held if post.organization], on)
    holdings = tuple(_holding(post, covered) for post in held)
    name = holdings[0].label if holdings else RESIDENT
    return Actor(key=f"account:{account.pk}", name=name, account_id=account.pk, holdings=holdings)


@composed
def _held() -> QuerySet[Post]:
    mine = Q(account=Given("account")) | Q(person=Given("person"))
    return posts(Given("on")).filter(mine).only(*SAID_OF_A_HOLDING)


def _holding(post: Post, covered: dict[int, tuple[str, ...]]) -> Holding:
    names = {"label": post.label, "where": post.where}
    if post.place:
        return Holding(post.role, post.place.path, (post.place.path,), None, **names)
    return Holding(post.role, None, covered.get(post.organization_id, ()), post.organization_id, **names)


def _covered(organizations: Collection[Organization], on: dt.date) -> dict[int, tuple[str, ...]]:
    """The paths that territorial party organisations cover, by organisation; no query without one."""
    ids = {each.pk for each in organizations if each.kind in TERRITORIAL}
    found: dict[int, tuple[str, ...]] = {}
    if ids:
        rows = Coverage.objects.filter(in_force(on), in_force(on, "place__"), organization__in=ids)
        for organization_id, path in rows.order_by("place_path").values_list("organization_id", "place_path"):
            found[organization_id] = (*found.get(organization_id, ()), path)
    return found


def posts_here(role: str, path: str, on: dt.date | None = None, *, above: bool = False) -> QuerySet[Post]:
    """Who holds ``role`` at ``path`` or at an ancestor; with ``above``, only at a proper ancestor. One query.

    Counts posts in places and in territorial party organisations that cover one of them, exactly like
    ``Actor.holds`` and ``gates.holds_above``.
    """
    on = today(on)
    steps = ancestors_of(path)[: -1 if above else None]
    covering = Coverage.objects.filter(
        in_force(on), in_force(on, "place__"), place_path__in=steps, organization__kind__in=TERRITORIAL
    )
    here = Q(place_path__in=steps) | Q(organization__in=covering.values("organization"))
    return posts(on).filter(here, role=role)


def posts_of_unit(organization_id: int, on: dt.date | None = None) -> QuerySet[Post]:
    """Everyone who holds a post in an organisation. One query."""
    return posts(on).filter(organization=organization_id)


def posts_at(place: Place, on: dt.date | None = None) -> QuerySet[Post]:
    """The posts held in just this place. One query."""
    return posts(on).filter(place=place)


def posts_below(paths: Collection[str], on: dt.date | None = None) -> QuerySet[Post]:
    """The posts in places below any of these paths, and in organisations that cover or serve there.

    The path "" is everywhere. For lists of who holds what in an area. One query.
    """
    if "" in paths:
        return posts(on)
    area = Q(organization__in=organizations_within(paths, on).order_by().values("pk"))
    for path in paths:
        area |= below("place_path", path)
    return posts(on).filter(area)


def history(post: Post) -> QuerySet[Change]:
    """What was done about a post, newest first."""
    return Change.objects.filter(post_id=post.pk)
