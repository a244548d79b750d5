import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.ground.people.people import CLERK, WANG, community, register
from tongxin.ground.people import actions, selectors
from tongxin.ground.people.models import Look, Person
from tongxin.ground.people.purposes import PURPOSES, offered
from tongxin.ground.people.refusals import Gone, Invalid
from tongxin.ground.posts.actors import SYSTEM, Actor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("purpose", [purpose.code for purpose in offered()])
def test_a_purpose_opens_its_parts_and_no_others(purpose):
    person = register(address="3号楼", health="高血压")
    seen = actions.unmask(person, by=CLERK, purpose=purpose, reference="公函 2026-11")
    known = {**WANG, "address": "3号楼", "health": "高血压"}
    assert {part: getattr(seen, part) for part in known} == {
        part: text if part in PURPOSES[purpose].parts else "" for part, text in known.items()
    }


def test_each_look_is_written_down_with_post_purpose_and_thing():
    person = register(place=community())
    actions.unmask(person, by=CLERK, purpose="call_back", about=person)
    look = selectors.looks_at(person).get()
    assert (look.actor_key, look.actor_name, look.purpose, look.parts) == (
        "account:7",
        "Tian'an desk",
        "call_back",
        "name phone",
    )
    assert look.actor_role == "community worker, Tian'an"
    assert (look.noun, look.thing_id, look.place_path) == ("people.person", str(person.pk), person.place_path)


def test_an_unlisted_purpose_opens_nothing():
    person = register()
    for purpose in ("", "curiosity", "notify"):
        with pytest.raises(Invalid) as refused:
            actions.unmask(person, by=CLERK, purpose=purpose)
        assert set(refused.value.errors) == {"purpose"}
    assert not Look.objects.exists()


def test_a_lawful_request_names_its_document():
    with pytest.raises(Invalid) as refused:
        actions.unmask(register(), by=CLERK, purpose="lawful_request", reference=" ")
    assert set(refused.value.errors) == {"reference"}


def test_the_system_sees_a_number_only_to_send_a_message():
    person = register()
    seen = actions.unmask(person, by=SYSTEM, purpose="notify")
    assert (seen.phone, seen.name) == (WANG["phone"], "")
    assert Look.objects.get().actor_key == "system"


def test_an_erased_person_is_not_seen_and_no_look_is_written():
    person = actions.erase(register(), by=SYSTEM, reason="request")
    with pytest.raises(Gone):
        actions.unmask(person, by=CLERK, purpose="call_back")
    assert not Look.objects.exists()


def test_printing_an_identity_shows_nothing():
    seen = actions.unmask(register(), by=CLERK, purpose="emergency")
    assert f"{seen} {seen!r}" == "Identity() Identity()"


@pytest.mark.django_db(transaction=True)
def test_a_look_can_not_be_undone_by_an_outer_transaction():
    person = register()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        actions.unmask(person, by=CLERK, purpose="call_back")
    assert not Look.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_seen_when_the_look_can_not_be_written():
    person = register()
    with pytest.raises(DatabaseError):
        actions.unmask(person, by=Actor(key="k" * 81), purpose="call_back")
    assert not Look.objects.exists()


def test_many_at_once_is_not_possible():
    register()
    with pytest.raises(AttributeError):
        actions.unmask(Person.objects.all(), by=CLERK, purpose="call_back")
    with pytest.raises(AttributeError):
        actions.unmask([register()], by=CLERK, purpose="call_back")


@pytest.mark.parametrize("statement", ["update people_look set purpose = 'visit'", "delete from people_look"])
def test_a_look_is_neither_changed_nor_removed(statement):
    actions.unmask(register(), by=CLERK, purpose="call_back")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_unusual_looking_is_found_and_usual_is_not():
    now = timezone.now()
    busy, usual = Actor(key="account:1", name="A"), Actor(key="account:2", name="B")
    persons = [register(name="王芳", phone=f"138123400{n:02}", id_number="") for n in range(12)]
    for person in persons:
        actions.unmask(person, by=busy, purpose="visit")
        actions.unmask(persons[0], by=usual, purpose="visit")
    found = selectors.busy_lookers(now + dt.timedelta(minutes=1), most=10)
    assert [(one.actor_key, one.looks, one.persons) for one in found] == [("account:1", 12, 12)]
    assert selectors.busy_lookers(now + dt.timedelta(hours=2), most=10) == []
