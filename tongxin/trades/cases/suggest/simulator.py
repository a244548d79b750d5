"""What would happen if this text came in at this place now, and why: for the simulator page. Nothing is
written.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from tongxin.engine.flows.calendars import current
from tongxin.engine.flows.clock import add
from tongxin.engine.flows.models import Promise
from tongxin.ground.people.masking import masked
from tongxin.ground.territory.models import Place
from tongxin.trades.cases.models import Category
from tongxin.trades.cases.similar import Similar, similar
from tongxin.trades.cases.suggest.advice import Suggestion, suggest


@dataclass(frozen=True)
class Due:
    """One promise, and the moment it would be due if its clock started at the simulated hour."""

    promise: Promise
    due_at: datetime


@dataclass(frozen=True)
class Simulation:
    """The suggestion, the due moments, the text as units would read it, and the cases it resembles."""

    suggestion: Suggestion
    dues: list[Due]
    text_for_units: str
    similar: list[Similar]


def simulate(
    text: str, place: Place, *, category: Category | None = None, now: datetime | None = None
) -> Simulation:
    """Paste a text, pick a place: see what would happen and why."""
    now = now or timezone.now()
    suggestion = suggest(text, place, category=category, now=now)
    calendar = current()
    dues = [Due(each, add(now, each.amount, each.unit, calendar)) for each in suggestion.promises]
    return Simulation(suggestion, dues, masked(text), similar(text, place, at=now))
