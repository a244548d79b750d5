"""A case of the first street, walked to whatever state a test asks for."""

import pytest

from tests.trades.cases.walking import Walk


@pytest.fixture
def walk(cast) -> Walk:
    return Walk(cast)
