"""Points, worked out from confirmed hours and the rules of places: for the volunteer, and for the desk of the
place that gives them. Nothing here compares, sums over persons, or sorts.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.paths import ancestors_of, is_within
from tongxin.trades.orders.models import Complaint, Engagement, PointRule
from tongxin.trades.orders.models.complaint import VOIDING

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Earned:
    """What a part gives by which rule; ``void``: a complaint about its order was upheld."""

    rule: PointRule
    number: Decimal
    void: bool


@dataclass(frozen=True)
class Account:
    """A volunteer's points by part (its key), and the rules they follow from; empty where none are given."""

    by_part: dict[int, Earned]
    rules: list[PointRule]

    @property
    def whole(self) -> Decimal:
        """All that count."""
        return sum((each.number for each in self.by_part.values() if not each.void), Decimal(0))


def account_of(parts: Sequence[Engagement], home: str, only: Sequence[PointRule] | None = None) -> Account:
    """The points of these parts (their orders read beforehand), with the rules that apply to them or hold at
    ``home`` today; ``only`` narrows to some rules. Two queries, one where no place ever gave points.
    """
    known = list(PointRule.objects.select_related("place")) if only is None else list(only)
    if not known:
        return Account({}, [])
    voided = set(
        Complaint.objects.filter(order__in=[each.order_id for each in parts], state__in=VOIDING).values_list(
            "order_id", flat=True
        )
    )
    found = {each.pk: earned for each in parts if (earned := _earned(each, known, voided))}
    used = {each.rule.pk for each in found.values()}
    today = timezone.localdate()
    here = nearest(known, home, today)
    return Account(found, [each for each in known if each.pk in used or each == here])


def nearest(rules: Sequence[PointRule], path: str, day: dt.date) -> PointRule | None:
    """Of these the rule that holds at a place on a day: that of the nearest place."""
    fit = [each for each in rules if each.holds_on(day) and is_within(path, each.place_path)]
    return max(fit, key=lambda each: len(each.place_path), default=None)


def points(minutes: int, per_hour: int) -> Decimal:
    """So many per hour, to a tenth."""
    return (Decimal(minutes * per_hour) / 60).quantize(TENTH)


def rules_for(actor: Actor) -> QuerySet[PointRule]:
    """Those of the actor's area and above it, the present and coming ones first."""
    tops = {step for top in gates.scope(actor, "volunteer.admit") if top for step in ancestors_of(top)}
    mine = Q(place_path__in=tops) | gates.scope_q(actor, "volunteer.admit")
    return PointRule.objects.filter(mine).select_related("place").order_by("-since", "-pk")


def _earned(part: Engagement, rules: Sequence[PointRule], voided: set[int]) -> Earned | None:
    if not part.confirmed_minutes or part.confirmed_at is None:
        return None
    rule = nearest(rules, part.order.place_path, timezone.localdate(part.confirmed_at))
    if rule is None:
        return None
    number = points(part.confirmed_minutes, rule.for_kind(part.order.kind_code))
    return Earned(rule, number, part.order_id in voided)
