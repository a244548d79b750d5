"""Certificates of confirmed hours."""

import datetime as dt
import secrets

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets.codes import ALPHABET
from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.models import Certificate, Volunteer
from tongxin.trades.orders.selectors.hours import confirmed

LENGTH = 12


def certify(volunteer: Volunteer, *, by: Actor, since: dt.date, until: dt.date) -> Certificate:
    """Issue a certificate of the hours confirmed between two days, both included; by the volunteer, or by the
    community. Raises Incomplete when there are none.
    """
    if not volunteer.is_spoken_for_by(by):
        gates.require(by, "volunteer.admit", volunteer.place_path)
    if until < since:
        raise Incomplete({"until": _("The end can't be before the beginning.")})
    parts = confirmed(volunteer, since, until)
    if not parts:
        raise Incomplete({"since": _("No hours are confirmed in this time yet.")})
    return Certificate.objects.create(
        volunteer=volunteer,
        code="".join(secrets.choice(ALPHABET) for _letter in range(LENGTH)),
        since=since,
        until=until,
        orders=len(parts),
        minutes=sum(part.confirmed_minutes for part in parts),
        issued_at=timezone.now(),
        issued_by=by.key,
    )


def withdraw_certificate(certificate: Certificate, *, by: Actor, reason: str) -> Certificate:
    """It was wrong; whoever verifies it reads so."""
    gates.require(by, "volunteer.admit", certificate.volunteer.place_path)
    if not reason.strip():
        raise Incomplete({"reason": _("Please say why.")})
    certificate.withdrawn_at, certificate.withdrawn_because = timezone.now(), reason.strip()[:200]
    certificate.save(update_fields=["withdrawn_at", "withdrawn_because"])
    return certificate
