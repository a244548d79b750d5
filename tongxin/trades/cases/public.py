"""What anybody may read of a case, and what goes on around a place. Never what was said, nor by whom."""

from dataclasses import dataclass
from datetime import datetime

from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import ancestors_of, below
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.models.case import OPEN_CASE

# Narrower than this a case could point at a household.
NARROWEST = "neighbour_cell"
MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One case as a passer-by may know it. ``text`` only where staff let everybody read it."""

    category: str
    state: str
    state_label: object
    reported_at: datetime
    text: str


def glimpse(case: Case) -> Glimpse:
    """A case reduced to what anybody may know. ``case.category`` should be selected."""
    category = case.category.title if case.category else ""
    state = case.flow.state(case.state)
    return Glimpse(category, case.state, state.label, case.reported_at, case.public_text)


def going_on(place: Place) -> list[Glimpse]:
    """The newest open cases of the cell around a place, or of a wider place itself. Two queries."""
    near = (
        Place.objects.filter(path__in=ancestors_of(place.path), level__code=NARROWEST)
        .values_list("path", flat=True)
        .first()
    )
    cases = Case.objects.filter(OPEN_CASE, below("place_path", near or place.path), category__isnull=False)
    return [glimpse(case) for case in cases.select_related("category").order_by("-reported_at")[:MOST_SHOWN]]
