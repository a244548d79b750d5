import datetime as dt

import pytest
from django.utils import translation

from tests.ground.territory.ground import CLERK, plant
from tongxin.ground.organizations import actions
from tongxin.ground.organizations.models import Estate, Organization
from tongxin.ground.territory.models import Place

FOUNDED = dt.date(2026, 1, 1)


@pytest.fixture
def ground(db) -> dict[str, Place]:
    return plant()


@pytest.fixture
def estate(ground) -> Estate:
    return actions.register_estate(
        name="天安一区", community=ground["tianan"], places=[ground["building"]], since=FOUNDED, by=CLERK
    )


@pytest.fixture
def company(db) -> Organization:
    return actions.found_organization(kind="property_company", name="明珠物业", since=FOUNDED, by=CLERK)


@pytest.fixture
def committee(db) -> Organization:
    return actions.found_organization(kind="owners_committee", name="天安一区业委会", since=FOUNDED, by=CLERK)


@pytest.fixture(autouse=True)
def english():
    """Refusals are compared in the language they are written in."""
    with translation.override("en"):
        yield
