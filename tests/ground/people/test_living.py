import pytest

from tests.ground.people.people import community, door, register
from tongxin.ground.people import actions
from tongxin.ground.people.models import Change, Household, Person
from tongxin.ground.people.refusals import Gone, Invalid
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory import actions as territory

pytestmark = pytest.mark.django_db


def couple(at) -> tuple[Person, Person, Household]:
    """Two people behind one door."""
    members = [{"name": "王小芳", "phone": "13812341234"}, {"name": "李大山", "phone": "13812345678"}]
    actions.settle([{"place": at, "members": members}], by=SYSTEM)
    home = Household.objects.get(place=at)
    return *home.members.order_by("pk"), home


def test_who_moves_makes_a_household_and_leaves_the_old_one_smaller() -> None:
    area = community()
    there = door(area, 2)
    wang, li, old = couple(door(area))
    moved = actions.move_in(wang, there, by=SYSTEM)
    old.refresh_from_db()
    assert (moved.household.place, moved.household.size, moved.place_path) == (there, 1, there.path)
    assert (old.size, old.kind) == (1, "family")

    actions.move_in(li, there, by=SYSTEM)
    old.refresh_from_db()
    assert [home.size for home in Household.objects.filter(place=there)] == [2]
    assert (old.size, old.kind) == (0, "vacant")
    assert Change.objects.filter(what="moved_in").count() == 2


def test_a_reporter_who_moves_in_becomes_a_resident_and_the_period_ends() -> None:
    known = register()
    moved = actions.move_in(known, door(community()), by=SYSTEM)
    assert (known.retained_from is None, moved.retained_from, moved.kind) == (False, None, "resident")


def test_moving_to_where_one_lives_changes_nothing() -> None:
    at = door(community())
    wang, _li, home = couple(at)
    actions.move_in(wang, at, by=SYSTEM)
    home.refresh_from_db()
    assert (home.size, Change.objects.filter(what="moved_in").count()) == (2, 0)


def test_who_moves_out_leaves_the_household_and_the_period_begins() -> None:
    wang, _li, home = couple(door(community()))
    gone = actions.move_out(wang, by=SYSTEM)
    home.refresh_from_db()
    assert (gone.household, gone.retained_from is None, home.size) == (None, False, 1)


def test_a_household_splits_within_a_stairwell() -> None:
    stairs = territory.add_place(level="stairwell", name="2单元", parent=community(), by=SYSTEM)
    wang, _li, _home = couple(stairs)
    actions.move_in(wang, stairs, apart=True, by=SYSTEM)
    assert [home.size for home in Household.objects.order_by("pk")] == [1, 1]


def test_where_it_cannot_be_said_which_household_is_refused_and_nothing_changes() -> None:
    area = community()
    at = door(area)
    wang, _li, home = couple(at)
    stairs = territory.add_place(level="stairwell", name="2单元", parent=area, by=SYSTEM)
    actions.settle([{"place": stairs, "size": 3}, {"place": stairs, "size": 1}], by=SYSTEM)
    for place, apart in ((area, False), (at, True), (stairs, False)):
        with pytest.raises(Invalid) as refused:
            actions.move_in(wang, place, apart=apart, by=SYSTEM)
        assert set(refused.value.errors) == {"to"}
    wang.refresh_from_db()
    home.refresh_from_db()
    assert (wang.household_id, home.size) == (home.pk, 2)


def test_whoever_is_erased_moves_nowhere() -> None:
    wang, _li, _home = couple(door(community()))
    actions.move_out(wang, by=SYSTEM)
    actions.erase(wang, by=SYSTEM, reason="request")
    with pytest.raises(Gone):
        actions.move_in(wang, door(community()), by=SYSTEM)
