"""What the longest tables are asked is found by an index, however the planner would take so few rows."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from tongxin.engine.flows.selectors import taken_by
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.selectors import elsewhere


@pytest.fixture
def plan(db):
    def of(found: QuerySet) -> str:
        with connection.cursor() as cursor:
            cursor.execute("set local enable_seqscan = off; set local enable_bitmapscan = off")
        return found.explain()

    return of


def test_what_an_account_did_is_not_sought_in_the_whole_journal(plan) -> None:
    assert "journal_of_account" in plan(taken_by(Actor("account:7"), "cases.case").values("thing_id"))


def test_numbers_of_a_whole_batch_are_found_by_their_index(plan) -> None:
    found = elsewhere.with_numbers("12345", [str(n) for n in range(250)])
    assert "case_external_once" in plan(found)


def test_late_cases_are_counted_without_reading_them(plan) -> None:
    late = Case.objects.filter(state__in=["reported"], due_at__lt="2026-11-22T00:00Z", paused_at=None)
    assert "Index Only Scan using case_open_by_due" in plan(late.order_by("due_at", "pk").values("pk"))
