from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from tongxin.ground.people.acting import Acting
from tongxin.ground.people.actions.looking import unmask
from tongxin.ground.people.identity import Identity
from tongxin.ground.people.keeping import Kept, kept_about
from tongxin.ground.people.models import Person


@dataclass(frozen=True)
class Copy:
    """Everything that was kept about a person at a moment."""

    made_at: datetime
    identity: Identity
    kept: list[Kept]


def hand_out(person: Person, *, by: Acting, reference: str) -> Copy:
    """The copy a person asked for (PIPL § 45). It counts as a look, which the person can read.

    ``reference`` says how they asked and how one made sure who they are. Whoever calls has asked the gate
    for ``person.unmask``. Raises Invalid without a reference, Gone for an erased person.
    """
    identity = unmask(person, by=by, purpose="copy", reference=reference)
    return Copy(timezone.now(), identity, kept_about(person))
