"""A form of one street, sent with what the same form of the street next door offers: an id of theirs in a
hidden field or a choice. Nothing is written by it, and nothing of theirs is shown.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from tests.cast import SEATS, Cast, Street
from tests.house.addresses import Address, addresses
from tests.house.forms import Form, forms_of
from tests.house.test_permissions import expected
from tongxin.ground.people import actions as people
from tongxin.ground.posts.actors import SYSTEM

ROLES = ("community_secretary", "street_desk", "unit_head", "property_supervisor")
KINDS = {"select", "hidden", "radio", "checkbox"}
# What differs from street to street by chance and names nothing: tokens, keys of a browser, versions.
CHANCE = {"csrfmiddlewaretoken", "client_key", "version", "code"}
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(?!django_session)', re.IGNORECASE)
MARK = "乙"  # ends the names of the street next door and of everything in it
EVERYWHERE = {"orders:register_unit": "a unit of the zone may report to any community: all are listed"}


def offered(form: Form) -> dict[str, set[str]]:
    """By name, every value that can be chosen in a form."""
    found: dict[str, set[str]] = {}
    for control in form.controls:
        if control.kind in KINDS and control.name not in CHANCE:
            found.setdefault(control.name, set()).update({control.value, *control.options} - {""})
    return found


def choices(forms: list[tuple[str, Form]]) -> dict[str, set[str]]:
    """By name, every value that can be chosen in any form of a page."""
    found: dict[str, set[str]] = {}
    for _to, form in forms:
        for name, values in offered(form).items():
            found.setdefault(name, set()).update(values)
    return found


def filled(form: Form) -> dict[str, str]:
    """The form as its page holds it, with the first of each choice, and something in each box."""
    said = {}
    for control in form.controls:
        value = control.value or next(filter(None, control.options), "")
        said.setdefault(control.name, value or ("好的，知道了" if control.written else ""))
    return said


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that write, as they are sent."""
    found: list[str] = []

    def look(execute, sql, params, many, context):
        if WRITES.match(sql):
            found.append(sql[:60])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


class Neighbours:
    """The same posts of two streets, each in its own browser."""

    def __init__(self, cast: Cast) -> None:
        facts = {"name": "李小乙", "phone": "13800005678", "place": cast.b.door, "invented": True}
        resident = people.register(by=SYSTEM, **facts)
        self.here, self.there = cast, replace(cast, a=cast.b, b=cast.a, resident=resident)
        self._clients: dict[tuple[str, str], Client] = {}

    def client(self, street: Street, role: str) -> Client:
        """A browser of whoever holds that post there."""
        known = (street.name, role)
        if known not in self._clients:
            self._clients[known] = Client()
            self._clients[known].force_login(getattr(street, role))
        return self._clients[known]

    def forms(self, cast: Cast, address: Address, role: str) -> list[tuple[str, Form]]:
        """The forms of a page as that post of the first street of ``cast`` sees them, with where they go."""
        at = address.filled(cast)
        answer = self.client(cast.a, role).get(at)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            b"".join(answer)  # a file that was read to its end is closed
            return []
        return [(form.action or at, form) for form in forms_of(answer.content.decode())]

    def foreign(self, address: Address, role: str) -> Iterator[tuple[str, str, dict[str, str]]]:
        """What to send where: a form of ours, one choice of which is theirs."""
        ours, theirs = self.forms(self.here, address, role), self.forms(self.there, address, role)
        mine, strange = choices(ours), choices(theirs)
        for to, form in ours:
            for name in offered(form):
                for value in sorted(strange.get(name, set()) - mine[name])[:2]:
                    yield to, name, filled(form) | {name: value}

    def send(self, role: str, to: str, said: dict[str, str]) -> tuple[HttpResponse, list[str]]:
        """Send a form of ours; the answer, and what it wrote, which is taken back."""
        before = transaction.savepoint()
        with writes() as written:
            answer = self.client(self.here.a, role).post(to, said)
        transaction.savepoint_rollback(before)
        return answer, written


def test_an_id_from_next_door_does_nothing_in_a_form_of_ours(cast: Cast, subtests: pytest.Subtests) -> None:
    neighbours, tried = Neighbours(cast), 0
    for address in addresses():
        row = expected().get((address.name, "GET"), {})
        role = next((each for each in ROLES if row.get(each, "").startswith("200")), None)
        if role is None or SEATS[role] == "zone":
            continue
        for to, name, said in neighbours.foreign(address, role):
            tried += 1
            with subtests.test(page=address.name, to=resolve(to.partition("?")[0]).view_name, field=name):
                answer, written = neighbours.send(role, to, said)
                assert answer.status_code >= 400 or written == []
                assert MARK not in answer.content.decode() or address.name in EVERYWHERE
    assert tried > 20
