"""The least that working with orders can cost: bare psycopg on the very tables."""

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from queue import SimpleQueue

import psycopg

from bench.floor import Floor
from tongxin.ground.territory.paths import ancestors_of
from tongxin.trades.orders.models import Volunteer

SESSIONS = 16  # as many as share the database in a small installation
NEAR = """
select o.*, k.name, p.full_name from orders_order o join orders_servicekind k on k.id = o.kind_id
join territory_place p on p.id = o.place_id
where o.state in ('open', 'widened') and o.reach_path = any(%s) and o.skills <@ %s::varchar[]
  and o.tongue = ''
order by o.due_at, o.id limit 30
"""
LOCK = "select state from orders_order where id = %s for update"
ENGAGE = """
insert into orders_engagement (order_id, volunteer_id, asked_at, asked_by, agreed_at, ending, confirmed_by)
values (%s, %s, now(), 'floor', now(), '', '')
"""
TAKE = "update orders_order set state = 'taken', state_since = now(), version = version + 1 where id = %s"


def near(floor: Floor, volunteers: Sequence[Volunteer]) -> Callable[[int], object]:
    """Thirty orders offered around a volunteer that they can do, due first; one volunteer after the other."""
    asked = [(ancestors_of(each.home_path), each.skills) for each in volunteers]
    return lambda n: floor.session().execute(NEAR, asked[n % len(asked)]).fetchall()


@contextmanager
def taking(url: str, order: int):
    """A call that lets the volunteer of a key take the order if nobody has, over a few shared sessions."""
    free: SimpleQueue[psycopg.Connection] = SimpleQueue()
    sessions = [psycopg.connect(url) for _each in range(SESSIONS)]
    for each in sessions:
        free.put(each)

    def take(volunteer: int) -> None:
        session = free.get()
        with session.transaction():
            if session.execute(LOCK, [order]).fetchone()[0] == "open":
                session.execute(ENGAGE, [order, volunteer])
                session.execute(TAKE, [order])
        free.put(session)

    try:
        yield take
    finally:
        for each in sessions:
            each.close()
