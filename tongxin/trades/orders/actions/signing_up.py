"""Somebody offers to lend a hand whom nobody has met yet: the person goes into the vault, and joins."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.people import actions as people
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.selectors import COMMUNITY, ancestors
from tongxin.trades.orders.actions.joining import age_problem, join
from tongxin.trades.orders.models import Volunteer

OLDEST = 110


def sign_up(
    *,
    name: str,
    phone: str,
    born: int,
    home: Place,
    by: Actor,
    guardian: bool = False,
    now: datetime | None = None,
    **said: Any,
) -> Volunteer:
    """A person joins by name, telephone number and year of birth; ``said`` is what ``join`` takes besides.

    Raises Incomplete with a sentence for each field; then nothing is kept, the person neither.
    """
    now = now or timezone.now()
    errors = {} if name.strip() else {"name": _("Please give a name, so that the community knows you.")}
    if not phone.strip():
        errors["phone"] = _("Please give a telephone number: the community calls you first.")
    if not is_within_community(home):
        errors["home"] = _("Please choose your community, or a place in it.")
    errors |= age_problem(born, guardian, now)
    if errors:
        raise Incomplete(errors)
    with transaction.atomic():
        try:
            person = people.register(name=name, phone=phone, born=born, place=home, by=by)
        except Invalid as refused:
            raise Incomplete(refused.errors) from refused
        return join(person=person, home=home, by=by, guardian=guardian, now=now, **said)


def is_within_community(place: Place) -> bool:
    """Whether the place is a community or lies in one."""
    return place.level.code == COMMUNITY or ancestors(place).filter(level__code=COMMUNITY).exists()
