from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.columns import insert_all
from tongxin.ground.people import details, vault
from tongxin.ground.people.acting import Acting, desk_of
from tongxin.ground.people.actions.record import note_change
from tongxin.ground.people.models import Household, Person
from tongxin.ground.people.refusals import Gone, Invalid
from tongxin.ground.statements import Given, composed
from tongxin.ground.territory.models import Place


def register(
    *,
    name: str = "",
    phone: str = "",
    id_number: str = "",
    address: str = "",
    health: str = "",
    kind: str = Person.Kind.REPORTER,
    place: Place | None = None,
    household: Household | None = None,
    born: int | None = None,
    invented: bool = False,
    by: Acting,
) -> Person:
    """The person with these details: found by ID number, else by phone and name together, else new.

    Someone found is never altered, so that a stranger who knows a neighbour's name and number can't write
    into their record; ``correct`` does that. Only the retention period of a reporter starts anew, and a
    ``household`` given takes them in; without a place a new person belongs to the desk that registers them.
    Call it inside the transaction that then names the person: the row
    stays locked until it ends, and no sweep can erase it in between.
    Raises Invalid, with a sentence for each field.
    """
    given = {"name": name, "phone": phone, "id_number": id_number, "address": address, "health": health}
    values = details.checked(given)
    if not any(values.values()):
        raise Invalid({"phone": _("Please give a name or a way to reach this person.")})
    with transaction.atomic(savepoint=False):
        person = find(values)
        if person is None:
            return _new(values, kind, place, household, born=born, invented=invented, by=by)
        columns = _take_in(person, household) if household else []
        if person.retained_from:
            person.retained_from = timezone.now()
            columns.append("retained_from")
        if columns:
            person.save(update_fields=columns)
        return person


@transaction.atomic
def correct(person: Person, *, by: Acting, **values: str) -> Person:
    """Replace some of ``name``, ``phone``, ``id_number``, ``address``, ``health`` (PIPL § 46); "" empties.

    Raises Gone; Invalid, also when the ID number, or phone and name, belong to someone else.
    """
    person = locked(person)
    columns = details.write(person, details.checked(values))
    try:
        with transaction.atomic():
            person.save(update_fields=columns)
    except IntegrityError:
        field = "id_number" if values.get("id_number") else "phone"
        raise Invalid({field: _("Somebody else is registered with this.")}) from None
    note_change("corrected", by=by, person=person, note=" ".join(sorted(values)))
    return person


def find(values: dict[str, str]) -> Person | None:
    """The person these details belong to, locked until the transaction ends; None when unknown."""
    by_id = vault.blind(values.get("id_number", ""), "id_number")
    by_phone = vault.blind(values.get("phone", ""), "phone")
    by_name = vault.blind(values.get("name", ""), "name")
    found = []
    if by_id:
        found = _with_id().things(id=by_id)
    elif by_phone:
        found = _with_phone(bool(by_name)).things(phone=by_phone, name=by_name)
    return found[0] if found else None


@composed
def _with_id() -> QuerySet[Person]:
    return _alive().filter(id_index=Given("id"))


@composed
def _with_phone(named: bool) -> QuerySet[Person]:
    same_name = Q(name_index=Given("name")) if named else Q(name_index__isnull=True)
    found = _alive().filter(same_name, phone_index=Given("phone"))
    return found.order_by("id_index", "pk")[:1]


def _alive() -> QuerySet[Person]:
    return Person.objects.select_for_update(no_key=True, of=("self",)).filter(erased_at__isnull=True)


def locked(person: Person) -> Person:
    """The person as it is now, locked until the transaction ends. Raises Gone when erased."""
    fresh = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if fresh.erased_at:
        raise Gone
    return fresh


def _new(
    values: dict[str, str],
    kind: str,
    place: Place | None,
    household: Household | None,
    *,
    born: int | None,
    invented: bool,
    by: Acting,
) -> Person:
    person = Person(kind=kind, born=born, invented=invented, place_path=place.path if place else desk_of(by))
    details.write(person, values)
    person.retained_from = timezone.now() if kind == Person.Kind.REPORTER else None
    if household:
        _take_in(person, household)
    if not insert_all([person], unless_known=True):  # somebody registered the same person at this moment
        return find(values) or _new(values, kind, place, household, born=born, invented=invented, by=by)
    note_change("registered", by=by, person=person, note=person.kind)
    return person


def _take_in(person: Person, household: Household) -> list[str]:
    person.household, person.place_path = household, household.place_path
    person.retained_from = None
    if person.kind == Person.Kind.REPORTER:
        person.kind = Person.Kind.RESIDENT
    return ["household", "place_path", "retained_from", "kind"]
