"""One step with several things: each in its own transaction, each refused for its own reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tongxin.engine.flows.models import Flowing
from tongxin.engine.flows.refusals import AlreadyTaken, Refused
from tongxin.ground.posts.actors import Actor

Thing = TypeVar("Thing", bound=Flowing)


@dataclass(frozen=True)
class Left(Generic[Thing]):
    """A thing with which it can't be done, and why, in words."""

    thing: Thing
    reason: object


@dataclass(frozen=True)
class Summary(Generic[Thing]):
    """What became of it: with which it is done, and why not with the others."""

    done: list[Thing]
    left: list[Left[Thing]]


def take_each(
    things: Iterable[tuple[Thing, int | None, Mapping[str, Any]]], name: str, *, by: Actor, client_key: str
) -> Summary[Thing]:
    """Take the step with each thing; with each comes the version its reader saw, and its answers.

    One transaction a thing: a refusal leaves the others as they are. Sent again with the same key, nothing is
    done twice and what was done counts as done.
    """
    done: list[Thing] = []
    left: list[Left[Thing]] = []
    for thing, version, answers in things:
        act = thing.flow.action(name)
        try:
            act(thing, by=by, version=version, client_key=client_key, **answers)
        except AlreadyTaken:
            done.append(thing)
        except Refused as refused:
            left.append(Left(thing, str(refused)))
        else:
            done.append(thing)
    return Summary(done, left)
