"""What each page of the tour costs: queries, equal for few rows and for many, and bytes on a slow line.

``DEARER`` is the one table of exceptions, with the reason.
"""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, make_cast
from tests.trades.cases.walking import Walk
from tests.trades.orders.walking import Walk as Helping
from tongxin.engine.notices.models import Notice
from tour.people import NOBODY, REPORTER, VOLUNTEER, WRITER, cookies
from tour.visits import Visit, visits

QUERIES = 12
FEW, MANY = 2, 12
RESIDENT, DESK = 100_000, 200_000  # bytes, compressed, with everything the page links to
RESIDENTS = {NOBODY, REPORTER, VOLUNTEER, WRITER}
DEARER: dict[str, tuple[int, str]] = {
    "orders:volunteer": (14, "a volunteer's hours, visits, papers and past, each from its own table"),
}
LINKED = re.compile(r"""<(?:link|script|img|source)\b[^>]*?\b(?:href|src)="/static/([^"?#]+)""")
VISITS = visits()


@dataclass(frozen=True)
class Cost:
    """What one page took."""

    queries: int
    size: int


@pytest.fixture(scope="module")
def costs(django_db_setup: None, django_db_blocker) -> Iterator[dict[str, tuple[Cost, Cost]]]:
    """Every page with few cases and with many: asked twice in one transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        addresses = {visit.name: visit.url(cast) for visit in VISITS}
        make_more(cast, FEW)
        few = {visit.name: cost(visit, addresses[visit.name], cast) for visit in VISITS}
        make_more(cast, MANY)
        many = {visit.name: cost(visit, addresses[visit.name], cast) for visit in VISITS}
        transaction.set_rollback(True)
    yield {name: (few[name], many[name]) for name in few}


def make_more(cast: Cast, number: int) -> None:
    """More cases at work, and more notices of them; more orders to be taken."""
    walk = Walk(cast)
    cases = [walk.case("whistled") for _ in range(number)]
    Notice.objects.bulk_create(
        Notice(
            recipient_account=cast.a.community_worker,
            journal_id=case.pk,
            key="case.accept",
            audience="here:community_worker",
            noun="cases.case",
            thing_id=str(case.pk),
            title=case.text,
        )
        for case in cases
    )

    helping = Helping(cast)
    for _ in range(number):
        helping.order("open", requester=helping.person())


def cost(visit: Visit, address: str, cast: Cast) -> Cost:
    """Open a page; the second time, when nothing has to be read for the first time any more."""
    client = Client()
    for name, value in cookies(visit.who, cast).items():
        client.cookies[name] = value
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    assert (visit.name, answer.status_code) == (visit.name, 200)
    linked = dict.fromkeys(LINKED.findall(answer.content.decode()))
    return Cost(len(asked), len(gzip.compress(answer.content)) + sum(map(weight, linked)))


@cache
def weight(static: str) -> int:
    """Bytes of a static file as it is sent."""
    return len(gzip.compress(Path(finders.find(static)).read_bytes()))


def test_every_page_keeps_its_budget_of_queries(costs: dict[str, tuple[Cost, Cost]]) -> None:
    allowed = {name: DEARER.get(name, (QUERIES, ""))[0] for name in costs}
    assert {name: each.queries for name, (_few, each) in costs.items() if each.queries > allowed[name]} == {}


def test_no_page_asks_more_for_many_rows(costs: dict[str, tuple[Cost, Cost]]) -> None:
    grown = {name: (few.queries, many.queries) for name, (few, many) in costs.items()}
    assert {name: pair for name, pair in grown.items() if pair[1] > pair[0]} == {}


def test_every_page_keeps_its_weight(costs: dict[str, tuple[Cost, Cost]]) -> None:
    limits = {visit.name: RESIDENT if visit.who in RESIDENTS else DESK for visit in VISITS}
    assert {name: each.size for name, (_few, each) in costs.items() if each.size > limits[name]} == {}


def test_every_exception_is_needed(costs: dict[str, tuple[Cost, Cost]]) -> None:
    assert [name for name in DEARER if costs[name][1].queries <= QUERIES] == []
