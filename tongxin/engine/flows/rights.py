"""What is kept for the whole house, not for a place: a post that carries the verb, wherever it is held."""

from __future__ import annotations

from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor


def require_anywhere(actor: Actor, verb: str) -> None:
    """Let an actor with ``verb`` in any place do it; raises ``gates.Forbidden`` with the reason and
    whom to ask.
    """
    if not gates.has_anywhere(actor, verb):
        raise gates.Forbidden(gates.reason(verb))
