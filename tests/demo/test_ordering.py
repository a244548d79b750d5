import datetime as dt
from random import Random

from tests.trades.orders.walking import NOW, Walk
from tongxin.demo.life import Scene
from tongxin.demo.ordering import agree_on_a_time
from tongxin.engine.flows.gathering import in_one_go
from tongxin.trades.orders import actions
from tongxin.trades.orders.actors import volunteer_actor


def scene() -> Scene:
    """The same chance each time."""
    return Scene(None, None, Random(520), NOW, [])


def test_who_is_somewhere_else_then_comes_at_another_time(cast):
    walk = Walk(cast)
    volunteer = walk.volunteer()
    actor = volunteer_actor(volunteer)
    elsewhere, order = (walk.order("open") for _each in range(2))
    with in_one_go():
        for each in (elsewhere, order):
            actions.take(each, by=actor, now=NOW)
        first = agree_on_a_time(scene(), elsewhere, actor, NOW)
        second = agree_on_a_time(scene(), order, actor, NOW)
        actions.set_out(order, by=actor, now=second)
    assert second - first > dt.timedelta(minutes=elsewhere.minutes)
    order.refresh_from_db()
    assert (order.state, order.starts_at) == ("on_way", second)
