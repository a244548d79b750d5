"""Rows written a list a column: as they stand on the instances, in their order, or not at all."""

import pytest
from django.db import IntegrityError, transaction

from tests.ground.people.people import register
from tongxin.ground.columns import insert_all, save_columns
from tongxin.ground.people import details
from tongxin.ground.people.models import Change, Person

pytestmark = pytest.mark.django_db


def person(name: str, phone: str) -> Person:
    made = Person(place_path="0001")
    details.write(made, {"name": name, "phone": phone})
    return made


def test_what_a_field_does_before_it_is_saved_is_done():
    made = person("王芳", "13800000001")
    assert insert_all([made]) == 1
    stored = Person.objects.get(pk=made.pk)
    assert (stored.name.reveal(), stored.phone.reveal(), stored.name_index) == (
        "王芳",
        "13800000001",
        made.name_index,
    )


def test_keys_and_defaults_of_the_database_are_its_own():
    rows = [Change(by_key="system", by_name="", what="registered", note=note) for note in ("one", "two")]
    assert insert_all(rows) == 2
    stored = Change.objects.order_by("pk")
    assert [(row.pk, row.note) for row in stored] == [(row.pk, row.note) for row in rows]
    assert stored[0].at == stored[1].at


def test_a_row_that_is_known_is_left_out_and_the_transaction_goes_on():
    known = register(name="王芳", phone="13800000001", id_number="")
    again, other = person("王芳", "13800000001"), person("李明", "13800000002")
    assert insert_all([again, other], unless_known=True) == 1
    assert set(Person.objects.values_list("pk", flat=True)) == {known.pk, other.pk}


def test_a_row_that_is_known_is_refused_unless_told():
    register(name="王芳", phone="13800000001", id_number="")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all([person("王芳", "13800000001")])


def test_only_the_columns_told_are_written():
    kept = register(name="王芳", phone="13800000001", id_number="")
    kept.born, kept.place_path = 1950, "0002"
    save_columns([kept], ["born"])
    stored = Person.objects.get(pk=kept.pk)
    assert (stored.born, stored.place_path) == (1950, "")
