"""Proof of work: the browser spends a second, so that a machine would spend days. No third party, no puzzle.

A form carries ``{% proof %}``. Without JavaScript it is sent unproven: it still counts, with a stricter limit
(``limits.py``), and whoever handles it can see that it came so (``request.proven``).
"""

import base64
import binascii
import json

from django.core.exceptions import ValidationError
from django_altcha import AltchaField, get_altcha_challenge

from tongxin.doors.web.actions import Rate, take_turn

FIELD = "proof"
# Hashes a browser tries at most: 0.1-0.5 s on a computer, 1-3 s on an old phone, while one still writes.
HARDEST = 30_000
ONCE = Rate.read("1/h")


class Proof(AltchaField):
    """Checks signature, expiry and solution; each challenge counts once, in any process."""

    def replay_attack_protection(self, payload: str) -> None:
        challenge = json.loads(base64.b64decode(payload))["challenge"]
        if take_turn("proof", challenge, ONCE):
            raise ValidationError(self.error_messages["replay"], code="replay")


def new_challenge() -> dict[str, object]:
    """A signed challenge for one form, as the browser needs it."""
    return get_altcha_challenge(max_number=HARDEST).to_dict()


def is_proven(payload: str) -> bool:
    """Whether ``payload`` solves a challenge of ours that is fresh and was not used before."""
    if not payload:
        return False
    try:
        Proof().clean(payload)
    except (ValidationError, binascii.Error, ValueError):
        return False
    return True
