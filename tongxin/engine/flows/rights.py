"""Who may change what the engine keeps: at a place, or for the whole house."""

from __future__ import annotations

from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.paths import WIDTH


def holds_everywhere(actor: Actor, verb: str) -> bool:
    """Whether a post of ``actor`` carries ``verb`` for a whole tree of places, from its root down."""
    return any(len(path) <= WIDTH for path in gates.scope(actor, verb))


def require_everywhere(actor: Actor, verb: str) -> None:
    """For what holds in every place alike; raises ``gates.Forbidden`` with the reason and whom to ask."""
    if not holds_everywhere(actor, verb):
        raise gates.Forbidden(gates.reason(verb))


def require_at(actor: Actor, verb: str, place_path: str) -> None:
    """For what holds below one place, or everywhere when ``place_path`` is empty."""
    if place_path:
        gates.require(actor, verb, place_path)
    else:
        require_everywhere(actor, verb)
