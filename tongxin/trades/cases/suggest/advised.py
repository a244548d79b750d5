"""What a step's form starts from: the suggestion, each part with its reason; a clerk types little."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tongxin.ground.people.masking import masked
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.suggest.advice import suggest, units_for


@dataclass(frozen=True)
class Advised:
    """``initial`` answers by ask, and ``because``: (what, why) pairs to show beside the form."""

    initial: dict[str, Any] = field(default_factory=dict)
    because: list[tuple[object, object]] = field(default_factory=list)


def advised(case: Case, step: str) -> Advised:
    """The advice for one step of a case; empty for a step that has none."""
    advice = _ADVICE.get(step)
    return advice(case) if advice else Advised()


def _on_accept(case: Case) -> Advised:
    found = suggest(case.text, case.place, category=case.category)
    initial: dict[str, Any] = {"urgency": found.urgency.urgency}
    if found.categories:
        initial["category"] = found.categories[0].category.pk
    because = [(each.category, each.because) for each in found.categories[:3]]
    return Advised(initial, [*because, (_("Urgency"), found.urgency.because)])


def _on_whistle(case: Case) -> Advised:
    if case.category is None:
        return Advised()
    advice = units_for(case.category, case.place, now=timezone.now())
    units = [each for each in advice if each.unit]
    leading = next((each.unit.pk for each in units if each.lead), None)
    initial = {"units": [each.unit.pk for each in units], "lead": leading, "note": masked(case.text)}
    because = [(each.unit or case.category, each.because) for each in advice]
    nobody = (case.category, _("The duty catalogue names no unit for it here: please tick those it takes."))
    return Advised(initial, because or [nobody])


_ADVICE = {"accept": _on_accept, "reclassify": _on_accept, "whistle": _on_whistle}
