"""A volunteer leaves and has everything about them erased at once, as far as the law lets."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.refusals import NotNow, NotYours
from tongxin.ground.people import actions as people
from tongxin.ground.people.in_use import in_use
from tongxin.ground.people.models import Person
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.models import Place
from tongxin.trades.orders.actions.doing import decline_swap, hand_back
from tongxin.trades.orders.actions.taking_up import decline
from tongxin.trades.orders.actions.volunteers import leave
from tongxin.trades.orders.models import Complaint, Engagement, Volunteer
from tongxin.trades.orders.models.complaint import OPEN


def erase_now(volunteer: Volunteer, *, by: Actor, now: datetime | None = None) -> Volunteer:
    """What they have taken is handed back and what they are asked is declined; they leave; the person is
    erased, and with it what would still tell who they were: the door they live at, the papers that were
    seen, their words about complaints that are over. Hours that others confirmed stay, as numbers.

    Only by the volunteer. Raises NotYours; NotNow with what still needs the person, and nothing is done.
    """
    now = now or timezone.now()
    if volunteer.person is None or not volunteer.is_spoken_for_by(by):
        raise NotYours(_("Only the volunteer can have this erased."))
    if nouns := still_needed(volunteer):
        named = ", ".join(str(noun) for noun in nouns)
        raise NotNow(
            _("You can't be erased yet, because of: %(nouns)s. Please ask your community.") % {"nouns": named}
        )
    with transaction.atomic():
        for part in volunteer.open_engagements().select_related("order").order_by("order_id"):
            _give_back(part, by, now)
        volunteer.refresh_from_db()
        leave(volunteer, by=by, now=now)
        _forget(volunteer)
        people.erase(volunteer.person, by=by, reason="request")
    return volunteer


def still_needed(volunteer: Volunteer) -> list[object]:
    """What else names the person and can't be without them: an open report or order of theirs, an account, a
    post, the register of residents. Nothing here when they may be erased at once.
    """
    person = volunteer.person
    nouns = [noun for noun in in_use([person.pk]).get(person.pk, []) if noun != Volunteer._meta.verbose_name]
    if person.kind == Person.Kind.RESIDENT or person.household_id is not None:
        nouns.append(_("the register of residents"))
    return nouns


def _give_back(part: Engagement, by: Actor, now: datetime) -> None:
    """The order goes on to somebody else; whoever waits for it is told as always."""
    if part.agreed_at is not None:
        hand_back(part.order, by=by, reason=str(_("Leaves the volunteers.")), now=now)
    elif part.replaces_id is not None:
        decline_swap(part.order, by=by, now=now)
    else:
        decline(part.order, by=by, reason="", now=now)


def _forget(volunteer: Volunteer) -> None:
    community = Place.objects.get(path=volunteer.place_path)
    volunteer.home, volunteer.home_path, volunteer.unit = community, community.path, None
    volunteer.save(update_fields=["home", "home_path", "unit"])
    volunteer.proofs.update(document="")
    theirs = Complaint.objects.filter(order__engagements__volunteer=volunteer).exclude(state__in=OPEN)
    Complaint.objects.filter(pk__in=theirs.values("pk")).update(objection="")
