import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import override

from tests.ground.people.people import CLERK, WANG, community, register
from tests.ground.people.test_fields import bytes_of, raw_rows
from tongxin.ground.people import actions, in_use, selectors
from tongxin.ground.people.models import Account, Change, Consent, Look, Person, RetentionRule, SignIn
from tongxin.ground.people.periods import months_before
from tongxin.ground.people.refusals import Invalid, StillNeeded
from tongxin.ground.posts.actors import SYSTEM

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 4, tzinfo=dt.UTC)


def last_reported(person: Person, when: dt.datetime) -> None:
    Person.objects.filter(pk=person.pk).update(retained_from=when)


def test_an_erased_person_is_a_tombstone_that_still_reads():
    person = register(address="3号楼", health="高血压", place=community())
    erased = actions.erase(person, by=CLERK, reason="request")
    with override("zh-hans"):
        assert erased.shown_name == "已注销"
    assert not any((erased.name, erased.phone, erased.id_number, erased.address, erased.health))
    assert (erased.name_mask, erased.born, erased.place_path, erased.erased_reason) == (
        "",
        None,
        "",
        "request",
    )
    rows = raw_rows() + raw_rows("people_change")
    for text in (*WANG.values(), "138****1234", "王*芳"):
        for spelling in bytes_of(text):
            assert spelling not in rows
    for find in (selectors.find_by_phone, selectors.find_by_name):
        assert not find(WANG["phone"]).exists() and not find(WANG["name"]).exists()
    assert selectors.find_by_id_number(WANG["id_number"]) is None


def test_who_comes_back_after_erasure_is_somebody_new():
    person = actions.erase(register(), by=SYSTEM, reason="request")
    assert register().pk != person.pk


def test_erasing_twice_is_erasing_once():
    person = actions.erase(register(), by=SYSTEM, reason="request")
    again = actions.erase(person, by=SYSTEM, reason="mistake")
    assert (again.erased_at, again.erased_reason) == (person.erased_at, "request")
    assert Change.objects.filter(what="erased").count() == 1


def test_erasing_needs_a_listed_reason():
    with pytest.raises(Invalid):
        actions.erase(register(), by=SYSTEM, reason="because")


def test_erasing_withdraws_consents_and_keeps_the_looks():
    person = register()
    actions.give_consent(person, "sms", channel="desk", by=CLERK)
    actions.unmask(person, by=CLERK, purpose="call_back")
    actions.erase(person, by=SYSTEM, reason="request")
    assert Consent.objects.get().withdrawn_by == "system"
    assert selectors.looks_at(person).count() == 1


def test_who_can_still_sign_in_is_not_erased():
    person = register()
    account = actions.open_account(username="wang", person=person, by=SYSTEM)
    with pytest.raises(StillNeeded) as refused:
        actions.erase(person, by=SYSTEM, reason="request")
    assert refused.value.nouns == [Account._meta.verbose_name]
    actions.close_account(account, by=SYSTEM, reason="离职")
    actions.erase(person, by=SYSTEM, reason="request")
    account.refresh_from_db()
    assert (account.person, account.get_full_name()) == (None, "wang")


def test_a_half_erased_person_is_refused_by_the_database():
    person = register()
    with pytest.raises(DatabaseError, match="person_erased_is_empty"), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(erased_at=NOW)


def test_every_model_that_has_a_say_answers_for_persons_it_does_not_name():
    person = register()
    assert Account in in_use.holders()
    assert in_use.in_use([person.pk]) == {}


def test_the_sweep_erases_what_is_due_and_nothing_else():
    due, fresh, lives_here = (
        register(name=f"王{n}", phone=f"1381234{i:04}", id_number="") for i, n in enumerate("甲乙丙")
    )
    last_reported(due, dt.datetime(2024, 11, 22, 3, tzinfo=dt.UTC))
    last_reported(fresh, dt.datetime(2024, 11, 22, 5, tzinfo=dt.UTC))
    last_reported(lives_here, None)
    swept = actions.sweep_retention(NOW, by=SYSTEM)
    assert (swept.persons, swept.kept) == (1, 0)
    assert [bool(Person.objects.get(pk=p.pk).erased_at) for p in (due, fresh, lives_here)] == [
        True,
        False,
        False,
    ]
    assert Person.objects.get(pk=due.pk).erased_reason == "due"
    assert actions.sweep_retention(NOW, by=SYSTEM).persons == 0


def test_the_sweep_keeps_who_is_in_use_and_erases_them_later():
    person = register()
    last_reported(person, dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    account = actions.open_account(username="wang", person=person, by=SYSTEM)
    assert (actions.sweep_retention(NOW, by=SYSTEM).kept, Person.objects.get().erased_at) == (1, None)
    actions.close_account(account, by=SYSTEM, reason="离职")
    assert actions.sweep_retention(NOW, by=SYSTEM).persons == 1


def test_the_sweep_goes_through_all_batches():
    for number in range(7):
        last_reported(
            register(name="王芳", phone=f"1381234{number:04}", id_number=""),
            dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
        )
    assert actions.sweep_retention(NOW, by=SYSTEM, batch=3).persons == 7
    assert Change.objects.filter(what="erased", note="due").count() == 7


def test_seeded_rules_name_their_source():
    assert {rule.kind for rule in RetentionRule.objects.all()} == set(RetentionRule.Kind.values)
    assert all(rule.source for rule in RetentionRule.objects.all())


def test_old_records_go_and_young_ones_stay():
    person, account = register(), actions.open_account(username="wang", by=SYSTEM)
    old, young = timezone.now() - dt.timedelta(days=7 * 31), timezone.now() - dt.timedelta(days=5 * 30)
    for at in (old, young):
        SignIn.objects.create(account=account, at=at, outcome="done")
    Look.objects.create(person=person, at=old, actor_key="a", actor_name="a", purpose="visit", parts="name")
    swept = actions.sweep_retention(timezone.now(), by=SYSTEM)
    assert (swept.sign_ins, swept.looks) == (1, 0)
    swept = actions.sweep_retention(timezone.now() + dt.timedelta(days=36 * 31), by=SYSTEM)
    assert (swept.sign_ins, swept.looks) == (1, 1)


def test_changes_are_append_only():
    register()
    for statement in ("update people_change set what = ''", "delete from people_change"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("months", "expected"),
    [(1, (2026, 2, 28)), (25, (2024, 2, 29)), (3, (2025, 12, 31)), (12, (2025, 3, 31))],
)
def test_months_before_the_end_of_a_month(months, expected):
    assert months_before(dt.datetime(2026, 3, 31), months) == dt.datetime(*expected)
