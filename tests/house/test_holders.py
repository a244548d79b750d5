"""Who is known by a cookie alone (a resident, a volunteer) and opens what belongs next door."""

from dataclasses import replace
from functools import partial

import pytest
from django.db import transaction
from django.test import Client

from tests.cast import Cast
from tests.house.addresses import addresses
from tests.house.test_permissions import METHODS, said
from tongxin.ground.people import actions as people
from tongxin.ground.posts.actors import SYSTEM
from tour.people import NOBODY, REPORTER, VOLUNTEER, WRITER, cookies

REFUSED = {"403", "404", "405", "410"}
ONES_OWN = "orders:my_step"  # a step of whoever asks, whose address names nobody
HOLDERS = {
    **{who: partial(cookies, who) for who in (NOBODY, REPORTER, VOLUNTEER)},
    "a writer of something else": lambda cast: dict.fromkeys(
        cookies(WRITER, cast), "another browser's secret"
    ),
}


def answers(cast: Cast, theirs: Cast, who: str) -> dict[tuple[str, str], str]:
    """By address and method, what somebody of the first street gets for a thing of the other."""
    client = Client(raise_request_exception=False)
    held, found = HOLDERS[who](cast), {}
    for address in (each for each in addresses() if each.parts and each.name != ONES_OWN):
        at = address.filled(theirs)
        for method in METHODS:
            client.cookies.clear()
            client.cookies.load(held)
            before = transaction.savepoint()
            answer = client.generic(method, at)
            b"".join(answer)
            transaction.savepoint_rollback(before)
            found[address.name, method] = said(answer)
    return found


def test_a_cookie_of_ones_own_opens_nothing_of_the_neighbours(cast: Cast, subtests: pytest.Subtests) -> None:
    facts = {"name": "李小乙", "phone": "13800005678", "place": cast.b.door, "invented": True}
    theirs = replace(cast, a=cast.b, b=cast.a, resident=people.register(by=SYSTEM, **facts))
    usual = answers(cast, theirs, NOBODY)
    for who in HOLDERS.keys() - {NOBODY}:
        for (page, method), answer in answers(cast, theirs, who).items():
            with subtests.test(page=page, method=method, who=who):
                assert answer in {usual[page, method], *REFUSED}
