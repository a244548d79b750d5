"""The papers that staff have seen, and what they prove."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.actions import taking
from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.models import Proof, Volunteer


def attest(
    volunteer: Volunteer, *, by: Actor, skill: str, until: datetime, document: str, **step: Any
) -> Proof:
    """Staff have seen the paper that proves a skill; a newer one replaces the older."""
    data = {"skill": skill, "until": until, "document": document}
    with taking(volunteer, "attest", by=by, data=data, **step) as locked:
        now = locked.taken.now
        if until <= now:
            raise Incomplete({"until": _("This paper has run out already.")})
        locked.proofs.filter(skill=skill, withdrawn_at__isnull=True).update(withdrawn_at=now)
        return Proof.objects.create(
            volunteer=locked,
            skill_id=skill,
            document=document.strip(),
            until=timezone.localdate(until),
            seen_at=now,
            seen_by=by.key,
        )


def take_away(volunteer: Volunteer, *, by: Actor, skill: str, reason: str, **step: Any) -> Volunteer:
    """A proof does not count any more; the reason is for the volunteer."""
    with taking(volunteer, "take_away", by=by, data={"skill": skill, "reason": reason}, **step) as locked:
        locked.proofs.filter(skill=skill, withdrawn_at__isnull=True).update(withdrawn_at=locked.taken.now)
    return volunteer
