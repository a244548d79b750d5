import pytest

from tongxin.ground.people.models import Account


@pytest.fixture
def newcomer_account(db) -> Account:
    return Account.objects.create(username="newcomer", password="!")
