"""Whether a resource can meet a need, and why the two go together. Reads what is handed in only."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tongxin.ground.territory.paths import parent_of


@dataclass(frozen=True)
class Reason:
    """One reason for a pairing: its code, kept with it, and the sentence."""

    code: str
    sentence: object


SAME_MEANS = Reason("means", _("It is the kind of thing that is needed."))
SAME_COMMUNITY = Reason("community", _("The unit has reported to this very community."))
SAME_WORDS = Reason("words", _("Offer and need speak of the same thing."))


def objection(need, resource, on: dt.date) -> object:
    """Why the two don't go together, as a sentence; "" when nothing speaks against it."""
    if need.met_on or need.dropped_on:
        return _("This need is met already, or has been dropped.")
    if resource.means != need.means:
        return _("What is offered is not what is needed.")
    if resource.registration.until is not None and resource.registration.until <= on:
        return _("The unit is no longer registered.")
    if resource.since > need.by_day or (resource.until is not None and resource.until <= on):
        return _("What is offered is not there at that time.")
    if parent_of(resource.registration.place_path) != parent_of(need.place_path):
        return _("The unit is registered in another street.")
    if resource.promised_in(need.by_day.year) >= resource.times:
        return _("The unit has given this as often as it offered this year.")
    return ""


def reasons(need, resource) -> list[Reason]:
    """Why the two go together, the strongest last."""
    found = [SAME_MEANS]
    if resource.registration.place_path == need.place_path:
        found.append(SAME_COMMUNITY)
    if _pairs(need.title) & _pairs(resource.title):
        found.append(SAME_WORDS)
    return found


def _pairs(text: str) -> set[str]:
    """Pairs of neighbouring characters: most Chinese words have two."""
    folded = "".join(each for each in text.lower() if each.isalnum())
    return {folded[at : at + 2] for at in range(len(folded) - 1)}
