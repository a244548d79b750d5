"""One way of looking at the cases, as an address says it: the queue shows it as a table, a case shows it as
the list beside itself, an account saves it under a name. What is no choice does not narrow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.paging import PAGE, Page
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import has_anywhere
from tongxin.ground.territory.paths import WELL_FORMED
from tongxin.trades.cases.choices import Channel, Urgency
from tongxin.trades.cases.flow import CASE
from tongxin.trades.cases.models.case import OPEN_STATES
from tongxin.trades.cases.selectors.lists import Line, queue, search
from tongxin.trades.cases.selectors.matching import TURNS, Filters, states_of

BESIDE = "in"
LONGEST_WORDS = 64
LONGEST_ASKED = 1000
LONGEST_PATH = 128
A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class View:
    """One of the views offered to whoever holds the verb; ``fixed`` is what it always narrows by."""

    name: str
    label: object
    fixed: Mapping[str, bool]
    verb: str = "case.read"

    @property
    def by_due(self) -> bool:
        """Only open cases have a due order; once closed ones count, the newest come first."""
        return bool({"open_only", "late", "mine", "due_soon"} & self.fixed.keys())


VIEWS = (
    View("mine", _("My turn"), {"mine": True, "open_only": True}),
    View("late", _("Late"), {"late": True}),
    View("week", _("Due within a week"), {"due_soon": True}),
    View("touched", _("I worked on it"), {"touched": True, "open_only": True}, "case.handle"),
    View("open", _("All open"), {"open_only": True}),
    View("second", _("For the second person"), {"proposed": True}, "case.exclude_confirm"),
    View("all", _("Closed, too"), {}),
)
BY_NAME = {view.name: view for view in VIEWS}
CHOICES = {
    "state": frozenset(CASE.state_by_name),
    "urgency": frozenset(Urgency.values),
    "channel": frozenset(Channel.values),
    "turn": frozenset(TURNS),
}


@dataclass(frozen=True)
class Looking:
    """A view, what narrows it (by the names of the queue's form), and the mark its page comes after.
    ``usual``: it is what its reader gets without asking for anything.
    """

    view: View
    narrowed: Mapping[str, str] = field(default_factory=dict)
    after: str = ""
    usual: bool = False

    @property
    def filters(self) -> Filters:
        chosen: dict[str, object] = dict(self.narrowed)
        turn, state = chosen.pop("turn", ""), chosen.pop("state", "")
        states = (state,) if state else TURNS.get(turn, ())
        if "due" in chosen:
            chosen["due_day"] = date.fromisoformat(chosen.pop("due"))
        if "since" in chosen:
            chosen["since"] = timezone.make_aware(datetime.fromisoformat(self.narrowed["since"]))
        return Filters(states=states, **chosen, **self.view.fixed)

    def page(self, actor: Actor, size: int = PAGE) -> Page[Line]:
        """Due first where only open cases are looked at, else newest first. One query, rarely two."""
        filters = self.filters
        if self.view.by_due and set(filters.states) <= set(OPEN_STATES):
            return queue(actor, filters, after=self.after, size=size)
        return search(filters.q, actor, filters, after=self.after, size=size)

    def query(self, *, after: str = "", view: View | None = None) -> str:
        """What stands behind the ``?`` of this way of looking, always in the same order."""
        parts = {"view": (view or self.view).name, **self.narrowed} | ({"after": after} if after else {})
        return urlencode(parts)

    @property
    def beside(self) -> str:
        """``?in=…``: what a case's address carries so that this list stands beside it; "" for the usual."""
        return "" if self.usual else "?" + urlencode({BESIDE: self.query(after=self.after)})


def offered(actor: Actor) -> list[View]:
    """The views this actor may use."""
    return [view for view in VIEWS if has_anywhere(actor, view.verb)]


def read(given: Mapping[str, str], actor: Actor) -> Looking:
    """The way of looking that an address asks for. Words are sought everywhere unless a view is named."""
    narrowed = {name: given[name] for name in CHOICES if _is_choice(name, given)}
    if words := given.get("q", "").replace("\0", "").strip()[:LONGEST_WORDS]:
        narrowed["q"] = words
    for name in ("category", "path"):
        if WELL_FORMED.fullmatch(path := given.get(name, "")[:LONGEST_PATH]):
            narrowed[name] = path
    if since := _day(given.get("since", "")):
        narrowed["since"] = since
    if (due := _day(given.get("due", ""))) and abs(date.fromisoformat(due) - timezone.localdate()) < A_YEAR:
        narrowed["due"] = due
    asked = BY_NAME.get(given.get("view", ""))
    view = asked if asked in offered(actor) else _usual(actor, words)
    after = given.get("after", "")
    usual = view is _usual(actor, "") and not narrowed and not after
    return Looking(view, dict(sorted(narrowed.items())), after, usual)


def read_query(text: str, actor: Actor) -> Looking:
    """The same, from the text behind a ``?``: kept with a saved filter, or carried by a case."""
    return read(dict(parse_qsl(text[:LONGEST_ASKED])), actor)


def _is_choice(name: str, given: Mapping[str, str]) -> bool:
    return given.get(name, "") in CHOICES[name]


def _day(text: str) -> str:
    """A day as ``2026-11-22``; "" where the text is none that the calendar knows."""
    try:
        found = parse_date(text)
    except ValueError:
        return ""
    return found.isoformat() if found else ""


def _usual(actor: Actor, words: str) -> View:
    if words:
        return BY_NAME["all"]
    return BY_NAME["mine" if states_of(actor) else "open"]
