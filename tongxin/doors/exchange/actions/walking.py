"""Bringing a case as far as it had come elsewhere, by the steps of the flow, with their own times."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from tongxin.doors.exchange.understanding import LONGEST_ANSWER, Outcome, Understood
from tongxin.ground.posts.actors import SYSTEM, Actor, Holding
from tongxin.ground.territory.models import Place
from tongxin.trades.cases import actions
from tongxin.trades.cases.models import Case


def importer(source: str, label: str) -> Actor:
    """Who acts in an import: the other platform, in the place of the desk, everywhere. It is written into
    journals as such.
    """
    roots = tuple(Place.objects.filter(parent=None).values_list("path", flat=True))
    return Actor(
        key=f"import:{source}",
        name=label[:200],
        holdings=(Holding("community_worker", None, roots, None, label),),
    )


def walk(case: Case, row: Understood, *, by: Actor, now: datetime) -> None:
    """Take the steps. Of what is over every step has its time there; of what goes on they are taken
    ``now``.
    """
    outcome, reported_at = row.outcome, row.need.reported_at
    for piece in row.rest:
        actions.supply(case, by=by, text=piece, now=reported_at)
    if outcome.state == "open":
        return
    if outcome.state == "declined":
        reason = outcome.reply[:LONGEST_ANSWER] or _("Not accepted on the other platform.")
        actions.decline(case, by=by, reason=reason, now=outcome.closed_at)
        return
    begun = reported_at if outcome.state == "closed" else now
    actions.accept(case, by=by, category=case.category, urgency=case.urgency, now=begun)
    if outcome.state == "accepted":
        return
    actions.handle(case, by=by, now=begun)
    if outcome.state == "closed":
        _close(case, outcome, by=by)


def _close(case: Case, outcome: Outcome, *, by: Actor) -> None:
    """Answered, heard if the resident was, closed. A resident who said "not solved" is heard too; the case
    is then closed without any claim, since the other platform has closed it.
    """
    answer = outcome.reply or _("Closed on the other platform; the file has no answer.")
    *before, last = _pieces(answer)
    for piece in before:
        actions.progress(case, by=by, note=piece, now=outcome.replied_at)
    actions.report_done(case, by=by, note=last, now=outcome.replied_at)
    if outcome.solved:
        actions.call_back(
            case,
            by=by,
            reached="yes",
            solved=outcome.solved,
            satisfied=outcome.satisfied or None,
            now=outcome.closed_at,
        )
    if outcome.solved == "no":
        actions.handle(case, by=by, now=outcome.closed_at)
        note = _("Closed on the other platform although the resident does not find it solved.")
        actions.report_done(case, by=by, note=note, now=outcome.closed_at)
    if outcome.solved != "yes":
        actions.lapse(case, by=SYSTEM, now=outcome.closed_at)


def _pieces(answer: str) -> Iterator[str]:
    for at in range(0, len(answer), LONGEST_ANSWER):
        yield answer[at : at + LONGEST_ANSWER]
