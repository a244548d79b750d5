"""One case from elsewhere with what came of it: taken in and walked through the flow at its own times."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tongxin.ground.posts.actors import Actor, reporter_actor
from tongxin.trades.cases.actions.many import Row, intake_many
from tongxin.trades.cases.actions.resident import call_back, verdict
from tongxin.trades.cases.actions.triage import accept
from tongxin.trades.cases.actions.work import handle, report_done
from tongxin.trades.cases.models import Case, Category


@dataclass(frozen=True)
class Outcome:
    """How it ended elsewhere: what was answered and when; the resident's word where it is known."""

    answer: str
    closed_at: datetime
    solved: bool | None = None
    satisfied: int | None = None


def take_in(
    row: Row, *, by: Actor, category: Category | None = None, outcome: Outcome | None = None
) -> Case | None:
    """Take in one row at the time it was reported and, where it has ended, walk it there. None when known
    already.

    ``by`` holds the desk of the place: every step is asked for like any other. A case that ended without
    the resident's word is left waiting for it, and lapses.
    """
    with transaction.atomic():
        taken = intake_many([row], by=by, now=row.reported_at)
        if taken.refused:
            raise ValueError("; ".join(str(sentence) for sentence in taken.refused[0].values()))
        if not taken.new:
            return None
        case = taken.new[0]
        kind = category or row.category
        if outcome is None or kind is None:
            return case
        end = max(outcome.closed_at, row.reported_at)
        accept(case, by=by, category=kind, urgency=case.urgency, now=row.reported_at)
        handle(case, by=by, now=row.reported_at)
        report_done(case, by=by, note=outcome.answer, now=end)
        if outcome.solved is not None:
            _last_word(case, by=by, outcome=outcome, now=end)
        return case


def _last_word(case: Case, *, by: Actor, outcome: Outcome, now: datetime) -> None:
    if case.reporter_id is not None:
        answer = {"solved": outcome.solved, "satisfied": outcome.satisfied}
        call_back(case, by=by, reached=True, now=now, **answer)
        return
    resident = reporter_actor("cases.case", case.pk)
    verdict(case, by=resident, solved=outcome.solved, satisfied=outcome.satisfied, now=now)
