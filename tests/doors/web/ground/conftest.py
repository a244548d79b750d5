"""People of the cast at their browsers."""

from collections.abc import Callable

import pytest
from django.test import Client

from tongxin.ground.people.models import Account


@pytest.fixture
def browser(cast) -> Callable[[Account], Client]:
    """``browser(cast.a.auditor)``: the browser of an account, in English; each a device of its own."""

    def of(account: Account) -> Client:
        client = Client()
        client.cookies["django_language"] = "en"
        client.force_login(account)
        return client

    return of
