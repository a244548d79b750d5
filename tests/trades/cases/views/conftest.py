"""Browsers of people of the cast: staff signed in, residents by their query code, units by their link."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tongxin.engine.tickets import codes
from tongxin.ground.people.models import Account
from tongxin.trades.cases.models import Case


def english() -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    return client


def of(case: Case, name: str = "case") -> str:
    """The address of a case's page."""
    return reverse(f"cases:{name}", args=[case.number])


def status(browser: Client, address: str) -> int:
    """The status of an answer that may be a file, which is read to its end."""
    answer = browser.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


@pytest.fixture
def stranger(cast) -> Client:
    """Somebody who has shown nothing."""
    return english()


@pytest.fixture
def sign_in(cast) -> Callable[[Account], Client]:
    """``sign_in(cast.a.unit_staff)``: the browser of an account."""

    def by(account: Account) -> Client:
        client = english()
        client.force_login(account)
        return client

    return by


@pytest.fixture
def desk(cast, sign_in) -> Client:
    """The community's desk in the first street."""
    return sign_in(cast.a.community_worker)


@pytest.fixture
def reporter_of() -> Callable[[Case], Client]:
    """``reporter_of(case)``: the browser of its reporter, who has typed number and query code."""

    def by(case: Case) -> Client:
        client = english()
        told = {"number": case.number, "code": codes.code_for(case.client_key)}
        answer = client.post(reverse("cases:track"), told)
        assert (answer.status_code, answer.url) == (302, reverse("cases:tracked", args=[case.number]))
        return client

    return by


@pytest.fixture
def asked() -> Callable[[Client, str], int]:
    """``asked(client, address)``: how many queries the page costs once it has been open before."""

    def count(client: Client, address: str) -> int:
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    return count
