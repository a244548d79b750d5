"""What comes in while it is measured: reports, batches of rows, files; no two of them alike."""

import csv
import datetime as dt
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench.corpus import Corpus
from tongxin.doors.exchange import mapping
from tongxin.doors.exchange.actions import begin_run, carry_out
from tongxin.doors.exchange.tables import open_table
from tongxin.ground.posts.actors import NOBODY, SYSTEM, Actor
from tongxin.ground.territory.models import Place
from tongxin.trades.cases import actions
from tongxin.trades.cases.actions.intake import Contact
from tongxin.trades.cases.actions.many import Row, intake_many
from tongxin.trades.cases.choices import Channel
from tongxin.trades.cases.models import Case


@dataclass
class Sender:
    """Sends what the corpus says; ``by`` takes in what comes in batches."""

    corpus: Corpus
    by: Actor

    @cached_property
    def places(self) -> list[Place]:
        """Two hundred places outside the desk's community."""
        return _places([spot.pk for spot in self.corpus.far[:200]])

    @cached_property
    def places_of_the_desk(self) -> list[Place]:
        """Fifty places inside it."""
        return _places([spot.pk for spot in self.corpus.near[:50]])

    def report(self, number: int) -> None:
        """A resident's report, with name and telephone, by the action."""
        said, spot = self._said(number)
        actions.report(
            place=Place.objects.get(pk=spot),
            text=said,
            by=NOBODY,
            channel=Channel.WEB,
            client_key=_key(),
            contact=Contact(name="陈桂花", phone=_phone()),
        )

    def form(self, number: int) -> dict[str, str | int]:
        """The same as the fields of the public form."""
        text, place = self._said(number)
        return {
            "text": text, "place": place, "client_key": _key(), "name": "陈桂花", "phone": _phone(),
            "address_note": "东边第二个门",
        }  # fmt: skip

    def _said(self, number: int) -> tuple[str, int]:
        """About 800 bytes of text, somewhere in the desk's community."""
        texts, near = self.corpus.texts, self.corpus.near
        text = "".join(texts[(number * 7 + place) % len(texts)].text for place in range(6))
        return text, near[number * 13 % len(near)].pk

    def take_in(self, now: dt.datetime, places: Sequence[Place], many: int) -> list[Case]:
        """New rows that concern these places, in one batch. Raises ValueError where one is refused."""
        texts = self.corpus.texts
        rows = [
            Row(said.text, places[number % len(places)], now, category=said.category)
            for number in range(many)
            for said in [texts[number % len(texts)]]
        ]
        taken = intake_many(rows, by=self.by, now=now)
        if len(taken.new) != len(rows):
            raise ValueError(f"{len(taken.refused)} rows were refused")
        return list(taken.new.values())

    def take_file(self, number: int, many: int, name: str) -> None:
        """A file of a message board, read, understood and taken in as the import command does.

        ``name`` is its map: "stream" for open messages, "replies" for answered ones. Raises ValueError.
        """
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "messages.csv"
            with path.open("w", newline="") as file:
                lines = csv.writer(file)
                lines.writerow(["留言编号", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"])
                reply = ["已到现场查看，处理完毕。", "2026-03-05 16:00:00"] if name == "replies" else ["", ""]
                for row in range(many):
                    said = self.corpus.texts[row % len(self.corpus.texts)]
                    key = f"{name}-{self.corpus.size}-{number}-{row}"
                    lines.writerow([key, said.category.name, "2026-03-02 10:15:00", said.text, *reply])
            case_map = mapping.load(name)
            table = open_table(path, case_map.is_head)
            run = begin_run(path, case_map, by=SYSTEM, place=self.places[0])
            done = carry_out(run, table, case_map)
        if done.new != many:
            raise ValueError(f"{done.failed} rows were refused, {done.known} were known")


def _places(keys: Sequence[int]) -> list[Place]:
    return list(Place.objects.filter(pk__in=keys).defer("outline"))


def _key() -> str:
    return f"bench-{secrets.token_hex(16)}"


def _phone() -> str:
    return f"13{secrets.randbelow(10**9):09d}"
