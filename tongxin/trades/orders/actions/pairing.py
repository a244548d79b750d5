"""A resource for a need: proposed, agreed, delivered, thanked for."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.actions import begin, taking
from tongxin.engine.flows.refusals import Incomplete, NotNow
from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.actions.cobuilding import VERB
from tongxin.trades.orders.models import Need, Pairing, Resource
from tongxin.trades.orders.pairing import objection, reasons

LONGEST = 1440


def propose(need: Need, resource: Resource, *, by: Actor, now: datetime | None = None) -> Pairing:
    """Ask a unit for one of its resources. Raises NotNow with the reason when the two don't go together, or
    the need has been paired already.
    """
    gates.require(by, VERB, need.place_path)
    now = now or timezone.now()
    today = timezone.localdate(now)
    pairing = Pairing(
        need=need,
        resource=resource,
        place_path=need.place_path,
        proposed_at=now,
        because=[reason.code for reason in reasons(need, resource)],
    )
    try:
        with transaction.atomic():
            # Nobody drops the need meanwhile, and two at once must not promise a resource more often
            # than it is offered.
            need = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
            Resource.objects.select_for_update().get(pk=resource.pk)
            if sentence := objection(need, resource, today):
                raise NotNow(sentence)
            begin(pairing, by=by, now=now, data={"need": need.pk, "resource": resource.pk})
    except IntegrityError:
        raise NotNow(_("Somebody is already being asked for this.")) from None
    return pairing


def agree_pairing(pairing: Pairing, *, by: Actor, note: str = "", **step: Any) -> Pairing:
    """The unit will do it."""
    with taking(pairing, "agree_pairing", by=by, note=note, **step):
        pass
    return pairing


def decline_pairing(pairing: Pairing, *, by: Actor, reason: str, **step: Any) -> Pairing:
    """The unit can't; the need is free for another."""
    return _over(pairing, "decline_pairing", by, reason, step)


def drop_pairing(pairing: Pairing, *, by: Actor, reason: str, **step: Any) -> Pairing:
    """The community calls it off."""
    return _over(pairing, "drop_pairing", by, reason, step)


def deliver(
    pairing: Pairing, *, by: Actor, note: str, held_at: datetime, minutes: int, reached: int, **step: Any
) -> Pairing:
    """It has taken place: what, when, how long, how many people it reached. The need is met."""
    data = {"held_at": held_at, "minutes": minutes, "reached": reached}
    with taking(pairing, "deliver", by=by, note=note, data=data, **step) as locked:
        errors: dict[str, object] = {}
        if held_at > locked.taken.now:
            errors["held_at"] = _("This has not taken place yet.")
        if not 1 <= minutes <= LONGEST:
            errors["minutes"] = _("Please give between 1 and 1440 minutes.")
        if reached < 0:
            errors["reached"] = _("Please give a number of people.")
        if errors:
            raise Incomplete(errors)
        locked.held_on, locked.done = timezone.localdate(held_at), note.strip()
        locked.hours, locked.reached = round(Decimal(minutes) / 60, 1), reached
        Need.objects.filter(pk=locked.need_id).update(met_on=locked.held_on)
    return pairing


def thank(pairing: Pairing, *, by: Actor, letter: str, **step: Any) -> Pairing:
    """The community writes to the unit what came of it."""
    with taking(pairing, "thank", by=by, data={"letter": letter}, **step) as locked:
        locked.letter, locked.closed_at = letter.strip(), locked.taken.now
    return pairing


def _over(pairing: Pairing, name: str, by: Actor, reason: str, step: dict[str, Any]) -> Pairing:
    with taking(pairing, name, by=by, data={"reason": reason}, **step) as locked:
        locked.closed_at = locked.taken.now
    return pairing
