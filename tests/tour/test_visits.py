"""No page is left out of the tour without a reason."""

from tests.house.addresses import addresses
from tour.visits import EXCUSED, SEEN_BY, actions, visits

NAMES = {address.name for address in addresses()}
TOURED = {visit.name for visit in visits()}


def test_every_page_is_toured_or_excused() -> None:
    left_out = NAMES - TOURED - EXCUSED.keys() - actions()
    assert sorted(left_out) == [], "give a line in tour/visits.py: who may see it, or why nobody can"


def test_nothing_is_excused_that_is_toured_or_gone() -> None:
    assert sorted(EXCUSED.keys() & (TOURED | actions())) == []
    assert sorted((EXCUSED.keys() | SEEN_BY.keys()) - NAMES) == []


def test_every_visit_has_its_own_name() -> None:
    names = [visit.name for visit in visits()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_excuse_is_a_sentence() -> None:
    assert [name for name, reason in EXCUSED.items() if len(reason) < 15] == []
