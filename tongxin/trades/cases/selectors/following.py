"""A resident follows a case by its number and query code."""

from dataclasses import dataclass

from tongxin.engine.tickets import numbers
from tongxin.engine.tickets.following import opened_by
from tongxin.ground.posts.actors import Actor, reporter_actor
from tongxin.trades.cases.models import Case


@dataclass(frozen=True)
class Followed:
    """What a right number and code open: the resident's own case, where it goes on, and the resident as an
    actor.

    ``goes_on`` is the case it was joined to, otherwise the case itself. Its text is not the resident's to
    read.
    """

    case: Case
    goes_on: Case
    actor: Actor

    @property
    def is_joined(self) -> bool:
        return self.goes_on.pk != self.case.pk


def follow(number: str, code: str) -> Followed | None:
    """Resolve a typed number and code; None when either is wrong."""
    related = Case.objects.select_related(
        "place", "category", "duplicate_of__place", "duplicate_of__category"
    )
    case = opened_by(related, numbers.CASES, number, code)
    if case is None:
        return None
    return Followed(case, case.duplicate_of or case, reporter_actor("cases.case", case.pk))
