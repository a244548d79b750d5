"""The resident: adds, urges, withdraws, has the last word; and how the desk asks for that word."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.actions import taking
from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.actions.calling_off import call_off_all
from tongxin.trades.cases.actions.leaving_out import drop_proposal
from tongxin.trades.cases.actions.photographs import attach_sent
from tongxin.trades.cases.actions.together import ending
from tongxin.trades.cases.choices import Satisfaction, Stage
from tongxin.trades.cases.models import Case, Supplement, Verdict
from tongxin.trades.cases.models.case import OPEN_CASE


def supply(case: Case, *, by: Actor, text: str, photos: Sequence[bytes] = (), **step: Any) -> Supplement:
    """Add to what was reported; by the resident, or by staff for him."""
    with taking(case, "supply", by=by, data={"text": text, "photos": photos}, **step) as locked:
        now = locked.taken.now
        attach_sent(locked, photos, stage=Stage.SUPPLY, by=by, now=now)
        return Supplement.objects.create(
            case=locked, at=now, by_key=by.key, by_name=by.name, text=text.strip()
        )


def note(case: Case, *, by: Actor, text: str, **step: Any) -> Supplement:
    """A note between colleagues; neither the resident nor the units see it."""
    with taking(case, "note", by=by, data={"text": text}, **step) as locked:
        return Supplement.objects.create(
            case=locked,
            at=locked.taken.now,
            by_key=by.key,
            by_name=by.name,
            internal=True,
            text=text.strip(),
        )


def urge(case: Case, *, by: Actor, **step: Any) -> Case:
    """The resident asks to hurry; once a day."""
    with taking(case, "urge", by=by, **step) as locked:
        locked.urged_at = locked.taken.now
    return case


def ask_copy(case: Case, *, by: Actor, **step: Any) -> Case:
    """The resident asks for a copy of what is kept about them, once a day; the desk makes sure who it is,
    and hands it out.
    """
    with taking(case, "ask_copy", by=by, **step) as locked:
        locked.copy_asked_at = locked.taken.now
    return case


def supervise(case: Case, *, by: Actor, note: str, **step: Any) -> Case:
    """Somebody above looks after it: what is expected, till when."""
    with taking(case, "supervise", by=by, note=note, **step):
        pass
    return case


def withdraw(case: Case, *, by: Actor, reason: str = "", **step: Any) -> Case:
    """The resident takes it back; units are called off."""
    with ending(case, "withdraw", by=by, data={"reason": reason}, **step) as locked:
        locked.closed_at = locked.taken.now
        call_off_all(locked, now=locked.taken.now)
    return case


def join(case: Case, *, by: Actor, into: str, **step: Any) -> Case:
    """Whoever reported it says that it is the same as an open case of the community: it goes on there.

    The desk is told, and can separate the two again.
    """
    master = (
        Case.objects.filter(OPEN_CASE, number=into, community_path=case.community_path)
        .exclude(pk=case.pk)
        .first()
    )
    if master is None:
        raise Incomplete({"into": _("There is no case of that number here.")})
    with ending(case, "join", by=by, data={"into": master.number}, **step) as locked:
        locked.duplicate_of, locked.closed_at = master, locked.taken.now
    return case


def verdict(
    case: Case,
    *,
    by: Actor,
    solved: str | bool,
    satisfied: int | str | None = None,
    comment: str = "",
    **step: Any,
) -> Verdict:
    """The last word, in the resident's own hand. Not solved: the desk takes it up again at once."""
    is_solved = _yes(solved)
    data = {"solved": _word(is_solved), "satisfied": _scale(satisfied), "comment": comment}
    target = "accepted" if is_solved is False else "closed"
    with ending(case, "verdict", by=by, data=data, target=target, **step) as locked:
        return _heard(locked, by=by, asked=False, solved=is_solved, satisfied=satisfied, comment=comment)


def call_back(
    case: Case,
    *,
    by: Actor,
    reached: str | bool,
    solved: str | bool | None = None,
    satisfied: int | str | None = None,
    comment: str = "",
    **step: Any,
) -> Verdict:
    """The desk has called: not reached (the resident may still answer, for the promised days), or what was
    said.
    """
    got_through, is_solved = _yes(reached), _yes(solved)
    if got_through and is_solved is None:
        raise Incomplete({"solved": _("Please say whether the resident finds it solved.")})
    if not got_through and (is_solved is not None or satisfied):
        raise Incomplete({"reached": _("Nobody was reached, so there can be no answer.")})
    data = {
        "reached": _word(got_through),
        "solved": _word(is_solved),
        "satisfied": _scale(satisfied),
        "comment": comment,
    }
    target = {None: "unheard", True: "closed", False: "accepted"}[is_solved]
    with ending(case, "call_back", by=by, data=data, target=target, **step) as locked:
        locked.call_attempts += 1
        if not got_through:
            return Verdict.objects.create(
                case=locked,
                at=locked.taken.now,
                asked=True,
                by_key=by.key,
                round=locked.rounds,
                reached=False,
                comment=comment.strip(),
            )
        return _heard(locked, by=by, asked=True, solved=is_solved, satisfied=satisfied, comment=comment)


def lapse(case: Case, *, by: Actor, **step: Any) -> Case:
    """The promised days went by without the resident's word: closed, and nothing is claimed about it."""
    with ending(case, "lapse", by=by, **step) as locked:
        locked.closed_at = locked.taken.now
    return case


def reopen(case: Case, *, by: Actor, reason: str, **step: Any) -> Case:
    """The resident is not content after all, within 14 days."""
    with taking(case, "reopen", by=by, data={"reason": reason}, target=_back(case), **step) as locked:
        _anew(locked)
        Supplement.objects.create(
            case=locked, at=locked.taken.now, by_key=by.key, by_name=by.name, text=reason.strip()
        )
    return case


def reopen_by_street(case: Case, *, by: Actor, reason: str, **step: Any) -> Case:
    """Whoever supervises has it taken up again, with a reason, at any time."""
    data = {"reason": reason}
    with taking(case, "reopen_by_street", by=by, data=data, target=_back(case), **step) as locked:
        _anew(locked)
    return case


def _heard(case: Case, *, by: Actor, asked: bool, solved, satisfied, comment: str) -> Verdict:
    """Keep the answer; a case that is not solved begins anew."""
    taken = case.taken
    answer = Verdict.objects.create(
        case=case,
        at=taken.now,
        asked=asked,
        by_key=by.key,
        round=case.rounds,
        reached=True,
        solved=solved,
        satisfied=_scale(satisfied),
        comment=comment.strip(),
    )
    if solved:
        case.solved, case.satisfied, case.closed_at = True, answer.satisfied, taken.now
    else:
        _anew(case)
        case.solved, case.satisfied = False, answer.satisfied
    return answer


def _anew(case: Case) -> None:
    case.rounds += 1
    case.solved, case.satisfied, case.closed_at = None, None, None
    case.call_attempts = 0
    case.exclusion_state = ""
    drop_proposal(case)


def _back(case: Case) -> str:
    return "reported" if case.state == "not_accepted" else "accepted"


def _yes(answer: str | bool | None) -> bool | None:
    """A yes or a no, however it was given; None for no answer."""
    return {"yes": True, "no": False, "": None}[answer] if isinstance(answer, str) else answer


def _word(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[answer]


def _scale(satisfied: int | str | None) -> int | None:
    return Satisfaction(int(satisfied)).value if satisfied not in (None, "") else None
