"""What the database holds counts as recorded, in the clear or sealed."""

import pytest

from tests.cast import Cast
from tests.house.addresses import WRITERS_SECRET
from tongxin.trades.orders import actions as orders
from tour.recorded import recorded

NAME = "欧阳漱玉"  # nowhere else in the cast


@pytest.mark.django_db
def test_what_a_draft_says_is_recorded_though_sealed(cast: Cast) -> None:
    assert not recorded().has(NAME)
    draft = orders.begin_draft(WRITERS_SECRET, "r" * 32, place=cast.a.door)
    orders.write_draft(draft, whom="me", name=NAME, phone="13800001234")
    said = recorded()
    assert said.has(NAME)
    assert "phone" not in said.words - recorded().words  # the names of its fields are no words of anybody
