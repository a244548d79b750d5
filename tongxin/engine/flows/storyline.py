"""What happened to a thing, as staff and units read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.table import Flow
from tongxin.engine.flows.words import retimed_words, step_label
from tongxin.ground.posts.actors import SYSTEM


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the story: when, what in plain words, and what was said with it."""

    at: datetime
    title: str
    note: str
    who: str = ""
    tone: str = ""


def chronicle(rows: Iterable[Journal], flow: Flow) -> list[Moment]:
    """The desk's timeline: every step under its name in the table, who took it, and what was written."""
    return [
        Moment(
            row.at,
            str(flow.state(flow.initial).label if row.step == "born" else step_label(flow, row.step)),
            row.note or str(row.data.get("reason", "")) or retimed_words(row),
            who=who_of(row),
            tone="late" if row.step == "late" else "",
        )
        for row in rows
    ]


def who_of(row: Journal) -> str:
    """Who took a step, as staff and units may know it: the reporter is "the resident" and nothing more."""
    return "" if row.actor_key == SYSTEM.key else shown_name(row.actor_key, row.actor_name)


def shown_name(key: str, name: str) -> str:
    """The name an actor left behind; of a reporter no more than "the resident"."""
    return gettext("the resident") if key.startswith("reporter:") else name
