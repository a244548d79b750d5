"""The errands trade, registered and with a table of its own for each test that uses the database."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import connection

from tests.engine.flows.errands.actions import FAILING
from tests.engine.flows.errands.flow import FLOW
from tests.engine.flows.errands.models import Errand
from tongxin.engine.flows import registry
from tongxin.engine.flows.models import Promise
from tongxin.ground.posts.actors import SYSTEM, Actor, Holding

HERE = "000100010001"
BELOW = HERE + "0007"
ELSEWHERE = "000100020001"
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def holder(key, role, path):
    return Actor(key=f"account:{key}", name=f"{role} 1", holdings=(Holding(role, path, (path,)),))


PEOPLE = SimpleNamespace(
    desk=holder("desk", "community_worker", HERE),
    desk_elsewhere=holder("other", "community_worker", ELSEWHERE),
    street=holder("street", "street_leader", "00010001"),
    helper=Actor(key="account:helper", name="helper"),
    nobody=Actor(key="nobody"),
    system=SYSTEM,
)


def asker_of(errand):
    named = frozenset({(f"{errand.noun}:{errand.pk}", "asker")})
    return Actor(key=f"reporter:{errand.noun}:{errand.pk}", name="asker", named=named)


def make_errands():
    """The table and the promises of the errands trade, where they are not yet there."""
    if Errand._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Errand)
    for name, amount, unit in (("answer", 2, "work_hour"), ("finish", 1, "work_day")):
        Promise.objects.get_or_create(
            flow="errand", name=name, defaults={"amount": amount, "unit": unit, "since": LONG_AGO}
        )


@pytest.fixture(autouse=True)
def errands(request, monkeypatch):
    monkeypatch.setitem(registry._models, FLOW.noun, Errand)
    monkeypatch.setitem(registry._flows, FLOW.noun, FLOW)
    FAILING.clear()
    marker = request.node.get_closest_marker("django_db")
    if marker is not None:
        request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
        make_errands()


@pytest.fixture
def people():
    return PEOPLE
