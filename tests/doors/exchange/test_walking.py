"""A closed row is walked as the desk would: gathered or step by step, the same rows to the last hash."""

import datetime as dt

import pytest
from django.db import connection, transaction

from tongxin.doors.exchange.actions.walking import importer, walk
from tongxin.doors.exchange.tables import Row
from tongxin.doors.exchange.understanding import Outcome, Understood
from tongxin.engine.flows.actions import gathered
from tongxin.engine.flows.models import Clock, Journal
from tongxin.engine.flows.selectors import verify
from tongxin.ground.people import actions as people
from tongxin.ground.posts.actors import SYSTEM
from tongxin.trades.cases import actions
from tongxin.trades.cases.models import Case, Category, Supplement, Verdict

REPORTED = dt.datetime(2024, 9, 27, 3, 25, tzinfo=dt.UTC)
ANSWERED, CLOSED = REPORTED + dt.timedelta(days=2), REPORTED + dt.timedelta(days=6)
NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
OUTCOMES = [
    Outcome("closed", "修好了" * 4000, ANSWERED, CLOSED, "yes", 3),
    Outcome("closed", "修好了", ANSWERED, CLOSED, "no", 1),
    Outcome("closed", "", CLOSED, CLOSED),
    Outcome("declined", "不属于社区", CLOSED, CLOSED),
    Outcome("accepted"),
    Outcome("handling"),
    Outcome("open"),
]
WRITTEN = {
    Case: ["id"],
    Journal: ["thing_id", "seq"],
    Clock: ["thing_id", "started_at", "id"],
    Verdict: ["case_id", "at", "id"],
    Supplement: ["case_id", "id"],
}


class TakeBack(Exception):
    """Ends a trial without leaving anything."""


@pytest.fixture
def rows(cast):
    """One row an outcome, with and without somebody to call; the first has more text than fits."""
    category = Category.objects.order_by("path").first()
    person = people.register(name="王小芳", phone="13800001234", by=SYSTEM)
    found = []
    for number, outcome in enumerate(OUTCOMES * 2):
        over = outcome.state in ("closed", "declined")
        need = actions.Row(
            text="楼道灯坏了", place=cast.a.door, reported_at=REPORTED, category=category,
            external=("12345", str(number)), begins=REPORTED if over else None, promised=not over,
            reporter=None if over or number < len(OUTCOMES) else person,
        )  # fmt: skip
        found.append(Understood(Row(number, ()), need, outcome, rest=["还有" * 9] if not number else []))
    return found


def written(rows, *, together: bool) -> dict[str, list[tuple]]:
    """Everything that taking in and walking these rows writes, from the same keys on each time."""
    by = importer("12345", "热线")
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("select setval(pg_get_serial_sequence('cases_case', 'id'), 4000)")
    try:
        with transaction.atomic():
            cases = list(actions.intake_many([row.need for row in rows], by=by, now=NOW).new.values())
            if together:
                with gathered(cases):
                    walk_all(cases, rows, by)
            else:
                walk_all(cases, rows, by)
            assert list(verify("cases.case")) == []
            for model, order in WRITTEN.items():
                own = {"tx"} if model is Case else {"id", "tx"}
                names = [field.attname for field in model._meta.concrete_fields if field.attname not in own]
                found[model.__name__] = list(model.objects.order_by(*order).values_list(*names))
            raise TakeBack
    except TakeBack:
        return found


def walk_all(cases, rows, by) -> None:
    for case, row in zip(cases, rows, strict=True):
        walk(case, row, by=by, now=NOW)


def test_gathered_walking_writes_the_same_rows_and_hashes_as_walking_step_by_step(rows):
    one_by_one, together = written(rows, together=False), written(rows, together=True)
    assert together == one_by_one
    assert {row[2] for row in together["Journal"]} == set(range(1, 9))
    assert {name: len(found) for name, found in together.items()} == {
        "Case": 14, "Journal": 57, "Clock": 36, "Verdict": 4, "Supplement": 1
    }  # fmt: skip


def test_statements_of_walking_grow_only_with_what_was_said(rows, django_assert_max_num_queries):
    """One insert a verdict and a supplement; all the rest is together."""
    by = importer("12345", "热线")
    cases = list(actions.intake_many([row.need for row in rows], by=by, now=NOW).new.values())
    with django_assert_max_num_queries(24), gathered(cases):
        walk_all(cases, rows, by)
