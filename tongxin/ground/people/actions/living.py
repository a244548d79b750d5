"""Who lives where: moving in, together with somebody or apart, and moving out."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.people.acting import Acting
from tongxin.ground.people.actions.households import ONE_HOUSEHOLD
from tongxin.ground.people.actions.persons import locked
from tongxin.ground.people.actions.record import note_change
from tongxin.ground.people.models import Household, Person
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.territory.actions import hold
from tongxin.ground.territory.models import Place


@transaction.atomic
def move_in(person: Person, place: Place, *, apart: bool = False, by: Acting) -> Person:
    """The person lives at ``place`` from now on: in the household that is there, or ``apart`` in one of
    their own, which is made. The household they leave stays, smaller by one; the retention period ends.

    Raises Gone; Invalid with ``to`` when it cannot be said where: a place with places below it, one with
    several households, or a second household behind one door.
    """
    person = locked(person)
    hold([place])
    home = _home(place, apart=apart)
    if person.household_id != home.pk:
        _leave(person)
        person.household, person.place_path = home, home.place_path
        person.kind, person.retained_from = Person.Kind.RESIDENT, None
        person.save(update_fields=["household", "place_path", "kind", "retained_from"])
        home.size, home.kind = home.size + 1, _lived_in(home)
        home.save(update_fields=["size", "kind"])
        note_change("moved_in", by=by, person=person)
    return person


@transaction.atomic
def move_out(person: Person, *, by: Acting, at: datetime | None = None) -> Person:
    """The person no longer lives here: leaves the household, and the retention period begins. Raises Gone."""
    person = locked(person)
    _leave(person)
    person.household, person.retained_from = None, at or timezone.now()
    person.save(update_fields=["household", "retained_from"])
    note_change("moved_out", by=by, person=person)
    return person


def _home(place: Place, *, apart: bool) -> Household:
    """The household to move into, locked; a new one where there is none, or ``apart``."""
    if place.children.filter(until__isnull=True).exists():
        raise Invalid({"to": _("There are doors or stairwells below this place; name the one it is.")})
    standing = Household.objects.select_for_update().filter(place=place, until__isnull=True).order_by("pk")
    homes = list(standing[:2])
    if homes and apart and place.level.code == ONE_HOUSEHOLD:
        raise Invalid({"to": _("Behind one door there is one household; they can only live together.")})
    if len(homes) > 1 and not apart:
        raise Invalid({"to": _("Several households live here; name the door, or a household of its own.")})
    if homes and not apart:
        return homes[0]
    return Household.objects.create(place=place, place_path=place.path)


def _leave(person: Person) -> None:
    """The household they lived in is smaller by one; when nobody is left, it stands empty."""
    left = Household.objects.filter(pk=person.household_id)
    left.update(size=Greatest(F("size") - 1, 0))
    left.filter(size=0).update(kind=Household.Kind.VACANT)


def _lived_in(home: Household) -> str:
    return Household.Kind.FAMILY if home.kind == Household.Kind.VACANT else home.kind
