import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.ground.people.people import WANG, community, door, id_number, register
from tongxin.ground.people import actions, selectors
from tongxin.ground.people.models import Household, Person
from tongxin.ground.people.refusals import InvalidRows
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory import actions as territory

pytestmark = pytest.mark.django_db


def rows(of, count, members=2):
    return [
        {
            "place": door(of, number),
            "invented": True,
            "members": [
                {
                    "name": "王小芳",
                    "phone": f"139{number:04}{member:04}",
                    "id_number": id_number(number % 1000, born=f"19{member + 50}0101"),
                }
                for member in range(members)
            ],
        }
        for number in range(1, count + 1)
    ]


def test_households_and_their_members_settle():
    settled = actions.settle(rows(community(), 3), by=SYSTEM)
    assert (settled.households, settled.renewed, settled.persons, settled.known) == (3, 0, 6, 0)
    person = Person.objects.order_by("pk").first()
    assert (person.kind, person.retained_from, person.invented) == ("resident", None, True)
    assert person.place_path == person.household.place_path == person.household.place.path
    assert person.name.reveal() == "王小芳"
    assert [home.size for home in Household.objects.all()] == [2, 2, 2]


def test_settling_again_doubles_nobody():
    given = rows(community(), 3)
    actions.settle(given, by=SYSTEM)
    given[0]["size"] = 5
    settled = actions.settle(given, by=SYSTEM)
    assert (settled.households, settled.renewed, settled.persons, settled.known) == (0, 3, 0, 6)
    assert (Household.objects.count(), Person.objects.count()) == (3, 6)
    assert Household.objects.order_by("pk").first().size == 5


def test_a_known_reporter_moves_in_and_is_not_altered():
    person = register()
    actions.settle([{"place": door(community()), "members": [{**WANG, "name": "王大芳"}]}], by=SYSTEM)
    fresh = Person.objects.get()
    assert (fresh.pk, fresh.name_mask, fresh.kind) == (person.pk, "王*芳", "resident")
    assert fresh.household == Household.objects.get()


def test_the_same_person_twice_in_one_list_is_one():
    actions.settle([{"place": door(community()), "members": [WANG, WANG]}], by=SYSTEM)
    assert Person.objects.count() == 1


def test_several_households_may_share_a_stairwell():
    stairs = territory.add_place(level="stairwell", name="2单元", parent=community(), by=SYSTEM)
    actions.settle([{"place": stairs, "size": 3}, {"place": stairs, "size": 1}], by=SYSTEM)
    assert [home.size for home in selectors.households_at(stairs)] == [3, 1]


def test_one_wrong_row_and_nothing_is_written():
    good, bad = rows(community(), 2)
    bad["members"][1]["phone"] = "123"
    with pytest.raises(InvalidRows) as refused:
        actions.settle([good, bad, {"place": None}, {"place": good["place"], "kind": "castle"}], by=SYSTEM)
    assert {row: set(errors) for row, errors in refused.value.problems.items()} == {
        2: {"member 2 phone"},
        3: {"place"},
        4: {"kind"},
    }
    assert not Household.objects.exists() and not Person.objects.exists()


def test_counts_below_a_place_are_one_query():
    place = community()
    actions.settle([*rows(place, 3), {"place": door(place, 9), "kind": "vacant"}], by=SYSTEM)
    with CaptureQueriesContext(connection) as queries:
        counts = selectors.household_counts(place.path)
    assert (counts.households, counts.vacant, counts.persons, len(queries)) == (4, 1, 6, 1)


@pytest.mark.parametrize("count", [2, 12])
def test_reading_households_takes_the_same_queries_for_few_and_many(count):
    place = community()
    actions.settle(rows(place, count), by=SYSTEM)
    with CaptureQueriesContext(connection) as listing:
        assert len([str(home) for home in selectors.households_below(place.path)]) == count
    with CaptureQueriesContext(connection) as one:
        (home,) = selectors.households_at(Household.objects.first().place)
        assert [str(person) for person in home.people] == ["王*芳", "王*芳"]
    assert (len(listing), len(one)) == (1, 4)


@pytest.mark.parametrize("count", [3, 30])
def test_settling_takes_the_same_queries_for_few_and_many(count):
    given = rows(community(), count)
    with CaptureQueriesContext(connection) as queries:
        actions.settle(given, by=SYSTEM)
    assert len(queries) <= 10
