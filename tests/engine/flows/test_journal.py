"""Append-only, chained, read once and in order."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from tests.engine.flows.conftest import BELOW
from tests.engine.flows.errands import actions
from tests.engine.flows.errands.models import Errand
from tongxin.engine.flows import journal
from tongxin.engine.flows.chain import digest, plain
from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.selectors import verify

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def two(people):
    errands = [actions.ask(by=people.nobody, place_path=BELOW, now=NOW) for _ in range(2)]
    for errand in errands:
        actions.remark(errand, by=people.desk, note="第一句", now=NOW)
        actions.remark(errand, by=people.desk, note="第二句", now=NOW)
    return errands


def tamper(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE flows_journal DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE flows_journal ENABLE TRIGGER USER")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE flows_journal SET note = 'x'", "DELETE FROM flows_journal", "TRUNCATE flows_journal"],
)
def test_the_database_refuses_to_change_it(two, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Journal.objects.count() == 6


def test_an_untouched_journal_holds(two):
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("note = 'other'", "写下之后被改过"),
        ("at = at + interval '1 microsecond'", "写下之后被改过"),
        ("""data = '{"a": 1}'""", "写下之后被改过"),
        ("actor_name = 'someone else'", "写下之后被改过"),
        ("prev_hash = repeat('0', 64)", "接不上"),
        ("seq = 7", "缺第"),
    ],
)
def test_a_changed_row_is_found(two, change, problem):
    tamper(f"UPDATE flows_journal SET {change} WHERE thing_id = %s AND seq = 2", str(two[1].pk))
    (broken,) = verify()
    assert (broken.noun, broken.thing_id) == ("tests.errand", str(two[1].pk))
    assert problem in broken.problem


def test_a_removed_row_is_found(two):
    tamper("DELETE FROM flows_journal WHERE thing_id = %s AND seq = 2", str(two[0].pk))
    (broken,) = verify()
    assert (broken.thing_id, broken.seq, broken.problem) == (str(two[0].pk), 3, "缺第 2 条")


def test_a_cut_off_end_is_found(two):
    tamper("DELETE FROM flows_journal WHERE thing_id = %s AND seq = 3", str(two[0].pk))
    (broken,) = verify("tests.errand")
    assert broken.problem == "rows up to version 3 are missing"


def test_a_reforged_row_breaks_the_next_link(two):
    row = Journal.objects.get(thing_id=str(two[0].pk), seq=2)
    row.note = "other"
    tamper("UPDATE flows_journal SET note = 'other', hash = %s WHERE id = %s", digest(row), row.pk)
    (broken,) = verify()
    assert (broken.seq, broken.problem) == (3, "和前一条接不上")


def test_numbers_survive_the_way_through_the_database(people):
    errand = actions.ask(by=people.nobody, place_path=BELOW, now=NOW)
    data = {"whole": 1.0, "large": 1e22, "small": 0.1, "count": 3, "no": None, "yes": True, "text": "同"}
    journal.write_one(journal.Entry.about(errand, "measure", by=people.system, at=NOW, data=data))
    assert list(verify()) == []


def test_models_dates_and_sets_are_made_plain(people):
    errand = Errand(pk=7)
    assert plain({"thing": errand, "at": NOW, "some": (1, "a")}) == {
        "thing": 7,
        "at": "2026-11-23T01:00:00+00:00",
        "some": [1, "a"],
    }
    with pytest.raises(TypeError, match="cannot be journalled"):
        plain(object())


def test_the_command_says_what_is_broken_and_fails(two):
    out = StringIO()
    call_command("flows", "--verify", stdout=out)
    assert "6" in out.getvalue()
    tamper("DELETE FROM flows_journal WHERE thing_id = %s AND seq = 2", str(two[0].pk))
    with pytest.raises(SystemExit) as stopped:
        call_command("flows", "--verify", "--noun", "tests.errand", stdout=out)
    assert stopped.value.code == 1
    assert f"tests.errand:{two[0].pk}" in out.getvalue()
