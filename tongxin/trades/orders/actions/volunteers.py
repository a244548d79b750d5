"""Admitted or not, resting, leaving."""

from typing import Any

from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone

from tongxin.engine.flows.actions import taking
from tongxin.ground.people import actions as people
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.actions.joining import CONSENT
from tongxin.trades.orders.models import Volunteer


def admit(volunteer: Volunteer, *, by: Actor, **step: Any) -> Volunteer:
    """The community knows them now."""
    with taking(volunteer, "admit", by=by, **step):
        pass
    return volunteer


def turn_down(volunteer: Volunteer, *, by: Actor, reason: str, **step: Any) -> Volunteer:
    """Not admitted; the reason is for them alone, and what they agreed to does not hold any more."""
    with taking(volunteer, "turn_down", by=by, data={"reason": reason}, **step) as locked:
        locked.refusal = reason.strip()
        if locked.person is not None:
            people.withdraw_consent(locked.person, CONSENT, by=by)
    return volunteer


def rest(volunteer: Volunteer, *, by: Actor, **step: Any) -> Volunteer:
    """A rest: nothing is offered meanwhile."""
    with taking(volunteer, "rest", by=by, **step):
        pass
    return volunteer


def come_back(volunteer: Volunteer, *, by: Actor, **step: Any) -> Volunteer:
    with taking(volunteer, "come_back", by=by, **step):
        pass
    return volunteer


def leave(volunteer: Volunteer, *, by: Actor, **step: Any) -> Volunteer:
    """They leave. What they say of themselves is emptied, links end, the consent is taken back; their hours
    stay as counts, and the vault may erase the person. A member's report to the community ends that day.
    """
    with taking(volunteer, "leave", by=by, **step) as locked:
        locked.left_at = locked.taken.now
        locked.skills, locked.interests, locked.tongues = [], [], []
        locked.link_round += 1
        locked.calendar_key = None
        locked.hours.all().delete()
        locked.places.clear()
        # A report from a later day on never begins.
        ends = Greatest("since", Value(timezone.localdate(locked.left_at)))
        locked.registrations.filter(until__isnull=True).update(until=ends, ended_by=by.key)
        locked.proofs.filter(withdrawn_at__isnull=True).update(withdrawn_at=locked.left_at)
        if locked.person is not None:
            people.withdraw_consent(locked.person, CONSENT, by=by)
    return volunteer
