import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import NOBODY, SYSTEM, Actor, Holding
from tongxin.ground.posts.roles import ROLES
from tongxin.ground.posts.verbs import VERBS

STREET = "00010001"
COMMUNITY = STREET + "0002"
NEXT_STREET = "00010002"

segments = st.lists(st.sampled_from(["0001", "0002", "000Z", "ZZZZ"]), min_size=1, max_size=4)
paths = segments.map("".join)
holdings = st.builds(
    lambda role, places: Holding(role, places[0] if places else None, tuple(places)),
    st.sampled_from(sorted(ROLES)),
    st.lists(paths, max_size=3),
)
actors = st.lists(holdings, max_size=5).map(lambda held: Actor(key="account:1", holdings=tuple(held)))
verbs = st.sampled_from(sorted(VERBS))


def at(role: str, path: str) -> Actor:
    return Actor(key="account:1", holdings=(Holding(role, path, (path,)),))


def walk_up(path: str) -> list[str]:
    """The path and its ancestors, one step at a time."""
    steps = []
    while path:
        steps.append(path)
        path = path[:-4]
    return steps


def brute_force(actor: Actor, verb: str, path: str) -> bool:
    return any(
        verb in ROLES[holding.role].verbs and step in holding.paths
        for step in walk_up(path)
        for holding in actor.holdings
    )


@given(actors, verbs, paths)
def test_sees_agrees_with_walking_up_the_ancestors(actor, verb, path) -> None:
    assert gates.sees(actor, path, verb) is brute_force(actor, verb, path)


@given(actors, verbs, paths)
def test_scope_agrees_with_sees(actor, verb, path) -> None:
    within = any(step in gates.scope(actor, verb) for step in walk_up(path))
    assert within is gates.sees(actor, path, verb)


@given(actors, verbs)
def test_scope_is_sorted_and_minimal(actor, verb) -> None:
    tops = gates.scope(actor, verb)
    assert tops == sorted(set(tops))
    assert not [(a, b) for a in tops for b in tops if a != b and a in walk_up(b)]


@given(actors, verbs, paths)
def test_require_raises_exactly_when_sees_is_false(actor, verb, path) -> None:
    try:
        gates.require(actor, verb, path)
        raised = False
    except (gates.Hidden, gates.Forbidden):
        raised = True
    assert raised is not gates.sees(actor, path, verb)


def test_outside_the_area_the_thing_is_hidden() -> None:
    with pytest.raises(gates.Hidden) as raised:
        gates.require(at("community_worker", COMMUNITY), "case.read", NEXT_STREET)
    assert isinstance(raised.value, Http404)


def test_inside_the_area_the_refusal_says_who_may_and_whom_to_ask() -> None:
    with translation.override("en"), pytest.raises(gates.Forbidden) as raised:
        gates.require(at("cell_lead", COMMUNITY + "0001"), "case.accept", COMMUNITY + "0001", at="Tian'an")
    assert isinstance(raised.value, PermissionDenied)
    assert raised.value.reason == (
        "Only the community worker or street dispatcher may accept or decline a report here; "
        "please ask the community worker of Tian'an."
    )


def test_a_post_without_any_verb_of_the_noun_does_not_open_the_noun() -> None:
    with pytest.raises(gates.Hidden):
        gates.require(at("system_admin", "0001"), "case.read", COMMUNITY)


def test_nobody_is_let_through_no_gate_and_the_system_through_all() -> None:
    assert [verb for verb in VERBS if gates.sees(NOBODY, COMMUNITY, verb)] == []
    assert [verb for verb in VERBS if not gates.sees(SYSTEM, COMMUNITY, verb)] == []
    assert gates.scope(NOBODY, "case.read") == []
    assert gates.scope(SYSTEM, "case.read") == [""]


def test_above_is_a_proper_ancestor() -> None:
    actor = at("street_leader", STREET)
    assert gates.holds_above(actor, "street_leader", COMMUNITY)
    assert not gates.holds_above(actor, "street_leader", STREET)
    assert not gates.holds_above(actor, "street_leader", NEXT_STREET)
    assert not gates.holds_above(actor, "street_desk", COMMUNITY)


def test_has_anywhere_asks_for_the_verb_and_not_for_the_place() -> None:
    assert gates.has_anywhere(at("community_worker", COMMUNITY), "case.accept")
    assert not gates.has_anywhere(at("cell_lead", COMMUNITY), "case.accept")
