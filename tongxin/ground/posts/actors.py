"""Who acts: what a door hands to every verb as ``by=``.

Pure: no database here. ``selectors.actor_for`` builds the actor of an account from its posts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tongxin.ground.posts.roles import ROLES
from tongxin.ground.territory.paths import is_within


@dataclass(frozen=True, slots=True)
class Holding:
    """One post as it counts today.

    ``place_path`` is the path of the place the post is held in, None for a post held in an organisation.
    ``paths`` are the paths below which its verbs count: the place itself, or the places a territorial party
    organisation covers; empty for a unit, which sees only what it was summoned to.
    ``label`` is written into journals: place or organisation and role, never a person's name.
    ``where`` is the place or organisation alone.
    """

    role: str
    place_path: str | None = None
    paths: tuple[str, ...] = ()
    organization_id: int | None = None
    label: str = ""
    where: str = ""

    @property
    def said(self) -> str:
        """The post in the reader's language; ``label`` stays in the zone's own, as journals keep it."""
        return f"{self.where} · {ROLES[self.role].title}"

    def covers(self, path: str) -> bool:
        """Whether ``path`` is one of this holding's places or lies below one."""
        return any(is_within(path, top) for top in self.paths)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who or what acts: an account through its posts, a reporter, a unit by signed link, the system.

    ``key`` identifies it in a journal: "account:7", "reporter:cases.case:15", "link:cases.summons:3",
    "system". ``name`` is safe to journal. ``named`` are the things that name this actor:
    ("cases.case:15", "reporter").
    """

    key: str
    name: str = ""
    account_id: int | None = None
    holdings: tuple[Holding, ...] = ()
    named: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    @property
    def is_system(self) -> bool:
        """The house itself: sweeps, imports and seeds. No gate stands in its way."""
        return self.key == "system"

    @property
    def is_nobody(self) -> bool:
        return self.key == "nobody"

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(holding.role for holding in self.holdings)

    @property
    def organization_ids(self) -> frozenset[int]:
        """The organisations this actor may speak for."""
        return frozenset(h.organization_id for h in self.holdings if h.organization_id is not None)

    def holdings_at(self, path: str, role: str | None = None) -> Iterator[Holding]:
        """The holdings that reach ``path``, only those of ``role`` when it is given."""
        return (h for h in self.holdings if (role is None or h.role == role) and h.covers(path))

    def holds(self, role: str, path: str) -> bool:
        """Whether it holds ``role`` at ``path`` or at an ancestor of it."""
        return any(True for _ in self.holdings_at(path, role))

    def holds_in(self, role: str, organization_id: int) -> bool:
        """Whether it holds ``role`` in that organisation."""
        return any(h.role == role and h.organization_id == organization_id for h in self.holdings)

    def is_named(self, noun: str, thing_id: object, role: str) -> bool:
        """Whether the thing names this actor in that role: its reporter, its unit."""
        return (f"{noun}:{thing_id}", role) in self.named


SYSTEM = Actor(key="system", name="system")
NOBODY = Actor(key="nobody")


def reporter_actor(noun: str, thing_id: object) -> Actor:
    """The resident who reported a thing, known by its query code and by nothing else."""
    thing = f"{noun}:{thing_id}"
    return Actor(key=f"reporter:{thing}", name="reporter", named=frozenset({(thing, "reporter")}))


def link_actor(noun: str, thing_id: object, organization_id: int, name: str) -> Actor:
    """A unit that opened the signed link of one summons: it is that unit, for that thing, without an account.

    ``name`` is the unit's name.
    """
    thing = f"{noun}:{thing_id}"
    holding = Holding(role="unit_staff", organization_id=organization_id, label=name)
    return Actor(key=f"link:{thing}", name=name, holdings=(holding,), named=frozenset({(thing, "unit")}))
