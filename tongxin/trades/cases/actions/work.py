"""The work: the community's own handling, the whistle, and the community's check of what came of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.actions import taking
from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.organizations.models import Organization
from tongxin.ground.posts.actors import SYSTEM, Actor
from tongxin.trades.cases.actions.photographs import attach_sent
from tongxin.trades.cases.actions.summoning import issue
from tongxin.trades.cases.choices import Stage
from tongxin.trades.cases.flow import VERIFIERS
from tongxin.trades.cases.models import Case, Summons


def handle(case: Case, *, by: Actor, note: str = "", **step: Any) -> Case:
    """The community does it itself."""
    with taking(case, "handle", by=by, note=note, **step):
        pass
    return case


def whistle(
    case: Case,
    *,
    by: Actor,
    units: Sequence[Organization | int],
    note: str,
    lead: Organization | int | None = None,
    **step: Any,
) -> list[Summons]:
    """Summon units; ``lead``, or the first of them, leads unless one leads already. May be repeated to call
    more of them.
    """
    chosen = [_key(unit) for unit in units]
    if lead:
        chosen = [_key(lead), *(pk for pk in chosen if pk != _key(lead))]
    with taking(case, "whistle", by=by, note=note, data={"units": chosen}, **step) as locked:
        there = locked.open_summonses()
        _not_twice(chosen, there)
        leads = any(summons.lead for summons in there)
        found = Organization.objects.in_bulk(chosen)
        return [
            issue(
                locked,
                found[pk],
                lead=not leads and position == 0,
                task=note,
                by=by,
                now=locked.taken.now,
            )
            for position, pk in enumerate(chosen)
        ]


def _key(unit: Organization | int) -> int:
    return unit.pk if isinstance(unit, Organization) else int(unit)


def progress(case: Case, *, by: Actor, note: str, photos: Sequence[bytes] = (), **step: Any) -> Case:
    """How the work stands; the resident is told."""
    with taking(case, "progress", by=by, note=note, data={"photos": photos}, **step) as locked:
        attach_sent(locked, photos, stage=Stage.PROGRESS, by=by, now=locked.taken.now)
    return case


def report_done(case: Case, *, by: Actor, note: str, photos: Sequence[bytes] = (), **step: Any) -> Case:
    """The community's own handling is done. Whoever may verify has verified with it; a colleague does
    otherwise.
    """
    target = waiting_state(case) if VERIFIERS.allows(by, case) else "answered"
    data = {"photos": photos}
    with taking(case, "report_done", by=by, note=note, data=data, target=target, **step) as locked:
        attach_sent(locked, photos, stage=Stage.ANSWER, by=by, now=locked.taken.now)
    return case


def verify(case: Case, *, by: Actor, note: str = "", photos: Sequence[bytes] = (), **step: Any) -> Case:
    """The community has seen that it is solved; every answer is accepted, and the resident has the word."""
    data = {"photos": photos}
    with taking(case, "verify", by=by, note=note, data=data, target=waiting_state(case), **step) as locked:
        attach_sent(locked, photos, stage=Stage.ANSWER, by=by, now=locked.taken.now)
        for summons in locked.answered_summonses():
            settle_answer(summons, by=SYSTEM, now=locked.taken.now)
    return case


def waiting_state(case: Case) -> str:
    """To be called back; or only waited for, where the resident left no way to be called."""
    return "verified" if case.reporter_id is not None else "unheard"


def settle_answer(summons: Summons, *, by: Actor, now: datetime | None = None, **step: Any) -> Summons:
    """The community has accepted this unit's answer."""
    with taking(summons, "settle_answer", by=by, now=now, **step) as locked:
        locked.link_round += 1
    return summons


def send_back(
    case: Case, *, by: Actor, reason: str, summonses: Iterable[int] | None = None, **step: Any
) -> Case:
    """Not solved yet: the units named (all of them, when none is) do it again; or the community does."""
    answered = {summons.pk: summons for summons in case.answered_summonses()}
    chosen = [int(pk) for pk in summonses or answered]
    data = {"reason": reason, "summonses": chosen}
    target = "whistled" if chosen else "handling"
    with taking(case, "send_back", by=by, data=data, target=target, **step) as locked:
        locked.rounds += 1
        for pk in chosen:
            _redo(answered[pk], by=by, reason=reason, now=locked.taken.now)
    return case


def redo(summons: Summons, *, by: Actor, reason: str, now: datetime | None = None, **step: Any) -> Summons:
    """One unit does it again, while the case still waits for others."""
    return _redo(summons, by=by, reason=reason, now=now, **step)


def _redo(summons: Summons, *, by: Actor, reason: str, now: datetime | None, **step: Any) -> Summons:
    with taking(summons, "redo", by=by, data={"reason": reason}, now=now, **step) as locked:
        locked.answered_at = None
    return summons


def _not_twice(chosen: list[int], there: list[Summons]) -> None:
    called = {summons.organization_id: summons.organization for summons in there}
    doubled = [str(called[pk]) for pk in chosen if pk in called]
    if doubled:
        sentence = _("Already summoned: %(units)s") % {"units": "、".join(doubled)}
        raise Incomplete({"units": sentence})
    if len(set(chosen)) != len(chosen):
        raise Incomplete({"units": _("Please name each unit once.")})
