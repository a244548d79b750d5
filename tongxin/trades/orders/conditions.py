"""When a step of an order or a volunteer may be taken: pure questions to the thing and the hour."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.table import condition

NO_SHOW_AFTER = timedelta(minutes=30)


@condition(
    _("This service goes into somebody's home alone or touches what is private; it is never open to take.")
)
def may_be_open(order, now: datetime) -> bool:
    return not order.sensitive


@condition(_("Somebody was a little faster; it is taken already. Thank you all the same."))
def places_left(order, now: datetime) -> bool:
    """One volunteer, or two, as the service needs."""
    return order.places_left > 0


@condition(_("You have asked somebody already; please wait for the answer."))
def no_swap_asked(order, now: datetime) -> bool:
    return not order.asked()


@condition(_("It is not the agreed day yet."))
def on_the_day(order, now: datetime) -> bool:
    """From the morning of the agreed day, in the office's zone."""
    return order.starts_at is None or timezone.localdate(order.starts_at) <= timezone.localdate(now)


@condition(_("The agreed time has not come yet."))
def time_has_come(order, now: datetime) -> bool:
    """Half an hour early is early enough."""
    return order.starts_at is None or now >= order.starts_at - NO_SHOW_AFTER


@condition(_("Please wait half an hour after the agreed time; somebody may still come."))
def time_is_past(order, now: datetime) -> bool:
    return order.starts_at is not None and now >= order.starts_at + NO_SHOW_AFTER


@condition(_("Something taken is not done yet; please finish it or hand it back first."))
def nothing_taken(volunteer, now: datetime) -> bool:
    return not volunteer.has_open_engagements()
