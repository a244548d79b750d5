"""Every state × step × person of a flow, for a trade's own test to compare with its table.

@pytest.mark.parametrize("state", [state.name for state in CASE.states])
def test_every_state_step_and_person(cast, state, reach):
    thing = reach(state)                                   # walked there through the flow
    offered = enumerate_offers(thing, cast_of_actors)      # {(step, person): allowed}
    assert offered == allowed_by_table(CASE, state, {"accept": {"worker", "secretary"}, …})
"""

from collections.abc import Iterable, Iterator, Mapping

from tongxin.engine.flows.models import Flowing
from tongxin.engine.flows.selectors import available_steps, may
from tongxin.engine.flows.table import Flow
from tongxin.ground.posts.actors import Actor


def triples(flow: Flow, people: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Every (state, step, person), steps that the state does not know included."""
    names = list(people)
    for state in flow.states:
        for step in flow.steps:
            for person in names:
                yield state.name, step.name, person


def enumerate_offers(thing: Flowing, people: Mapping[str, Actor], now=None) -> set[tuple[str, str]]:
    """The (step, person) pairs that are allowed to ``thing`` as it stands; asks aside.

    Also checks that the list of offers and the single question give the same answer for every pair.
    """
    allowed = set()
    for name, actor in people.items():
        offers = {offer.step.name for offer in available_steps(thing, actor, now) if offer.allowed}
        for step in thing.flow.steps:
            answer = may(thing, step.name, actor, now)
            if not step.by_system:
                assert (step.name in offers) == answer, (step.name, name)
            if answer:
                allowed.add((step.name, name))
    return allowed


def allowed_by_table(flow: Flow, state: str, who: Mapping[str, Iterable[str]]) -> set[tuple[str, str]]:
    """What the table says for ``state``, given by hand which people may take which step."""
    return {
        (step.name, person)
        for step in flow.steps
        if state in flow.sources(step)
        for person in who.get(step.name, ())
    }
