import datetime as dt
import threading

import pytest
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from tests.ground.people.people import WANG, community, door, id_number, register
from tongxin.ground.people import actions, selectors
from tongxin.ground.people.models import Change, Household, Person
from tongxin.ground.people.refusals import Gone, Invalid
from tongxin.ground.posts.actors import SYSTEM

pytestmark = pytest.mark.django_db


def home() -> Household:
    actions.settle([{"place": door(community())}], by=SYSTEM)
    return Household.objects.get()


def test_a_person_is_found_again_by_id_number_however_it_is_written():
    person = register()
    again = register(name="王小芳", phone="", id_number=WANG["id_number"].lower().replace("403", "403 "))
    assert again.pk == person.pk
    assert Person.objects.count() == 1
    assert Change.objects.filter(what="registered").count() == 1


def test_without_id_number_phone_and_name_find_a_person():
    person = register(id_number="")
    assert register(id_number="", phone="+86 138-1234-1234", name="王 小芳").pk == person.pk
    assert register(id_number="", name="王大芳").pk != person.pk
    assert register(id_number="", name="").pk not in {person.pk}
    assert Person.objects.count() == 3


def test_phone_alone_finds_who_left_only_a_phone():
    person = register(id_number="", name="")
    assert register(id_number="", name="").pk == person.pk


def test_phone_and_name_find_someone_whose_id_number_is_known():
    person = register()
    assert register(id_number="").pk == person.pk


def test_an_unknown_id_number_is_another_person_of_the_same_name():
    person = register(id_number="")
    other = register()
    assert other.pk != person.pk
    assert register().pk == other.pk


def test_a_name_alone_is_always_somebody_new():
    assert register(phone="", id_number="").pk != register(phone="", id_number="").pk


def test_a_copied_name_and_number_leave_their_invisible_signs_behind():
    person = register(name="\u202e王\u200b秀兰", phone="\u202d138 1234 0001\u202c")
    assert (person.name.reveal(), person.phone.reveal()) == ("王秀兰", "138 1234 0001")
    assert (person.name_mask, person.phone_mask) == ("王*兰", "138****0001")
    assert register(name="王秀兰", phone="13812340001") == person


def test_who_is_found_is_not_altered():
    person = register()
    register(id_number="", address="坏人写的地址", health="坏人写的")
    fresh = Person.objects.get(pk=person.pk)
    assert (fresh.address.reveal(), fresh.health.reveal()) == ("", "")


def test_wrong_details_are_refused_field_by_field_and_nothing_is_kept():
    with pytest.raises(Invalid) as refused:
        register(phone="123", id_number="37")
    assert set(refused.value.errors) == {"phone", "id_number"}
    assert not Person.objects.exists()


def test_nothing_at_all_is_refused():
    with pytest.raises(Invalid) as refused:
        register(name=" ", phone="", id_number="")
    assert set(refused.value.errors) == {"phone"}


def test_the_year_of_birth_comes_from_the_id_number():
    assert register(id_number=id_number(3, born="19480229")).born == 1948


def test_reporting_again_starts_the_period_anew():
    person = register(id_number="")
    Person.objects.filter(pk=person.pk).update(retained_from=timezone.now() - dt.timedelta(days=400))
    assert register(id_number="").retained_from > timezone.now() - dt.timedelta(minutes=1)
    assert Person.objects.get().retained_from > timezone.now() - dt.timedelta(minutes=1)


def test_a_household_takes_a_reporter_in():
    person = register()
    house = home()
    register(household=house)
    fresh = Person.objects.get(pk=person.pk)
    assert (fresh.household, fresh.kind, fresh.retained_from) == (house, "resident", None)
    assert fresh.place_path == house.place_path
    assert actions.move_out(fresh, by=SYSTEM).retained_from is not None
    assert Person.objects.get().household is None


def test_correcting_replaces_text_index_and_mask_together():
    person = actions.correct(register(), by=SYSTEM, phone="13900001111", name="王大芳")
    assert (person.name_mask, person.phone_mask) == ("王*芳", "139****1111")
    assert [found.pk for found in selectors.find_by_phone("139 0000 1111")] == [person.pk]
    assert not selectors.find_by_phone(WANG["phone"])
    actions.correct(person, by=SYSTEM, phone="")
    fresh = Person.objects.get()
    assert (fresh.phone_mask, fresh.phone_index, bool(fresh.phone)) == ("", None, False)


def test_correcting_to_somebody_elses_number_is_refused():
    register()
    other = register(name="李四", phone="13900000000", id_number="")
    with pytest.raises(Invalid) as refused:
        actions.correct(other, by=SYSTEM, id_number=WANG["id_number"])
    assert set(refused.value.errors) == {"id_number"}
    assert Person.objects.get(pk=other.pk).id_mask == ""


def test_an_erased_person_is_not_corrected():
    person = actions.erase(register(), by=SYSTEM, reason="request")
    with pytest.raises(Gone):
        actions.correct(person, by=SYSTEM, name="王芳")


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_register_one_person():
    start, found = threading.Barrier(8), []

    def at_the_desk() -> None:
        start.wait()
        found.append(register(id_number="").pk)
        connection.close()

    desks = [threading.Thread(target=at_the_desk) for _ in range(8)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join(30)
    assert (len(found), len(set(found)), Person.objects.count()) == (8, 1, 1)


def test_search_finds_by_whole_values_within_the_area_only():
    person = register(place=community())
    inside, outside = Q(place_path__startswith=person.place_path), Q(place_path="elsewhere")
    for text in ("138 1234 1234", WANG["id_number"].lower(), "王 小芳"):
        assert [found.pk for found in selectors.search_masked(text, within=inside)] == [person.pk]
        assert selectors.search_masked(text, within=outside) == []
    for text in ("小芳", "1381234", "", "*"):
        assert selectors.search_masked(text, within=inside) == []
