"""A complaint about an order: made, decided with a reason, objected to once, decided by somebody else."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.actions import begin, taking
from tongxin.engine.flows.refusals import Incomplete, NotNow
from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.models import Complaint, Order
from tongxin.trades.orders.models.complaint import problem


def complain(order: Order, *, by: Actor, text: str, now: datetime | None = None) -> Complaint:
    """Whoever ordered says what went wrong; or staff write it down for them. Once for each order.

    Raises Incomplete without words, NotNow where there is nothing to complain about or it was done already.
    """
    ordered = order.the("reporter", by)
    if not ordered:
        gates.require(by, "order.order_for", order.place_path)
    now = now or timezone.now()
    if sentence := problem(order, now):
        raise NotNow(sentence)
    if not text.strip():
        raise Incomplete({"text": _("Please say in a few words what went wrong.")})
    made = Complaint(
        order=order,
        place_path=order.place_path,
        made_at=now,
        made_by=by.key,
        asked=not ordered,
        text=text.strip(),
    )
    try:
        with transaction.atomic():
            begin(made, by=by, role="the:reporter" if ordered else "", now=now, data={"order": order.pk})
    except IntegrityError:
        raise NotNow(_("There is a complaint about this order already.")) from None
    return made


def uphold(complaint: Complaint, *, by: Actor, reason: str, **step: Any) -> Complaint:
    """It is right. Who took part may object once; where the community came itself, it is final."""
    target = "upheld" if complaint.took_part else "final"
    with taking(complaint, "uphold", by=by, data={"reason": reason}, target=target, **step) as locked:
        locked.reason, locked.decided_by = reason.strip(), by.key
    return complaint


def not_uphold(complaint: Complaint, *, by: Actor, reason: str, **step: Any) -> Complaint:
    """It is not right, or can't be shown; both sides read why."""
    with taking(complaint, "not_uphold", by=by, data={"reason": reason}, **step) as locked:
        locked.reason, locked.decided_by = reason.strip(), by.key
    return complaint


def withdraw_complaint(complaint: Complaint, *, by: Actor, **step: Any) -> Complaint:
    """Whoever made it takes it back; they may make another."""
    with taking(complaint, "withdraw_complaint", by=by, **step):
        pass
    return complaint


def object_to(complaint: Complaint, *, by: Actor, reason: str, **step: Any) -> Complaint:
    """Who took part says why the decision is wrong; somebody else decides."""
    with taking(complaint, "object_to", by=by, data={"reason": reason}, **step) as locked:
        locked.objection = reason.strip()
    return complaint


def let_stand(complaint: Complaint, *, by: Actor, **step: Any) -> Complaint:
    """Nobody objected in time."""
    with taking(complaint, "let_stand", by=by, **step):
        pass
    return complaint


def keep_upheld(complaint: Complaint, *, by: Actor, reason: str, **step: Any) -> Complaint:
    """Somebody else has looked at it again, and it was right."""
    with taking(complaint, "keep_upheld", by=by, data={"reason": reason}, **step) as locked:
        locked.answer = reason.strip()
    return complaint


def set_aside(complaint: Complaint, *, by: Actor, reason: str, **step: Any) -> Complaint:
    """Somebody else has looked at it again: the objection was right."""
    with taking(complaint, "set_aside", by=by, data={"reason": reason}, **step) as locked:
        locked.answer = reason.strip()
    return complaint
