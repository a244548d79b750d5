"""Orders and volunteers of the first community, walked to whatever state a test asks for."""

import pytest

from tests.trades.orders.walking import Walk


@pytest.fixture
def walk(cast) -> Walk:
    return Walk(cast)
