"""A volunteer's way in and calendar: given anew, so that the old one opens nothing any more."""

import secrets
from typing import Any

from tongxin.engine.flows.actions import taking
from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.models import Volunteer

KEY_BYTES = 18


def renew(volunteer: Volunteer, *, by: Actor, **step: Any) -> Volunteer:
    """A new card and a new link. Card, links and devices of before are worthless; the volunteer is told."""
    with taking(volunteer, "renew", by=by, **step) as locked:
        locked.link_round += 1
    return volunteer


def open_calendar(volunteer: Volunteer, *, by: Actor) -> Volunteer:
    """Give the volunteer's calendar a new secret address; the one before answers no more."""
    return _with_key(volunteer, secrets.token_urlsafe(KEY_BYTES), by)


def close_calendar(volunteer: Volunteer, *, by: Actor) -> Volunteer:
    """The calendar has no address any more."""
    return _with_key(volunteer, None, by)


def _with_key(volunteer: Volunteer, key: str | None, by: Actor) -> Volunteer:
    if not volunteer.is_spoken_for_by(by):
        gates.require(by, "volunteer.admit", volunteer.place_path)
    volunteer.calendar_key = key
    volunteer.save(update_fields=["calendar_key"])
    return volunteer
