"""Who may take a step, whose turn it is, who is told: one small language for all three.

``here("community_worker")`` holds that post in the thing's place or an ancestor of it; ``above(...)`` on a
proper ancestor; ``the("reporter", words=...)`` is named on the thing; ``anyone()``; ``system()``. Combine
with ``|``. The raising form (``actions.taking``) and the boolean form (``selectors.available_steps``) use
the same ``reason``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import lazy, lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.roles import ROLES, with_verb
from tongxin.ground.territory import paths


class Who:
    """Someone, described. Subclasses say ``allows``, ``words`` and the ``tokens`` written into the
    journal.
    """

    def allows(self, actor: Actor, thing: Any) -> bool:
        raise NotImplementedError

    @property
    def words(self) -> object:
        """A lazy phrase: "the community worker of this place"."""
        raise NotImplementedError

    @property
    def tokens(self) -> tuple[str, ...]:
        """JSON-safe names, read back by ``read``: ("here:community_worker", "the:reporter")."""
        raise NotImplementedError

    def acts_as(self, actor: Actor, thing: Any) -> str:
        """The token under which ``actor`` is allowed ("here:community_worker"), or "" when refused."""
        single = (part for whole in self for part in whole.singly())
        return next((part.tokens[0] for part in single if part.allows(actor, thing)), "")

    def singly(self) -> list[Who]:
        """The same, one role or name at a time."""
        return [self]

    def reason(self, actor: Actor, thing: Any) -> object:
        """Why ``actor`` is refused, and whom to ask instead; empty when allowed."""
        if self.allows(actor, thing):
            return ""
        return format_lazy(_("This is for {whom} to do. Please ask them."), whom=self.words)

    def __or__(self, other: Who) -> AnyOf:
        return AnyOf((*self, *other))

    def __iter__(self) -> Iterator[Who]:
        yield self


@dataclass(frozen=True)
class AnyOf(Who):
    """Any one of ``parts`` will do."""

    parts: tuple[Who, ...]

    def allows(self, actor: Actor, thing: Any) -> bool:
        return any(part.allows(actor, thing) for part in self.parts)

    @property
    def words(self) -> object:
        return _join([part.words for part in self.parts])

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(token for part in self.parts for token in part.tokens)

    def __iter__(self) -> Iterator[Who]:
        yield from self.parts


@dataclass(frozen=True)
class Here(Who):
    """Holds one of ``roles`` in the thing's place or an ancestor of it."""

    roles: tuple[str, ...]

    def allows(self, actor: Actor, thing: Any) -> bool:
        return any(actor.holds(role, thing.place_path) for role in self.roles)

    def singly(self) -> list[Who]:
        return [Here((name,)) for name in self.roles]

    @property
    def words(self) -> object:
        return format_lazy(_("the {roles} of this place"), roles=_join(_role_names(self.roles)))

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(f"here:{role}" for role in self.roles)


@dataclass(frozen=True)
class Above(Who):
    """Holds one of ``roles`` on a proper ancestor of the thing's place."""

    roles: tuple[str, ...]

    def allows(self, actor: Actor, thing: Any) -> bool:
        parent = paths.parent_of(thing.place_path)
        return bool(parent) and any(actor.holds(role, parent) for role in self.roles)

    def singly(self) -> list[Who]:
        return [Above((name,)) for name in self.roles]

    @property
    def words(self) -> object:
        return format_lazy(_("the {roles} above this place"), roles=_join(_role_names(self.roles)))

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(f"above:{role}" for role in self.roles)


@dataclass(frozen=True)
class The(Who):
    """Named on the thing itself as one of ``names``: the thing's own ``the(name, actor)`` decides."""

    names: tuple[str, ...]
    phrase: object = ""

    def allows(self, actor: Actor, thing: Any) -> bool:
        return any(thing.the(name, actor) for name in self.names)

    def singly(self) -> list[Who]:
        return [The((name,), self.phrase) for name in self.names]

    @property
    def words(self) -> object:
        return self.phrase or _join(self.names)

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(f"the:{name}" for name in self.names)


@dataclass(frozen=True)
class Anyone(Who):
    """Everybody, signed in or not."""

    def allows(self, actor: Actor, thing: Any) -> bool:
        return True

    @property
    def words(self) -> object:
        return _("anyone")

    @property
    def tokens(self) -> tuple[str, ...]:
        return ("anyone",)


@dataclass(frozen=True)
class System(Who):
    """The machine: time limits and other rules that act by themselves."""

    def allows(self, actor: Actor, thing: Any) -> bool:
        return actor.is_system

    @property
    def words(self) -> object:
        return _("the system itself")

    @property
    def tokens(self) -> tuple[str, ...]:
        return ("system",)


def here(*roles: str) -> Here:
    """Holds one of these posts in the thing's place or an ancestor of it."""
    return Here(roles)


def anyone_with(verb: str) -> Here:
    """Holds, in the thing's place or an ancestor of it, a post that carries ``verb``."""
    return Here(tuple(role.code for role in with_verb(verb)))


def above(*roles: str) -> Above:
    """Holds one of these posts on a proper ancestor of the thing's place."""
    return Above(roles)


def the(*names: str, words: object = "") -> The:
    """The person or unit named on the thing; ``words`` is the phrase a reader sees ("the resident
    who reported it").
    """
    return The(names, words)


def anyone() -> Anyone:
    return Anyone()


def system() -> System:
    return System()


def read(token: str) -> Who:
    """The inverse of ``tokens``: "here:community_worker" -> here("community_worker"). ValueError if
    it is none.
    """
    kind, _colon, name = token.partition(":")
    makers = {"here": here, "above": above, "the": the}
    if kind in makers and name:
        return makers[kind](name)
    if not name and kind in ("anyone", "system"):
        return Anyone() if kind == "anyone" else System()
    raise ValueError(f"not an audience: {token!r}")


def _title(role: str) -> str:
    return ROLES[role].title if role in ROLES else role


_lazy_title = lazy(_title, str)


def _role_names(roles: tuple[str, ...]) -> list[object]:
    return [_lazy_title(role) for role in roles]


def _join(phrases: list[object] | tuple[object, ...]) -> object:
    """ "a", "a or b", "a, b or c", lazily in the reader's language."""
    if len(phrases) < 2:
        return phrases[0] if phrases else lazystr("")
    head = phrases[0]
    for phrase in phrases[1:-1]:
        head = format_lazy(_("{first}, {second}"), first=head, second=phrase)
    return format_lazy(_("{first} or {second}"), first=head, second=phrases[-1])
