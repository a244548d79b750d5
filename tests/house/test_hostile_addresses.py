"""Whatever an address or a cookie says, no page breaks on it.

Which names a page reads after the question mark is found by watching it read; nothing is listed here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

import pytest
from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.cast import Cast
from tests.house.addresses import addresses
from tour.people import REPORTER, VOLUNTEER, WRITER, cookies
from tour.visits import visits

NASTY = [
    "\0",
    "9" * 5000,
    "-1",
    "1e400",
    "²٣",
    "2026-02-30",
    "9999-12-31",
    "\u202e\ufffe(",
    "'\"\\%_*",
    "//elsewhere.example\r\nSet-Cookie: a=b",
]
ROUNDS = range(0, len(NASTY), 2)
FINE = {200, 302, 400, 403, 404, 410, 422}


class Asking:
    """Opens pages as the visitor of each; what that did to the records is taken back."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.client = Client(raise_request_exception=True)
        self.held: dict[str, dict[str, str]] = {}

    def open(self, who: str, address: str, asked: dict[str, list[str]]) -> int:
        """The status of the answer."""
        self.client.cookies.clear()
        self.held[who] = self.held.get(who) or cookies(who, self.cast)
        self.client.cookies.load(self.held[who])
        before = transaction.savepoint()
        answer = self.client.get(address, asked)
        transaction.savepoint_rollback(before)
        return answer.status_code


@contextmanager
def names_read() -> Iterator[set[str]]:
    """The names of parameters that are asked for meanwhile."""
    asked: set[str] = set()

    def watched(original: Callable) -> Callable:
        def read(self: QueryDict, name: str, *more: object) -> object:
            asked.add(name)
            return original(self, name, *more)

        return read

    ways = ("__getitem__", "__contains__", "get", "getlist")
    with mock.patch.multiple(QueryDict, **{way: watched(getattr(QueryDict, way)) for way in ways}):
        yield asked


def test_no_page_breaks_on_what_stands_after_the_question_mark(cast: Cast, subtests: pytest.Subtests) -> None:
    asking = Asking(cast)
    for visit in visits():
        address = visit.url(cast).partition("?")[0]
        with names_read() as names:
            asking.open(visit.who, address, {})
        for turn in ROUNDS if names else []:
            asked = {
                name: [NASTY[(turn + place) % len(NASTY)], NASTY[(turn + place + 1) % len(NASTY)]]
                for place, name in enumerate(sorted(names))
            }
            with subtests.test(page=visit.name, asked=asked):
                assert asking.open(visit.who, address, asked) in FINE


def test_no_page_breaks_on_the_parts_of_its_address(cast: Cast, subtests: pytest.Subtests) -> None:
    asking = Asking(cast)
    seen_by = {visit.name: visit.who for visit in visits()}
    for address in (each for each in addresses() if each.parts):
        for nasty in ("\0", "9" * 30, "²", "'\"\\%"):
            try:
                filled = reverse(address.name, kwargs=dict.fromkeys(address.parts, nasty))
            except NoReverseMatch:
                continue
            with subtests.test(page=address.name, part=nasty):
                assert asking.open(seen_by.get(address.name, "street_desk"), filled, {}) in FINE | {405}


@pytest.mark.parametrize(
    ("asked", "read"),
    [("code=%00", "\ufffd"), ("code=a%00b", "a\ufffdb"), ("code=%%0000", "%\ufffd00"), ("code=%2500", "%00")],
)
def test_a_nul_after_the_question_mark_is_never_read(client: Client, asked: str, read: str) -> None:
    answer = client.get("/", QUERY_STRING=asked)
    assert (answer.status_code, answer.wsgi_request.GET["code"]) == (200, read)


def test_no_page_has_a_nul_in_its_address(client: Client) -> None:
    assert client.get("/help\0").status_code == 404


def test_no_page_breaks_on_what_a_browser_says_it_holds(cast: Cast, subtests: pytest.Subtests) -> None:
    people = (REPORTER, WRITER, VOLUNTEER, "street_desk")
    names = {name for who in people for name in cookies(who, cast)}
    names |= {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    client = Client(raise_request_exception=True)
    for page in ("web:home", "cases:track", "cases:queue", "orders:me", "account_login"):
        for nasty in ["a" * 32 + "\0", *NASTY]:
            client.cookies.clear()
            client.cookies.load(dict.fromkeys(names, nasty.encode().decode("latin-1")))
            with subtests.test(page=page, held=nasty):
                assert client.get(reverse(page)).status_code in FINE
