"""Fixtures every test may use. Where the database comes from is in tests/database.py."""

from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests import database
from tests.cast import Cast, make_cast

# How fast an example is made or run depends on what else the machine does, not on what is tested.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

WATCH = pytest.StashKey[database.Watch]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """A test that leaves rows behind is named itself, not the innocent one that stumbles over them."""
    yield
    watch = item.config.stash.get(WATCH, None)
    if watch and watch.found_leftovers():
        pytest.fail(f"{item.nodeid} left rows behind in {watch.name}", pytrace=False)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker
) -> Iterator[None]:
    """This process's own test database: a copy of the migrated template."""
    with django_db_blocker.unblock():
        name = database.copy_for_this_process()
        original, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    watch = request.config.stash[WATCH] = database.Watch(name)
    yield
    watch.end()
    with django_db_blocker.unblock():
        connections.close_all()
        database.drop(name)
        connection.settings_dict["NAME"] = original


def _fresh_copy(case: TransactionTestCase) -> None:
    """Instead of emptying every table, which would take the seeded rows along."""
    database.copy_template(connection.settings_dict["NAME"])


TransactionTestCase._fixture_teardown = _fresh_copy


@pytest.fixture(autouse=True)
def the_language_of_the_house() -> Iterator[None]:
    """A client that asked for English leaves it active in its thread; the next test begins in ours."""
    yield
    translation.deactivate()


@pytest.fixture
def cast(db: None) -> Cast:
    """Two streets of people, one account for each role in each: see tests/cast.py."""
    return make_cast()
