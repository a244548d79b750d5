"""What came of the cases of a period, for the rates of response, solving and satisfaction: always as lists.

A valid follow-up (有效回访) is a case closed in the period whose resident was reached, or answered by
himself, in the last round. Of those, *responded* were taken in within the promised time (our reading of
已联系: what the records prove), *solved* are those whose resident says so, *satisfied* the satisfied and very
satisfied, *mostly* the mostly satisfied, which weigh 0.9.
Excluded cases are left out only in the second of
the two figures; both are always shown.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from tongxin.engine.flows.models import Clock
from tongxin.ground.territory.paths import below
from tongxin.trades.cases.choices import Exclusion, Satisfaction
from tongxin.trades.cases.models import Case, Verdict

MOSTLY_WEIGHS = 0.9
FORMULA = "cases-2026-11"


@dataclass(frozen=True)
class Share:
    """Counts of one reading of the period; ``excluded`` cases are in it or not."""

    closed: int
    followed_up: int
    responded: int
    solved: int
    satisfied: int
    mostly: int

    @property
    def satisfied_points(self) -> float:
        """The numerator of the satisfied rate."""
        return self.satisfied + MOSTLY_WEIGHS * self.mostly


@dataclass(frozen=True)
class Outcomes:
    """Both readings of a period, and the list behind every count (``lists``)."""

    whole: Share
    without_excluded: Share
    lists: dict[str, QuerySet[Case]]
    formula: str = FORMULA

    def list_of(self, name: str, *, without_excluded: bool = False) -> QuerySet[Case]:
        """The cases behind one count, e.g. ``list_of("solved")``."""
        found = self.lists[name]
        return found.exclude(exclusion_state=Exclusion.EXCLUDED) if without_excluded else found


def outcomes(path: str, since: datetime, until: datetime) -> Outcomes:
    """The cases below ``path`` closed in ``since <= closed < until``. One query; the lists are read when
    opened.
    """
    closed = Case.objects.filter(
        below("place_path", path), state="closed", closed_at__gte=since, closed_at__lt=until
    ).annotate(followed_up=Exists(_heard()), too_late=Exists(_taken_in_late()))
    names = {
        "closed": Q(state="closed"),
        "followed_up": Q(followed_up=True),
        "responded": Q(followed_up=True, too_late=False),
        "solved": Q(followed_up=True, solved=True),
        "satisfied": Q(followed_up=True, satisfied__gte=Satisfaction.SATISFIED),
        "mostly": Q(followed_up=True, satisfied=Satisfaction.MOSTLY),
    }
    kept = ~Q(exclusion_state=Exclusion.EXCLUDED)
    counted = closed.aggregate(
        **{f"whole_{name}": Count("pk", filter=q) for name, q in names.items()},
        **{f"kept_{name}": Count("pk", filter=q & kept) for name, q in names.items()},
    )
    return Outcomes(
        whole=Share(**{name: counted[f"whole_{name}"] for name in names}),
        without_excluded=Share(**{name: counted[f"kept_{name}"] for name in names}),
        lists={name: closed.filter(q) for name, q in names.items()},
    )


def _heard() -> QuerySet[Verdict]:
    return Verdict.objects.filter(case=OuterRef("pk"), round=OuterRef("rounds"), reached=True)


def _taken_in_late() -> QuerySet[Clock]:
    key = Cast(OuterRef("pk"), CharField())
    return Clock.objects.filter(noun="cases.case", thing_id=key, name="accept", late_at__isnull=False)
