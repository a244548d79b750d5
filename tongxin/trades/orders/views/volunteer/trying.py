"""The last digits of one's telephone, which a card or a forwarded link does not carry: ten tries a day."""

from datetime import timedelta

from django.core.cache import cache
from django.utils.translation import gettext as _

from tongxin.trades.orders import ways_in
from tongxin.trades.orders.forms.volunteers import DigitsForm
from tongxin.trades.orders.models import Volunteer

TRIES, TRIES_FOR = 10, timedelta(days=1)


def fits(volunteer: Volunteer, form: DigitsForm) -> bool:
    """Whether the valid form has the right digits; what is wrong stands in the form. True where nothing is
    asked, because no number is known.
    """
    if "digits" not in form.fields:
        return True
    if _tries(volunteer) > TRIES:
        form.add_error(None, _("That was too often for today. Please use your card, or ask your community."))
        return False
    if not ways_in.fits_digits(volunteer, form.cleaned_data["digits"]):
        form.add_error("digits", _("These are not the last four digits we know. Please try again."))
        return False
    return True


def _tries(volunteer: Volunteer) -> int:
    """How often the digits were guessed in this link round today, this time included."""
    key = f"orders.way-in:{volunteer.pk}:{volunteer.link_round}"
    cache.add(key, 0, TRIES_FOR.total_seconds())
    return cache.incr(key)
