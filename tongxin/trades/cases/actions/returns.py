"""A unit returns a whistle: only with a listed ground and with whose it should be. Nobody passes the parcel
twice.

At the first return of a case the community decides, at any further one the street, for good. The unit's own
clock counts on behind the question, so that a return that is not upheld has won no time.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.actions import taking
from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.organizations.models import Organization
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.actions.summoning import issue
from tongxin.trades.cases.actions.together import case_locked
from tongxin.trades.cases.models import Case, Ground, Summons


def dispute(
    summons: Summons, *, by: Actor, ground: str, proposed: Organization | int, reason: str, **step: Any
) -> Summons:
    """The unit says it is not theirs: on which listed ground, and whose it should be."""
    owner = _organization(proposed, "proposed")
    if owner.pk == summons.organization_id:
        raise Incomplete({"proposed": _("Please name another unit than your own.")})
    data = {"ground": ground, "proposed": owner.pk, "reason": reason}
    with case_locked(summons) as case:
        target = "at_street" if case.returns else "disputed"
        with taking(summons, "dispute", by=by, data=data, target=target, **step) as locked:
            locked.ground = Ground.objects.get(purpose="return", code=ground)
            locked.proposed, locked.dispute_reason = owner, reason
        Case.objects.filter(pk=case.pk).update(returns=case.returns + 1)
    return summons


def uphold(
    summons: Summons, *, by: Actor, unit: Organization | int | None = None, note: str = "", **step: Any
) -> Summons:
    """The community agrees: the unit is released and another, by default the proposed one, is summoned."""
    return _pass_on(summons, "uphold", by=by, unit=unit, note=note, final=False, **step)


def decide_release(
    summons: Summons, *, by: Actor, reason: str, unit: Organization | int | None = None, **step: Any
) -> Summons:
    """The street decides that another unit has to do it; that unit can't return it."""
    return _pass_on(summons, "decide_release", by=by, unit=unit, reason=reason, final=True, **step)


def reject(summons: Summons, *, by: Actor, reason: str, **step: Any) -> Summons:
    """The community says it stays with the unit."""
    return _keep(summons, "reject", by=by, reason=reason, final=False, **step)


def decide_keep(summons: Summons, *, by: Actor, reason: str, **step: Any) -> Summons:
    """The street decides that it stays with the unit, for good."""
    return _keep(summons, "decide_keep", by=by, reason=reason, final=True, **step)


def _keep(summons: Summons, name: str, *, by: Actor, reason: str, final: bool, **step: Any) -> Summons:
    target = "signed_in" if summons.signed_in_at else "issued"
    with taking(summons, name, by=by, data={"reason": reason}, target=target, **step) as locked:
        locked.final = locked.final or final
    return summons


def _pass_on(
    summons: Summons,
    name: str,
    *,
    by: Actor,
    unit: Organization | int | None,
    final: bool,
    note: str = "",
    reason: str = "",
    **step: Any,
) -> Summons:
    """Release the unit and summon the next in its place; the new summons is returned."""
    owner = _organization(unit if unit is not None else summons.proposed, "unit")
    data = {"unit": owner.pk, **({"reason": reason} if reason else {})}
    with case_locked(summons) as case:
        if any(other.organization_id == owner.pk for other in case.open_summonses()):
            raise Incomplete({"unit": _("This unit is summoned to the case already.")})
        with taking(summons, name, by=by, note=note, data=data, **step) as locked:
            locked.link_round += 1
            now = locked.taken.now
        Case.objects.filter(pk=case.pk).update(hops=case.hops + 1)
        return issue(
            case,
            owner,
            lead=summons.lead,
            task=summons.task,
            by=by,
            now=now,
            moved_from=summons,
            final=final,
        )


def _organization(unit: Organization | int | None, field: str) -> Organization:
    if isinstance(unit, Organization):
        return unit
    found = Organization.objects.filter(pk=unit).first() if str(unit).isdigit() else None
    if found is None:
        raise Incomplete({field: _("Please choose a unit.")})
    return found
