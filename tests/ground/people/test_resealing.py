from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.ground.people.people import WANG, register
from tests.ground.people.test_fields import raw_cell
from tongxin.ground.people import actions, custody, keyring, vault
from tongxin.ground.people.models import Person

pytestmark = pytest.mark.django_db


def five():
    return [register(name="王小芳", phone=f"1381234123{n}", id_number="", address="3号楼") for n in range(5)]


def keys(*words):
    out, err = StringIO(), StringIO()
    call_command("keys", *words, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def test_rotation_halfway_reads_and_finishes(own_keys):
    persons = five()
    keyring.add_key()
    work = actions.reseal(batch=2)
    next(work)
    work.close()
    assert custody.status().cells == {("aes", 1): 9, ("aes", 2): 6}
    assert [Person.objects.get(pk=p.pk).name.reveal() for p in persons] == ["王小芳"] * 5
    register(name="李四", phone="13900000000", id_number="")
    *_, done = actions.reseal(batch=2)
    assert (done.cells, dict(done.damaged)) == (9, {})
    assert custody.status().stale == 0
    assert [Person.objects.get(pk=p.pk).address.reveal() for p in persons] == ["3号楼"] * 5
    *_, again = actions.reseal()
    assert again.cells == 0


def test_the_cipher_may_change_and_change_back(own_keys, settings):
    person = register()
    settings.TONGXIN_CIPHER = "sm4"
    *_, done = actions.reseal()
    assert (done.cells, vault.key_of(raw_cell(person, "phone"))) == (3, ("sm4", 1))
    assert Person.objects.get().phone.reveal() == WANG["phone"]


def test_a_cell_that_does_not_open_is_named_and_the_rest_goes_on(own_keys):
    persons = five()
    broken = raw_cell(persons[2], "name")[:-1] + b"\0\0"
    Person.objects.filter(pk=persons[2].pk).update(name=broken)
    keyring.add_key()
    *_, done = actions.reseal(batch=2)
    assert (done.cells, dict(done.damaged)) == (14, {"people_person": [str(persons[2].pk)]})
    assert raw_cell(persons[2], "name") == broken
    with pytest.raises(CommandError, match="Some cells do not open"):
        keys("reseal")


def test_the_command_rotates_and_reseals_without_printing_a_secret(own_keys):
    register()
    said = keys("status") + keys("new") + keys("status") + keys("reseal", "--batch", "1") + keys()
    assert "3 of them by an older key or cipher: run keys reseal" in said
    assert "Key 2 seals what is written from now on" in said
    assert "3 values sealed anew" in said
    assert "sealed   3 values by key 2, aes" in said
    for line in own_keys.read_text().splitlines():
        if "secret" in line or "blind" in line:
            assert line.split('"')[3] not in said


def test_the_command_says_when_keys_are_gone(own_keys):
    register()
    own_keys.unlink()
    with pytest.raises(CommandError, match="Put the key file back"):
        keys("new")
    assert not own_keys.exists()
