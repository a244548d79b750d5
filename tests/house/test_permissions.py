"""Every address as nobody, as each post, and as the same post of the neighbouring street.

What is expected stands in permissions.csv, one line for each address and method, one column for each role:
the answer in one's own street, then "/" and the answer to the twin next door where it differs. After a
change, write it anew and read the difference:

    TONGXIN_PERMISSIONS=write python -m pytest tests/house/test_permissions.py
"""

import csv
import os
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, make_cast
from tests.house.addresses import PARTS, Address, addresses
from tongxin.ground.people.models import Account
from tongxin.ground.people.sessions import BEGAN, SEEN

EXPECTED = Path(__file__).with_name("permissions.csv")
METHODS = ("GET", "POST")
ADDRESSES = addresses()


class Walker:
    """Opens addresses as somebody; whatever an answer did to the database is taken back."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.sessions: dict[int, SimpleCookie] = {}

    def answer(self, method: str, url: str, account: Account | None) -> str:
        """The status as a word or a number: "sign in" for the way to the door."""
        self.client.cookies = self._cookies(account)
        with transaction.atomic():
            found = self.client.generic(method, url)
            if found.streaming:
                b"".join(found.streaming_content)
            transaction.set_rollback(True)
        return said(found)

    def _cookies(self, account: Account | None) -> SimpleCookie:
        if account is None:
            return SimpleCookie()
        if account.pk not in self.sessions:
            self.client.cookies = SimpleCookie()
            self.client.force_login(account)
            self._noted()
            self.sessions[account.pk] = self.client.cookies
        kept = self.sessions[account.pk][settings.SESSION_COOKIE_NAME].value
        return SimpleCookie({settings.SESSION_COOKIE_NAME: kept})

    def _noted(self) -> None:
        """When the session began and was used stands in it for the whole walk: each answer would write it
        anew, because what an answer wrote is taken back.
        """
        session = self.client.session
        session[BEGAN] = session[SEEN] = int(time.time()) + 3600
        session.save()


def said(found: HttpResponse) -> str:
    leads_in = found.status_code == 302 and found.url.startswith(reverse(settings.LOGIN_URL))
    return "sign in" if leads_in else str(found.status_code)


def line(walker: Walker, address: Address, method: str, cast: Cast) -> dict[str, str]:
    """One line of the table. A method the page does not know is written once, for everybody."""
    url = address.filled(cast)
    found = {"address": address.name, "method": method, "nobody": walker.answer(method, url, None)}
    for role in cast.roles():
        own = walker.answer(method, url, getattr(cast.a, role))
        twin = walker.answer(method, url, getattr(cast.b, role))
        found[role] = own if own == twin else f"{own}/{twin}"
        if own == "405":
            return found | dict.fromkeys(cast.roles(), "405")
    return found


def expected() -> dict[tuple[str, str], dict[str, str]]:
    """The table, by address and method."""
    if not EXPECTED.exists():
        return {}
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return {(each["address"], each["method"]): each for each in csv.DictReader(file)}


def write(lines: list[dict[str, str]]) -> None:
    """Put these lines into the table, and drop those of addresses that are gone."""
    kept = expected() | {(each["address"], each["method"]): each for each in lines}
    served = {address.name for address in ADDRESSES}
    with EXPECTED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(each for key, each in sorted(kept.items()) if key[0] in served)


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker) -> Iterator[tuple[Walker, Cast]]:
    """A walker and one cast for the whole walk; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Walker(), make_cast()
        transaction.set_rollback(True)


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_everyone_gets_the_answer_the_table_says(walk: tuple[Walker, Cast], address: Address) -> None:
    walker, cast = walk
    found = [line(walker, address, method, cast) for method in METHODS]
    if os.environ.get("TONGXIN_PERMISSIONS") == "write":
        write(found)
        pytest.skip(f"written to {EXPECTED.name}; read the difference before you commit it")
    assert found == [expected().get((address.name, method)) for method in METHODS]


def test_the_table_speaks_of_nothing_that_is_gone() -> None:
    assert sorted({name for name, _method in expected()} - {address.name for address in ADDRESSES}) == []


def test_every_address_with_parts_says_what_to_put_there() -> None:
    with_parts = {address.name for address in ADDRESSES if address.parts}
    assert sorted(with_parts - PARTS.keys()) == []
    assert sorted(PARTS.keys() - with_parts) == []


def test_every_address_has_its_own_name() -> None:
    names = [address.name for address in ADDRESSES]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def cells() -> list[tuple[str, str, str, str]]:
    """Address, method, who and answer of everything in the table."""
    return [
        (name, method, who, answer)
        for (name, method), each in expected().items()
        for who, answer in each.items()
        if who not in ("address", "method")
    ]


def test_no_address_breaks_for_anybody() -> None:
    assert [cell for cell in cells() if "500" in cell[3]] == []


def test_the_twin_next_door_is_never_let_in_where_answers_differ() -> None:
    assert [cell for cell in cells() if cell[3].partition("/")[2] in ("200", "302")] == []
