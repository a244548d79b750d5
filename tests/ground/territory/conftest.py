import pytest

from tests.ground.territory.ground import plant
from tongxin.ground.territory.models import Place


@pytest.fixture
def ground(db) -> dict[str, Place]:
    return plant()
