import copy
import pickle

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from tests.ground.people.people import WANG, register
from tongxin.ground.people import fields, selectors, vault
from tongxin.ground.people.ciphers import Damaged
from tongxin.ground.people.models import Person

pytestmark = pytest.mark.django_db


def raw_rows(table: str = "people_person") -> bytes:
    """Every byte of a table, as PostgreSQL would copy it out."""
    with connection.cursor() as cursor:
        cursor.execute(f"select convert_to(string_agg(t::text, chr(10)), 'UTF8') from {table} t")
        return bytes(cursor.fetchone()[0] or b"")


def bytes_of(text: str) -> list[bytes]:
    """How a text could be spelt in a copied row: itself, and as the hex digits of its bytes."""
    return [text.encode(), text.encode().hex().encode(), text.encode("utf-16-le").hex().encode()]


def test_no_plain_text_is_in_the_table():
    register(address="3号楼2单元501室", health="高血压", place=None)
    rows = raw_rows()
    assert b"138****1234" in rows
    for text in [*WANG.values(), "3号楼2单元501室", "高血压", "19900101", "小芳"]:
        for spelling in bytes_of(text):
            assert spelling not in rows


def test_what_was_stored_is_revealed():
    person = Person.objects.get(pk=register(address="3号楼").pk)
    assert {
        field: getattr(person, field).reveal() for field in ("name", "phone", "id_number", "address")
    } == {
        **WANG,
        "address": "3号楼",
    }
    assert not person.health
    assert person.health.reveal() == ""


def test_listing_fifty_persons_opens_nothing(monkeypatch):
    for number in range(50):
        register(name=f"王{chr(0x4E00 + number)}", phone=f"138123412{number:02}", id_number="")
    opened = []
    monkeypatch.setattr(fields.vault, "unseal", lambda sealed, cell: opened.append(cell))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        shown = [(person.shown_name, str(person.phone_mask)) for person in Person.objects.order_by("pk")]
    assert shown[0] == ("王*", "138****1200")
    assert (len(shown), len(queries), opened) == (50, 1, [])


def test_a_masked_listing_does_not_even_fetch_what_is_sealed():
    register()
    with CaptureQueriesContext(connection) as queries:
        list(selectors.masked())
    assert '"people_person"."name",' not in queries[0]["sql"]
    assert '"people_person"."name_mask"' in queries[0]["sql"]


def test_a_cell_copied_into_another_does_not_open():
    person, other = register(), register(name="李四", phone="13900000000", id_number="")
    Person.objects.filter(pk=other.pk).update(name=raw_cell(person, "name"))
    with pytest.raises(Damaged):
        Person.objects.get(pk=other.pk).name.reveal()
    Person.objects.filter(pk=person.pk).update(address=raw_cell(person, "phone"))
    with pytest.raises(Damaged):
        Person.objects.get(pk=person.pk).address.reveal()


def raw_cell(person: Person, column: str) -> bytes:
    return bytes(Person.objects.filter(pk=person.pk).values_list(column, flat=True).get())


def test_saving_something_else_keeps_the_envelope():
    person = Person.objects.get(pk=register().pk)
    before = raw_cell(person, "name")
    person.invented = True
    person.save()
    assert raw_cell(person, "name") == before


def test_a_template_and_a_message_show_dots():
    person = Person.objects.get(pk=register().pk)
    shown = Template("{{ p.name }} {{ p.name.reveal }} {{ p.address }}|").render(Context({"p": person}))
    assert shown == "•••  |"
    assert f"{person.name!r} {person.name}" == "<Sealed •••> •••"
    fresh = Person(name="王芳")
    assert f"{fresh.name!r}" == "<Sealed •••>"


def test_plain_text_is_not_written_without_its_row():
    person = register()
    with pytest.raises(TypeError, match="name is sealed"):
        Person.objects.filter(pk=person.pk).update(name="王芳")
    with pytest.raises(TypeError, match="name is sealed"):
        Person.objects.filter(name="王芳").exists()


def test_a_sealed_value_does_not_leave_its_process():
    person = Person.objects.get(pk=register().pk)
    with pytest.raises(TypeError, match="not copied"):
        pickle.dumps(person.name)
    with pytest.raises(TypeError, match="not copied"):
        copy.copy(person.name)


def test_a_lost_byte_is_noticed_when_opening():
    person = register()
    Person.objects.filter(pk=person.pk).update(name=raw_cell(person, "name")[:-1])
    with pytest.raises(Damaged):
        Person.objects.get(pk=person.pk).name.reveal()


def test_a_person_sealed_by_sm4_reads_the_same(settings):
    settings.TONGXIN_CIPHER = "sm4"
    person = Person.objects.get(pk=register().pk)
    assert vault.key_of(raw_cell(person, "name")) == ("sm4", 1)
    assert person.name.reveal() == WANG["name"]
