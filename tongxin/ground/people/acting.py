"""What people needs to know of whoever acts. Actors themselves live a storey higher, in posts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol


class Acting(Protocol):
    """An actor: a key and a name that are safe to write down, and the posts it holds."""

    @property
    def key(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def is_system(self) -> bool: ...

    @property
    def holdings(self) -> Iterable[Any]: ...

    def holdings_at(self, path: str, role: str | None = None) -> Iterator[Any]: ...


@dataclass(frozen=True)
class _System:
    """The house itself, for what runs by the clock."""

    key: str = "system"
    name: str = "system"
    is_system: bool = True
    holdings: tuple[Any, ...] = ()

    def holdings_at(self, path: str, role: str | None = None) -> Iterator[Any]:
        return iter(())


SYSTEM = _System()


def role_at(actor: Acting, path: str) -> str:
    """The label of the nearest post that reaches ``path``; empty when none does."""
    reaching = sorted(
        actor.holdings_at(path), key=lambda holding: len(holding.place_path or ""), reverse=True
    )
    return reaching[0].label if reaching else ""


def desk_of(actor: Acting) -> str:
    """The path of the place whose desk the actor sits at; empty for one without a post at a place."""
    return next((path for holding in actor.holdings for path in holding.paths), "")
