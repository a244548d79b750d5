"""What the longest tables are asked is found by an index, once they hold rows to choose among."""

import pytest
from django.db import connection

from tests.trades.cases.walking import Walk
from tongxin.engine.flows.selectors import taken_by
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.selectors import elsewhere

ROWS = 3000
# Every row like the one a case left behind, but for what has to differ.
MANY = """
insert into {table} select made.* from {table} one, generate_series(1, %s) n,
jsonb_populate_record(one, jsonb_build_object({differing})) made
where one.id = (select min(id) from {table})
"""
CASES = (
    "'id', 1000000 + n, 'number', (900000000 + n)::text, 'client_key', 'key ' || n,"
    " 'external_source', '12345', 'external_id', n::text"
)
JOURNAL = "'id', 1000000 + n, 'thing_id', (1000000 + n)::text, 'client_key', 'key ' || n"


@pytest.fixture
def many(walk: Walk) -> None:
    walk.report()
    with connection.cursor() as cursor:
        for table, differing in [("cases_case", CASES), ("flows_journal", JOURNAL)]:
            cursor.execute(MANY.format(table=table, differing=differing), [ROWS])
            cursor.execute(f"analyze {table}")


@pytest.mark.usefixtures("many")
def test_what_an_account_did_is_not_sought_in_the_whole_journal() -> None:
    assert "journal_of_account" in taken_by(Actor("account:7"), "cases.case").values("thing_id").explain()


@pytest.mark.usefixtures("many")
def test_numbers_of_a_whole_batch_are_found_by_their_index() -> None:
    found = elsewhere.with_numbers("12345", [str(n) for n in range(250)])
    assert "case_external_once" in found.explain()


@pytest.mark.usefixtures("many")
def test_late_cases_are_counted_and_put_on_a_map_without_reading_them() -> None:
    late = Case.objects.filter(state__in=["reported"], due_at__lt="2026-11-22T00:00Z", paused_at=None)
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off; set local enable_bitmapscan = off")
    assert "Index Only Scan using case_open_by_due" in late.order_by("due_at", "pk").values("pk").explain()
    on_map = late.order_by("due_at", "pk").values("number", "place_id", "point_lat", "point_lng")
    assert "Index Only Scan using case_open_by_due" in on_map.explain()
