"""How a volunteer without a password gets in: a code on a card, or a personal link and four digits.

Both follow from the volunteer's link round and the installation's key; nothing is stored. Raising the round
(``actions.renew``, or leaving) makes the card, every link and every browser that was let in worthless at
once.
"""

import hmac
from datetime import timedelta

from django.core import signing

from tongxin.engine.tickets import codes, numbers
from tongxin.trades.orders.models import Volunteer

PURPOSE = "orders.volunteer-code"
SALT = "orders.volunteer-link"
LINK_VALID = timedelta(days=30)
DIGITS = 4


def code_of(volunteer: Volunteer) -> str:
    """The eight letters and digits on the volunteer's card, in the present round."""
    return codes.drawn(PURPOSE, f"{volunteer.number}:{volunteer.link_round}")


def by_code(number: str, code: str) -> Volunteer | None:
    """Who has this number and this code. None when either is wrong; which one is not told, nor by the time
    it takes.
    """
    digits = numbers.parse(number, numbers.VOLUNTEERS) or ""
    found = Volunteer.objects.filter(number=digits).first()
    right = code_of(found or Volunteer(number=digits))
    fits = hmac.compare_digest(codes.fold(code).encode(), right.encode())
    return found if fits else None


def token_for(volunteer: Volunteer) -> str:
    """The token of a personal link, for the address in a message to the volunteer alone."""
    return signing.dumps([volunteer.pk, volunteer.link_round], salt=SALT)


def by_token(token: str) -> Volunteer | None:
    """Whose personal link it is; None when it is forged, older than 30 days, or revoked."""
    try:
        pk, link_round = signing.loads(token, salt=SALT, max_age=LINK_VALID)
        found = Volunteer.objects.select_related("person").get(pk=pk)
    except (signing.BadSignature, Volunteer.DoesNotExist, ValueError, TypeError):
        return None
    return found if found.link_round == link_round else None


def asks_digits(volunteer: Volunteer) -> bool:
    """Whether the link asks for the last digits of a telephone number: where one is known."""
    return bool(volunteer.person and volunteer.person.phone_mask[-DIGITS:].isdigit())


def fits_digits(volunteer: Volunteer, typed: str) -> bool:
    """Whether these are the last four digits of the volunteer's telephone. The mask shows them: nothing is
    unsealed.
    """
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
    known = volunteer.person.phone_mask[-DIGITS:] if asks_digits(volunteer) else ""
    return bool(known) and hmac.compare_digest(digits.encode(), known.encode())
