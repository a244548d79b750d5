"""Suggests categories, urgency, units and promises for a text at a place, each with the reason in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.models import Promise
from tongxin.engine.flows.promises import promise_for
from tongxin.ground.organizations.dates import in_force
from tongxin.ground.organizations.kinds import Kind
from tongxin.ground.organizations.models import Estate, Organization
from tongxin.ground.organizations.selectors import THROUGH_ESTATES, estate_of, serving_many
from tongxin.ground.territory import paths
from tongxin.ground.territory.models import Place
from tongxin.trades.cases.choices import Urgency
from tongxin.trades.cases.models import Category, Duty
from tongxin.trades.cases.suggest import scoring
from tongxin.trades.cases.suggest.dictionary import categories_in_use, danger_words

SHOWN_PROMISES = (("case", "accept"), ("case", "solve"), ("summons", "sign_in"), ("summons", "answer"))


@dataclass(frozen=True)
class CategoryAdvice:
    """A category, its share of the evidence (0 to 1), and why."""

    category: Category
    score: float
    because: object


@dataclass(frozen=True)
class UnitAdvice:
    """A unit to summon, whether it would lead, and why. ``unit`` is None where the catalogue names only a
    kind.
    """

    unit: Organization | None
    kind: str
    lead: bool
    because: object


@dataclass(frozen=True)
class UrgencyAdvice:
    urgency: str
    because: object


@dataclass(frozen=True)
class Suggestion:
    """All that can be said of a text before anybody has read it. ``by_ourselves``: no unit leads, the
    community does.
    """

    categories: list[CategoryAdvice]
    urgency: UrgencyAdvice
    units: list[UnitAdvice] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)

    @property
    def by_ourselves(self) -> bool:
        return not any(advice.lead for advice in self.units)


def suggest(
    text: str, place: Place, *, category: Category | None = None, now: datetime | None = None
) -> Suggestion:
    """What the text is probably about, how urgent it is, and whose task that is here. At most 13 queries.

    A given ``category`` is taken as decided; otherwise the likeliest one decides whose task it is.
    """
    now = now or timezone.now()
    known = categories_in_use()
    guesses = [_category_advice(each) for each in scoring.guess(text, known)]
    if category is not None:
        guesses = [CategoryAdvice(category, 1.0, _("because it was chosen"))]
    best = guesses[0].category if guesses else None
    urgency = _urgency(text, best)
    return Suggestion(
        categories=guesses,
        urgency=urgency,
        units=units_for(best, place, now=now) if best is not None else [],
        promises=_promises(best, place, urgency.urgency, now),
    )


def units_for(category: Category, place: Place, *, now: datetime) -> list[UnitAdvice]:
    """Whose task a category is at a place: the leading unit first. At most 7 queries.

    Of the duties in force, those of the deepest category win, then those of the nearest place; leading and
    co-handling are decided apart.
    """
    today = timezone.localdate(now)
    levels = paths.ancestors_of(category.path)
    duties = Duty.objects.filter(
        in_force(today),
        Q(place_path="") | Q(place_path__in=paths.ancestors_of(place.path)),
        category__path__in=levels,
    ).select_related("category", "organization", "place")
    chosen = [duty for lead in (True, False) for duty in _nearest([d for d in duties if d.lead is lead])]
    kinds = sorted({duty.kind for duty in chosen if duty.kind})
    served = serving_many([place], kinds, on=today) if kinds else {}
    estate = estate_of(place, on=today) if THROUGH_ESTATES.intersection(kinds) else None
    advice = [
        each for duty in chosen for each in _unit_advice(duty, served.get((place.pk, duty.kind), []), estate)
    ]
    return _each_once(advice)


def _category_advice(guess: scoring.Guess) -> CategoryAdvice:
    return CategoryAdvice(guess.category, guess.score, _mentions(guess.words))


def _mentions(words: Sequence[str]) -> object:
    quoted = "".join(f"“{word}”" for word in words)
    return format_lazy(_("because it mentions {words}"), words=quoted)


def _urgency(text: str, category: Category | None) -> UrgencyAdvice:
    danger = scoring.danger(text, danger_words())
    of_category = category.urgency if category is not None else Urgency.NORMAL.value
    if scoring.higher(danger.urgency, of_category) == of_category != danger.urgency:
        reason = format_lazy(_("because “{category}” is always at least so"), category=category.title)
        return UrgencyAdvice(of_category, reason)
    if danger.words:
        return UrgencyAdvice(danger.urgency, _mentions(danger.words))
    return UrgencyAdvice(Urgency.NORMAL.value, _("because nothing in it speaks of danger or haste"))


def _nearest(duties: list[Duty]) -> list[Duty]:
    """The duties of the deepest category and, among those, of the nearest place."""
    if not duties:
        return []
    best = max((duty.category.path, duty.place_path) for duty in duties)
    return [duty for duty in duties if (duty.category.path, duty.place_path) == best]


def _unit_advice(duty: Duty, serving: list[Organization], estate: Estate | None) -> list[UnitAdvice]:
    listed = format_lazy(_("because the duty catalogue gives it “{category}”"), category=duty.category.title)
    if duty.organization is not None:
        return [UnitAdvice(duty.organization, duty.organization.kind, duty.lead, listed)]
    kind = Kind(duty.kind)
    if not serving:
        missing = format_lazy(_("{kind}: none is known to serve this place"), kind=kind.label)
        return [UnitAdvice(None, duty.kind, duty.lead, missing)]
    unit = serving[0]
    if estate is not None and duty.kind in THROUGH_ESTATES:
        reason = format_lazy(
            _("{listed}, and {estate} is served by {unit}"),
            listed=listed,
            estate=estate.title,
            unit=unit.title,
        )
    else:
        reason = format_lazy(_("{listed}, and {unit} serves this place"), listed=listed, unit=unit.title)
    return [UnitAdvice(unit, duty.kind, duty.lead, reason)]


def _each_once(advice: list[UnitAdvice]) -> list[UnitAdvice]:
    """The leading unit first, and no unit twice."""
    kept: dict[object, UnitAdvice] = {}
    for each in sorted(advice, key=lambda one: not one.lead):
        kept.setdefault(each.unit.pk if each.unit is not None else each.kind, each)
    return list(kept.values())


def _promises(category: Category | None, place: Place, urgency: str, now: datetime) -> list[Promise]:
    found = [
        promise_for(
            flow,
            name,
            category_path=category.path if category is not None else "",
            place_path=place.path,
            urgency=urgency,
            at=now,
        )
        for flow, name in SHOWN_PROMISES
    ]
    return [promise for promise in found if promise is not None]
