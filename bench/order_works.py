"""The work with orders that is measured: what is near a volunteer, fifty who tap at once, a week's plan."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Barrier
from typing import ClassVar

from django.urls import reverse

from bench import order_floor, queries
from bench.ground import Ground, Reader
from bench.measuring import Effort, Measuring
from bench.order_corpus import OrderCorpus
from bench.result import Result
from bench.server import Unexpected
from bench.timing import Sample
from tongxin.ground.people import actions as people
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.posts.selectors import actor_for
from tongxin.insight.dispatching.board import board
from tongxin.insight.dispatching.reading import read_week
from tongxin.insight.planning.matching import plan
from tongxin.trades.orders.models import Engagement, Order, Volunteer
from tongxin.trades.orders.selectors import near_me

ROUNDS = 3
TOLD = (302, 409)


def corpus_of(ground: Ground, effort: Effort) -> OrderCorpus:
    """The empty corpus with its volunteers."""
    return OrderCorpus(ground.desk.place, ground.planner, takers=effort.takers, hands=effort.hands)


@dataclass(kw_only=True)
class OrderBench(Measuring):
    """One size of the corpus of orders, and everything that works on it."""

    NOUN: ClassVar = "orders"
    NAMES: ClassVar = ("near", "take", "week")

    ground: Ground
    corpus: OrderCorpus

    def __post_init__(self) -> None:
        self.readers = [_reader(each) for each in self.corpus.takers]
        for each in self.readers:
            self.sessions[each.account.username] = each.session()

    def all(self) -> list[Callable[[], Iterator[Result]]]:
        """Every workload in order."""
        return [getattr(self, name) for name in self.NAMES]

    def near(self) -> Iterator[Result]:
        """A volunteer's own page: what is wanted near them, among everything that is open to take."""
        takers = self.corpus.takers
        bare = order_floor.near(self.floor, takers)
        yield from self._page("orders near a volunteer: page", self.readers[0], [reverse("orders:own")], bare)
        yield self._result(
            "orders near a volunteer: selector", lambda n: near_me(takers[n % len(takers)]), bare
        )

    def take(self) -> Iterator[Result]:
        """Volunteers tap the same order at the same moment: one has it, the others are told.

        Raises Unexpected when more than one has it, or nobody.
        """
        orders = self.corpus.for_all(ROUNDS + 2)
        samples = [_together(self._taps(order)) for order in orders[:ROUNDS]]
        for order in orders[:ROUNDS]:
            if (taken := Engagement.objects.filter(order=order).count()) != 1:
                raise Unexpected(f"{taken} volunteers have one order")
        with order_floor.taking(self.floor.url, orders[ROUNDS].pk) as bare:
            floor = _together([partial(bare, each.pk) for each in self.corpus.takers])
        asked = queries.of_form(_address(orders[-1]), {}, self._session(self.readers[-1]))
        many, wall = len(self.readers), sum(each.wall for each in samples)
        sample = Sample(tuple(s for each in samples for s in each.seconds), wall)
        yield self._made(f"{many} tap one order: form", sample, floor, asked, many)

    def week(self) -> Iterator[Result]:
        """The plan of a week from the records to the page's rows; the floor is the solver alone."""
        self.corpus.to_plan(self.effort.jobs)
        actor, monday = self.ground.planner.actor, self.corpus.monday
        week = read_week(actor, monday)
        yield self._result(
            f"plan of {len(week.jobs):,} orders, {len(week.hands)} volunteers",
            lambda _n: board(actor, monday),
            lambda _n: plan(week.jobs, week.hands),
            most=5,
            warm_ups=1,
        )

    def _taps(self, order: Order) -> list[Callable[[], object]]:
        address = _address(order)
        return [partial(self.web.post, address, {}, self._session(each), TOLD) for each in self.readers]

    def _session(self, reader: Reader) -> str:
        return self.sessions[reader.account.username]


def _address(order: Order) -> str:
    return reverse("orders:volunteer_step", args=[order.number, "take"])


def _reader(volunteer: Volunteer) -> Reader:
    """The volunteer with an account, opened when it is first asked for."""
    account = getattr(volunteer.person, "account", None) or people.open_account(
        username=f"bench.hand.{volunteer.pk}", person=volunteer.person, password="", by=SYSTEM
    )
    return Reader(actor_for(account), account, volunteer.home)


def _together(calls: Sequence[Callable[[], object]]) -> Sample:
    """Every call at the same moment, each in a thread of its own."""
    start = Barrier(len(calls))

    def timed(call: Callable[[], object]) -> float:
        start.wait()
        began = time.perf_counter()
        call()
        return time.perf_counter() - began

    with ThreadPoolExecutor(len(calls)) as pool:
        began = time.perf_counter()
        seconds = tuple(pool.map(timed, calls))
    return Sample(seconds, time.perf_counter() - began)
