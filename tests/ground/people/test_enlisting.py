"""Many persons registered at once are those that one by one would have been."""

import pytest
from django.utils import timezone

from tests.ground.people.people import id_number
from tongxin.ground.people import actions
from tongxin.ground.people.models import Change, Person
from tongxin.ground.people.refusals import InvalidRows
from tongxin.ground.posts.actors import SYSTEM

pytestmark = pytest.mark.django_db
WANG = {"name": "王小芳", "phone": "13912345678"}
ROWS = [
    WANG,
    {"name": "李建国", "phone": "13912345679"},
    WANG,
    {"name": "王小芳", "phone": "", "id_number": id_number(1)},
]


def facts(person: Person) -> dict[str, object]:
    names = ("kind", "name_index", "phone_index", "id_index", "name_mask", "phone_mask", "id_mask", "born")
    plain = {name: getattr(person, name) for name in names}
    return plain | {"name": person.name.reveal(), "phone": person.phone.reveal() if person.phone else ""}


def test_they_are_as_if_registered_one_by_one():
    enlisted = actions.enlist(ROWS, kind="worker", by=SYSTEM)
    assert enlisted[0] == enlisted[2]
    assert Person.objects.count() == Change.objects.filter(what="registered").count() == 3
    stored = [facts(Person.objects.get(pk=person.pk)) for person in enlisted]
    Person.objects.all().delete()
    one_by_one = [actions.register(**row, kind="worker", by=SYSTEM) for row in ROWS]
    assert stored == [facts(Person.objects.get(pk=person.pk)) for person in one_by_one]


def test_whoever_is_known_is_found_and_only_kept_longer():
    long_ago = timezone.now() - timezone.timedelta(days=300)
    known = actions.register(**WANG, by=SYSTEM)
    Person.objects.filter(pk=known.pk).update(retained_from=long_ago)
    (found,) = actions.enlist([WANG], kind="worker", by=SYSTEM)
    stored = Person.objects.get()
    assert (found, stored.kind) == (known, "reporter")
    assert stored.retained_from > long_ago


def test_wrong_rows_are_named_and_nothing_is_kept():
    with pytest.raises(InvalidRows) as refused:
        actions.enlist(
            [WANG, {"name": "", "phone": " "}, {"name": "李", "phone": "12"}], kind="worker", by=SYSTEM
        )
    assert {row: list(errors) for row, errors in refused.value.problems.items()} == {
        2: ["phone"],
        3: ["phone"],
    }
    assert Person.objects.count() == 0


def test_statements_do_not_grow_with_the_rows(django_assert_num_queries):
    for start in (100, 200):
        rows = [{"name": "王小芳", "phone": f"139{start:04}{n:04}"} for n in range(start)]
        with django_assert_num_queries(5):
            actions.enlist(rows, kind="worker", by=SYSTEM)
