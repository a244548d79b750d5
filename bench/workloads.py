"""The work that is measured, product and floor side by side at the size the corpus has now."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import ClassVar
from urllib.parse import urlencode

import numpy as np
from django.utils import timezone

from bench import floor, queries
from bench.corpus import Corpus
from bench.floor import OPEN
from bench.ground import Ground, Reader
from bench.measuring import Measuring
from bench.result import Result
from bench.sending import Sender
from bench.timing import WARM_UPS, Sample
from tongxin.engine.flows.sweep import sweep
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.selectors import locate, locate_many
from tongxin.trades.cases import actions, selectors
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.models.case import OPEN_CASE
from tongxin.trades.cases.selectors import Filters

INTAKES_AT_ONCE = 8
WORDS = ("电梯", "漏水", "路灯", "停车", "噪音", "楼道堆", "充电桩", "银杏", "石狮", "垃圾清运")
LONG_AGO = dt.timedelta(days=14)
MOST_STEPS = 100
CLOSED_STEPS = 4  # accept, handle, report done, lapse
LATE = f"{OPEN} and c.due_at < now() and c.paused_at is null"


@dataclass(kw_only=True)
class Bench(Measuring):
    """One size of the corpus of cases, and everything that works on it."""

    NOUN: ClassVar = "cases"
    NAMES: ClassVar = (
        "queue", "search", "unseen", "case_page", "on_map", "points", "intake", "imports", "step", "sweep",
    )  # fmt: skip

    ground: Ground
    corpus: Corpus

    def __post_init__(self) -> None:
        self.sender = Sender(self.corpus, self.ground.desk.actor)
        for reader in (self.ground.desk, self.ground.zone):
            self.sessions[reader.account.username] = reader.session()

    def all(self) -> list[Callable[[], Iterator[Result]]]:
        """Every workload in order: reading first, so that what is written does not disturb it."""
        readers = [("community", self.ground.desk), ("zone", self.ground.zone)]
        lists = [partial(work, *who) for work in (self.queue, self.search) for who in readers]
        return [*lists, *(getattr(self, name) for name in self.NAMES if name not in ("queue", "search"))]

    def queue(self, name: str, reader: Reader) -> Iterator[Result]:
        """A page of fifty, in six ways, each in turn. Three of a community's six lists are shorter than one
        at 10,000 cases: they are measured apart, so that like is compared with like.
        """
        category = self.corpus.texts[0].category.path[:4]
        long = [
            ({"view": "open"}, Filters(), OPEN, {}),
            ({"view": "late"}, Filters(late=True), LATE, {}),
            _view("category", category, Filters(category=category),
                  f"{OPEN} and c.category_path >= %(value)s and c.category_path < %(value)s || '~'"),
        ]  # fmt: skip
        short = [
            _view("state", "whistled", Filters(states=("whistled",)), "c.state = %(value)s"),
            _view("urgency", "urgent", Filters(urgency="urgent"), f"{OPEN} and c.urgency = %(value)s"),
            _view("channel", "phone", Filters(channel="phone"), f"{OPEN} and c.channel = %(value)s"),
        ]
        if reader is self.ground.zone:
            yield from self._lists(f"queue of 50, {name}", reader, long + short)
        else:
            yield from self._lists(f"queue of 50, {name}", reader, long)
            yield from self._lists(f"short lists, {name}", reader, short)

    def _lists(self, work: str, reader: Reader, views: list[tuple]) -> Iterator[Result]:
        paths = [f"/desk/cases?{urlencode(asked)}" for asked, *_rest in views]
        conditions = [(where, values) for _asked, _filters, where, values in views]
        bare = self.floor.queue(reader.place.path, conditions)
        yield from self._page(f"{work}: page", reader, paths, bare)
        yield self._result(
            f"{work}: selector",
            lambda n: selectors.queue(reader.actor, views[n % len(views)][1]),
            bare,
        )

    def search(self, name: str, reader: Reader) -> Iterator[Result]:
        """Words of two characters and more, common and rare, in everything ever reported."""
        paths = [f"/desk/cases?{urlencode({'view': 'all', 'q': word})}" for word in WORDS]
        bare = self.floor.search(reader.place.path, WORDS)
        yield from self._page(f"search, {name}: page", reader, paths, bare)
        yield self._result(
            f"search, {name}: selector",
            lambda n: selectors.search(WORDS[n % len(WORDS)], reader.actor),
            bare,
        )

    def unseen(self) -> Iterator[Result]:
        """Page after page of everything, newest first: rows that no process has drawn before."""
        reader = self.ground.zone
        marks = Case.objects.order_by("-reported_at", "-pk")
        chosen = list(marks.values_list("reported_at", "pk")[: 50 * (self.effort.calls + 40) : 50])
        paths = [
            f"/desk/cases?{urlencode({'view': 'all', 'after': f'{at.isoformat()}_{pk}'})}"
            for at, pk in chosen
        ]
        bare = self.floor.newest(reader.place.path, chosen)
        yield from self._page(
            "rows not drawn before: page of 50", reader, paths, bare, most=max(4, len(paths) - 12)
        )

    def case_page(self) -> Iterator[Result]:
        """One case with its timeline: open and closed ones in turn."""
        reader = self.ground.desk
        within = Case.objects.filter(community_path=reader.place.path)
        opened = within.filter(OPEN_CASE).values_list("number", flat=True)[:60]
        closed = within.filter(state="closed").order_by("number").values_list("number", flat=True)[:60]
        chosen = [number for pair in zip_longest(opened, closed) for number in pair if number]
        paths = [f"/desk/cases/{number}" for number in chosen]
        yield from self._page("case page", reader, paths, self.floor.case(chosen))

    def on_map(self) -> Iterator[Result]:
        """The zone's open cases on a map: up to 4,000 one by one, and counted by community."""
        reader = self.ground.zone
        path = reader.place.path
        yield from self._page(
            "map, 4,000 points at most", reader, ["/desk/map/points"], self.floor.on_map(path)
        )
        counted = self.floor.by_place(path, "community")
        yield from self._page("map by community: page", reader, ["/desk/map?level=community"], counted)

    def points(self) -> Iterator[Result]:
        """From a point to the place it lies in."""
        places = Place.objects.filter(point_lat__isnull=False).values_list("point_lat", "point_lng")
        centres = np.array(places)
        low, high = centres.min(axis=0), centres.max(axis=0)
        points = np.random.default_rng(self.corpus.size).uniform(low, high, (self.effort.points, 2))
        yield self._result(
            f"point to place, {self.effort.points:,} at once",
            lambda _n: locate_many(points),
            floor.points_in_bulk(points),
            most=10,
            items=self.effort.points,
        )
        yield self._result(
            "point to place, one", lambda n: locate(*points[n % len(points)]), floor.points_singly(points)
        )

    def intake(self) -> Iterator[Result]:
        """A resident's report: by the public form, and by the action behind it."""
        self.sender.report(0)  # what the floor copies
        yield self._result("intake: action", self.sender.report, self.floor.report())
        whole = "/report/whole"  # all of the form in one: what a telephone sends once it has a signal again
        queries_of_form = queries.of_form(whole, self.sender.form(0), taken=(200,))
        sample = self._measure(
            lambda n: self.web.post(whole, self.sender.form(n), taken=(200,)), INTAKES_AT_ONCE
        )
        bare = self._measure(self.floor.report(), INTAKES_AT_ONCE)
        yield self._made("intake: form, 8 at once", sample, bare, queries_of_form, INTAKES_AT_ONCE)
        batch = self.effort.batch
        few = {"most": 3, "items": batch, "warm_ups": 1}
        bare_rows = self.floor.intake(batch)
        yield self._result(
            f"intake of {batch:,} rows: action",
            lambda _n: self.sender.take_in(timezone.now(), self.sender.places, batch),
            bare_rows,
            **few,
        )

    def imports(self) -> Iterator[Result]:
        """Files of a message board: open messages, and answered ones, each walked through the flow."""
        batch = self.effort.batch
        few = {"most": 3, "items": batch, "warm_ups": 1}
        bare = self.floor.intake(batch)
        yield self._result(
            f"import of {batch:,} open rows: file",
            lambda n: self.sender.take_file(n, batch, "stream"),
            bare,
            **few,
        )
        walked = self.floor.intake(batch, steps=CLOSED_STEPS)
        yield self._result(
            f"import of {batch:,} closed rows: file",
            lambda n: self.sender.take_file(n, batch, "replies"),
            walked,
            **few,
        )

    def step(self) -> Iterator[Result]:
        """A desk accepts a case: by the action, and by its form."""
        reader, category = self.ground.desk, self.corpus.texts[0].category
        most = min(self.effort.calls, MOST_STEPS)
        each = most + WARM_UPS + 1  # the last one to count its queries
        waiting = self.sender.take_in(timezone.now(), self.sender.places_of_the_desk, 3 * each)
        bare = self.floor.step([case.pk for case in waiting[:each]])

        def accept(number: int) -> None:
            actions.accept(waiting[each + number], by=reader.actor, category=category, urgency="normal")

        yield self._result("step (accept): action", accept, bare, most=most)
        session = self.sessions[reader.account.username]
        forms = [
            (
                f"/desk/cases/{case.number}/accept",
                {"category": category.pk, "urgency": "normal", "version": 1},
            )
            for case in waiting[2 * each :]
        ]
        asked = queries.of_form(*forms[-1], session)
        sample = self._measure(lambda n: self.web.post(*forms[n], session), 1, most=most)
        yield self._made("step (accept): form", sample, self._measure(bare, 1, most=most), asked)

    def sweep(self) -> Iterator[Result]:
        """A thousand promises that ran out, among all the others."""

        batch = self.effort.batch

        def due() -> None:
            self.sender.take_in(timezone.now() - LONG_AGO, self.sender.places, batch)

        taken = []
        for _round in range(3):
            due()
            taken.append(self._measure(lambda _n: sweep(limit=batch), 1, most=1, warm_ups=0))
        sample = Sample(tuple(each.seconds[0] for each in taken), sum(each.wall for each in taken), batch)
        due()
        asked = queries.counted(lambda: sweep(limit=batch))
        bare = self._measure(self.floor.late(batch), 1, most=3, items=batch, warm_ups=1)
        yield self._made(f"sweep, {batch:,} due", sample, bare, asked)


def _view(name: str, value: str, filters: Filters, where: str) -> tuple:
    return {"view": "open", name: value}, filters, where, {"value": value}
