from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongxin.ground.people import details
from tongxin.ground.people.acting import Acting
from tongxin.ground.people.actions.record import note_change
from tongxin.ground.people.models import Household, Person
from tongxin.ground.people.refusals import Invalid, InvalidRows
from tongxin.ground.territory.actions import hold
from tongxin.ground.territory.models import Place

BATCH = 1000
ONE_HOUSEHOLD = "door"


@dataclass
class Settled:
    """What was taken in: households made and renewed, persons made and known already."""

    households: int = 0
    renewed: int = 0
    persons: int = 0
    known: int = 0


@transaction.atomic
def settle(rows: Iterable[Mapping[str, Any]], *, by: Acting, batch: int = BATCH) -> Settled:
    """Take in many households at once, all or none.

    A row has ``place`` (a Place with its level), and may have ``size``, ``kind``, ``invented`` and
    ``members``: mappings of ``name``, ``phone``, ``id_number``, ``address``, ``health``, ``born``. Behind a
    door stands one household: one that is there already is renewed, so an import may be repeated. Members
    who are known, by ID number or by phone and name, move in and are not altered. Raises InvalidRows naming
    every row that is wrong.
    """
    rows = _checked(list(rows))
    settled = Settled()
    for start in range(0, len(rows), batch):
        _settle_batch(rows[start : start + batch], settled)
    note_change("settled", by=by, note=f"{settled.households} + {settled.renewed}, {settled.persons} persons")
    return settled


def _checked(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with each member's details trimmed and checked. Raises InvalidRows."""
    wrong: dict[int, dict[str, object]] = {}
    fit = []
    for number, row in enumerate(rows, start=1):
        members = []
        errors = {}
        if not isinstance(row.get("place"), Place):
            errors["place"] = _("There is no such place.")
        if row.get("kind", Household.Kind.FAMILY) not in Household.Kind.values:
            errors["kind"] = _("There is no such kind.")
        for position, member in enumerate(row.get("members", ()), start=1):
            try:
                known = details.checked(member)
                members.append((known, member.get("born")))
                if not any(known.values()):
                    errors[f"member {position}"] = _("Please give a name or a way to reach this person.")
            except Invalid as invalid:
                errors |= {f"member {position} {field}": said for field, said in invalid.errors.items()}
        if errors:
            wrong[number] = errors
        fit.append({**row, "members": members})
    if wrong:
        raise InvalidRows(wrong)
    return fit


def _settle_batch(rows: Sequence[Mapping[str, Any]], settled: Settled) -> None:
    hold(row["place"] for row in rows)
    homes = _homes(rows, settled)
    comers = list(_comers(rows, homes))
    known = Known(comers)
    new, moved = [], []
    for person in comers:
        standing = known.same_as(person)
        if standing is None:
            known.add(person)
            new.append(person)
        else:
            standing.household, standing.place_path = person.household, person.place_path
            standing.kind, standing.retained_from = Person.Kind.RESIDENT, None
            moved.append(standing)
    Person.objects.bulk_create(new, batch_size=BATCH)
    saved = [person for person in moved if person not in new]
    Person.objects.bulk_update(saved, ["household", "place_path", "kind", "retained_from"], batch_size=BATCH)
    settled.persons += len(new)
    settled.known += len(moved)


def _homes(rows: Sequence[Mapping[str, Any]], settled: Settled) -> list[Household]:
    doors = {row["place"].pk for row in rows if row["place"].level.code == ONE_HOUSEHOLD}
    standing = {home.place_id: home for home in Household.objects.filter(place__in=doors, until__isnull=True)}
    homes, made, renewed = [], [], []
    for row in rows:
        place = row["place"]
        home = standing.get(place.pk)
        (renewed if home else made).append(home := home or Household(place=place, place_path=place.path))
        home.kind = row.get("kind", Household.Kind.FAMILY)
        home.size = row.get("size") or len(row["members"])
        home.invented = row.get("invented", False)
        if place.pk in doors:
            standing[place.pk] = home
        homes.append(home)
    Household.objects.bulk_create(made, batch_size=BATCH)
    Household.objects.bulk_update(
        [home for home in renewed if home not in made], ["kind", "size", "invented"], batch_size=BATCH
    )
    settled.households += len(made)
    settled.renewed += len(renewed)
    return homes


def _comers(rows: Sequence[Mapping[str, Any]], homes: Sequence[Household]) -> Iterator[Person]:
    for row, home in zip(rows, homes, strict=True):
        for known, born in row["members"]:
            person = Person(
                kind=Person.Kind.RESIDENT,
                household=home,
                place_path=home.place_path,
                born=born,
                invented=row.get("invented", False),
            )
            details.write(person, known)
            yield person


class Known:
    """The persons of a batch who are registered already, found in two queries, and those just added."""

    def __init__(self, comers: Sequence[Person]) -> None:
        alive = Person.objects.defer(*details.SEALED).filter(erased_at__isnull=True)
        self._by_id: dict[bytes, Person] = {}
        self._by_phone: dict[tuple[bytes, bytes], Person] = {}
        ids = [person.id_index for person in comers if person.id_index]
        phones = [person.phone_index for person in comers if person.phone_index and not person.id_index]
        for person in alive.filter(id_index__in=ids):
            self.add(person)
        for person in alive.filter(phone_index__in=phones):
            self.add(person)

    def add(self, person: Person) -> None:
        if person.id_index:
            self._by_id[bytes(person.id_index)] = person
        if person.phone_index:
            self._by_phone.setdefault(self._phone_key(person), person)

    def same_as(self, person: Person) -> Person | None:
        if person.id_index:
            return self._by_id.get(bytes(person.id_index))
        return self._by_phone.get(self._phone_key(person)) if person.phone_index else None

    @staticmethod
    def _phone_key(person: Person) -> tuple[bytes, bytes]:
        return bytes(person.phone_index), bytes(person.name_index or b"")
