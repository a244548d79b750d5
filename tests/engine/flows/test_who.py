"""Who may: the boolean, the reason and the journal's token come from one place."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from tests.engine.flows.conftest import BELOW, ELSEWHERE, HERE, PEOPLE
from tongxin.engine.flows.who import above, anyone, anyone_with, here, read, system, the
from tongxin.ground.posts.roles import with_verb

THING = SimpleNamespace(
    place_path=BELOW, the=lambda role, actor: (role, actor.key) == ("unit", "account:helper")
)
AT_HERE = SimpleNamespace(place_path=HERE, the=lambda role, actor: False)
UNIT = the("unit", words="the unit")
ANSWERS = [
    (here("community_worker"), {"desk"}),
    (here("street_leader"), {"street"}),
    (above("street_leader"), {"street"}),
    (above("community_worker"), {"desk"}),
    (UNIT, {"helper"}),
    (here("community_worker") | UNIT, {"desk", "helper"}),
    (anyone(), {"desk", "desk_elsewhere", "street", "helper", "nobody", "system"}),
    (system(), {"system"}),
]


@pytest.mark.parametrize(
    ("who", "allowed"), ANSWERS, ids=lambda value: "|".join(getattr(value, "tokens", ()))
)
def test_it_allows_exactly_these(who, allowed):
    assert {name for name, actor in vars(PEOPLE).items() if who.allows(actor, THING)} == allowed
    for name, actor in vars(PEOPLE).items():
        assert bool(who.reason(actor, THING)) == (name not in allowed)
        assert bool(who.acts_as(actor, THING)) == (name in allowed)


def test_above_needs_a_proper_ancestor():
    assert not above("community_worker").allows(PEOPLE.desk, AT_HERE)
    assert here("community_worker").allows(PEOPLE.desk, AT_HERE)
    assert not here("community_worker").allows(PEOPLE.desk, SimpleNamespace(place_path=ELSEWHERE))


def test_the_words_are_said_in_the_readers_language():
    who = here("community_worker", "community_secretary") | UNIT
    with translation.override("en"):
        assert str(who.words) == "the Community worker or Community secretary of this place or the unit"
        assert str(who.reason(PEOPLE.nobody, THING)) == (
            "This is for the Community worker or Community secretary of this place or the unit to do. "
            "Please ask them."
        )


@pytest.mark.parametrize(("who", "_allowed"), ANSWERS)
def test_tokens_read_back(who, _allowed):
    assert [token for each in who.tokens for token in read(each).tokens] == list(who.tokens)


@pytest.mark.parametrize("token", ["", "here:", "king", "beside:desk", "anyone:x"])
def test_what_is_no_audience_is_refused(token):
    with pytest.raises(ValueError, match="not an audience"):
        read(token)


def test_anyone_with_a_verb_is_every_role_that_carries_it():
    assert anyone_with("case.whistle").roles == tuple(role.code for role in with_verb("case.whistle"))
