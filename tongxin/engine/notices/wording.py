"""What a notice says. The trade words its steps; where it does not, the flow table's own labels speak.

A trade may have a module ``notices`` beside its ``flow`` and ``actions``:

- ``TEXTS``: "flow.step", or "flow.step audience" for one audience ("case.accept the:reporter"), -> (title,
  body); lazy sentences with the placeholders of ``PLACEHOLDERS``
- ``URGENT``: the "flow.step" whose notices pass quiet hours and bundles
- ``link(thing, audience)``: the path of the page where that audience reads on

A notice may lie on a lock screen, so nothing else can be filled in: no note, no answer, no name, and of the
place no more than the community's name. ``checks.py`` refuses other placeholders at start.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tongxin.engine.flows import registry, who
from tongxin.engine.flows.models import Flowing, Journal
from tongxin.engine.flows.table import Flow
from tongxin.engine.notices.models import Notice

PLACEHOLDERS = frozenset({"what", "number", "place", "step", "state"})
DEFAULT = (_("{what} {number}: {step}"), _("{place}. It now stands at: {state}."))
OWN_STEPS = {
    "born": (_("{what} {number} has come in"), _("{place}. It now stands at: {state}.")),
    "early": (_("{what} {number} is due soon"), _("{place}. It still stands at: {state}.")),
    "retimed": (_("{what} {number} has another due time"), _("{place}. It still stands at: {state}.")),
    "late": (_("{what} {number} is late"), _("{place}. It still stands at: {state}.")),
}
TITLE_LENGTH = Notice._meta.get_field("title").max_length
BODY_LENGTH = Notice._meta.get_field("body").max_length


@dataclass(frozen=True)
class Text:
    title: str
    body: str
    url: str


def module_of(flow: Flow) -> ModuleType | None:
    """The trade's own wording: the module ``notices`` beside its actions, or None."""
    name = f"{flow.actions.rpartition('.')[0]}.notices"
    return import_module(name) if find_spec(name) else None


def texts_of(flow: Flow) -> Mapping[str, tuple[object, object]]:
    return getattr(module_of(flow), "TEXTS", {})


def is_urgent(flow: Flow, thing: Flowing, step: str) -> bool:
    """An emergency, or a step the trade calls urgent."""
    return thing.urgency == "emergency" or f"{flow.name}.{step}" in getattr(module_of(flow), "URGENT", ())


def link(flow: Flow, thing: Flowing, audience: str) -> str:
    """The path of the page where this audience reads on; "" when there is none."""
    own = getattr(module_of(flow), "link", None)
    if own is not None:
        return own(thing, audience)
    return thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""


class Speaker:
    """Says one journal row to each audience and language once, however many recipients share them."""

    def __init__(self, row: Journal, thing: Flowing, *, place: str) -> None:
        self.flow = registry.flow_of(row.noun)
        self.row, self.thing, self.place = row, thing, place
        self.texts = texts_of(self.flow)
        self._said: dict[tuple[str, str], Text] = {}

    def say(self, audience: str, language: str) -> Text:
        """Title and body in ``language``, cut to what a notice holds, and the page to read on."""
        said = (audience, language)
        if said not in self._said:
            with override(language):
                self._said[said] = self._text(audience)
        return self._said[said]

    def _text(self, audience: str) -> Text:
        key = f"{self.flow.name}.{self.row.step}"
        default = OWN_STEPS.get(self.row.step, DEFAULT)
        pair = self.texts.get(f"{key} {audience}") or self.texts.get(key, default)
        title, body = (str(sentence).format(**self._parts()).lstrip(" .。") for sentence in pair)
        return Text(title[:TITLE_LENGTH], body[:BODY_LENGTH], link(self.flow, self.thing, audience))

    def _parts(self) -> dict[str, str]:
        step = self.flow.step_by_name.get(self.row.step)
        state = self.flow.state_by_name.get(self.row.new)
        return {
            "what": str(self.flow.label or self.flow.name),
            "number": str(getattr(self.thing, "number", self.thing.pk)),
            "place": self.place,
            "step": str(step.label if step else self.row.step),
            "state": str(state.label if state else self.row.new),
        }


def audience_words(flow: Flow, audience: str) -> object:
    """The audience as the flow table words it: "the resident who reported it". Lazy."""
    for someone in _everyone_in(flow):
        if audience in someone.tokens and getattr(someone, "phrase", ""):
            return someone.words
    return who.read(audience).words


def _everyone_in(flow: Flow) -> list[who.Who]:
    lists = [*(step.tells for step in flow.steps), *(state.late_tells for state in flow.states)]
    single = [*(step.who for step in flow.steps), *(state.turn for state in flow.states if state.turn)]
    return [part for someone in [*single, *(each for tells in lists for each in tells)] for part in someone]
