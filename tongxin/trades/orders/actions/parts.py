"""What happens to the parts people have in an order, inside a step that has locked the order."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.refusals import Incomplete, NotNow, NotYours
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.choices import Ending
from tongxin.trades.orders.fitting import objection
from tongxin.trades.orders.models import Engagement, Order, Skill, Volunteer

TRAVEL = timedelta(minutes=20)


def lock_volunteer(volunteer: Volunteer) -> Volunteer:
    """The volunteer as they are now, so that two orders at once don't pass the cap."""
    return Volunteer.objects.select_for_update(of=("self",)).select_related("person").get(pk=volunteer.pk)


def refuse_unfit(order: Order, volunteer: Volunteer, now: datetime, *, more: int = 0) -> None:
    """Raise NotNow with the reason when the volunteer can't do it. ``more`` they may have beyond their cap:
    what they have agreed to be asked for is theirs already.
    """
    on_hand = volunteer.open_engagements().count() - more
    if sentence := objection(order, volunteer, Skill.needing_proof(), on_hand, now):
        raise NotNow(sentence)


def engage(
    order: Order, volunteer: Volunteer, *, by: Actor, now: datetime, agreed: bool, replaces=None
) -> Engagement:
    """A new part in the order. Raises NotNow when the volunteer has one already."""
    try:
        with transaction.atomic():
            return Engagement.objects.create(
                order=order,
                volunteer=volunteer,
                asked_at=now,
                asked_by=by.key,
                agreed_at=now if agreed else None,
                replaces=replaces,
            )
    except IntegrityError:
        raise NotNow(_("You are part of this one already.")) from None


def own_part(order: Order, actor: Actor, *, agreed: bool) -> Engagement:
    """The actor's own part, asked or agreed. Raises NotYours."""
    listed = order.engaged() if agreed else order.asked()
    found = next((each for each in listed if each.volunteer.is_spoken_for_by(actor)), None)
    if found is None:
        raise NotYours(_("You are not part of this one."))
    return found


def end(part: Engagement, ending: Ending, *, now: datetime) -> None:
    part.ended_at, part.ending = now, ending
    part.save(update_fields=["ended_at", "ending"])


def end_all(order: Order, ending: Ending, *, now: datetime) -> None:
    """End every part that is in force."""
    order.engagements.filter(ended_at__isnull=True).update(ended_at=now, ending=ending)


def book(order: Order, starts_at: datetime | None) -> None:
    """Put the agreed time, with the way there and back, into every part; None frees it. Raises Incomplete
    when somebody is elsewhere then: the database itself keeps watch.
    """
    ends_at = starts_at + timedelta(minutes=order.minutes) + TRAVEL if starts_at else None
    begins = starts_at - TRAVEL if starts_at else None
    try:
        with transaction.atomic():
            agreed = order.engagements.filter(ended_at__isnull=True, agreed_at__isnull=False)
            agreed.update(starts_at=begins, ends_at=ends_at)
    except IntegrityError:
        raise Incomplete(
            {"starts_at": _("Somebody who takes part is at another order then; please choose another time.")}
        ) from None
