import datetime as dt

import pytest

from tests.ground.people.people import register
from tongxin.ground.people import checks
from tongxin.ground.people.models import Person
from tongxin.ground.people.tasks import erase_what_is_due

pytestmark = pytest.mark.django_db


def test_the_nightly_task_erases_what_is_due_at_its_own_time():
    person = register(id_number="")
    Person.objects.filter(pk=person.pk).update(retained_from=dt.datetime(2024, 11, 22, tzinfo=dt.UTC))
    erase_what_is_due(int(dt.datetime(2026, 11, 21, 19, 17, tzinfo=dt.UTC).timestamp()))
    assert Person.objects.get().erased_at is None
    erase_what_is_due(int(dt.datetime(2026, 11, 22, 19, 17, tzinfo=dt.UTC).timestamp()))
    assert Person.objects.get().erased_reason == "due"


def test_a_migration_stops_when_keys_and_data_do_not_fit(own_keys):
    register()
    assert checks.keys_fit_the_data(databases=["default"]) == []
    own_keys.unlink()
    (found,) = checks.keys_fit_the_data(databases=["default"])
    assert found.id == "people.E001"
    assert "Put the key file back" in found.msg
    assert checks.keys_fit_the_data() == []
