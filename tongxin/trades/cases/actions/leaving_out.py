"""Leaving a case out of the rates: a listed ground with evidence, and a second person who agrees."""

from typing import Any

from tongxin.engine.flows.actions import taking
from tongxin.ground.posts.actors import SYSTEM, Actor
from tongxin.trades.cases.choices import Exclusion as Standing
from tongxin.trades.cases.models import Case, Exclusion, Ground


def propose_exclusion(case: Case, *, by: Actor, ground: str, evidence: str, **step: Any) -> Exclusion:
    """Propose it. Nothing changes in any figure until somebody else confirms."""
    data = {"ground": ground, "evidence": evidence}
    with taking(case, "propose_exclusion", by=by, data=data, **step) as locked:
        locked.exclusion_state = Standing.PROPOSED
        return Exclusion.objects.create(
            case=locked,
            ground=Ground.objects.get(purpose="exclusion", code=ground),
            evidence=evidence,
            proposed_by=by.key,
            proposed_by_name=by.name,
            proposed_at=locked.taken.now,
        )


def confirm_exclusion(case: Case, *, by: Actor, note: str = "", **step: Any) -> Case:
    """A second person agrees; the resident is told, and both rates are shown from now on."""
    with taking(case, "confirm_exclusion", by=by, note=note, **step) as locked:
        _decide(locked, by=by, confirmed=True, note=note)
        locked.exclusion_state = Standing.EXCLUDED
    return case


def refuse_exclusion(case: Case, *, by: Actor, reason: str, **step: Any) -> Case:
    """A second person does not agree: it counts."""
    with taking(case, "refuse_exclusion", by=by, data={"reason": reason}, **step) as locked:
        _decide(locked, by=by, confirmed=False, note=reason)
        locked.exclusion_state = Standing.COUNTED
    return case


def drop_proposal(case: Case) -> None:
    """A reopened case counts again; a proposal nobody has decided falls with the closing it was about."""
    if case.pending_exclusion() is not None:
        _decide(case, by=SYSTEM, confirmed=False, note="")


def _decide(case: Case, *, by: Actor, confirmed: bool, note: str) -> None:
    proposal = case.pending_exclusion()
    proposal.confirmed, proposal.decision_note = confirmed, note
    proposal.decided_by, proposal.decided_by_name = by.key, by.name
    proposal.decided_at = case.taken.now
    proposal.save()
