from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.people import details
from tongxin.ground.people.acting import Acting
from tongxin.ground.people.actions.households import BATCH, Known
from tongxin.ground.people.actions.record import change
from tongxin.ground.people.models import Change, Person
from tongxin.ground.people.refusals import Invalid, InvalidRows


@transaction.atomic
def enlist(
    rows: Sequence[Mapping[str, str]], *, kind: str, invented: bool = False, by: Acting
) -> list[Person]:
    """Register many persons at once, in the order of their rows of ``name``, ``phone``, ``id_number``, …

    The same as ``register`` for each: whoever is known by ID number, or by phone and name, is found and not
    altered, but for a retention period that starts anew. Raises InvalidRows naming every row that is wrong.
    """
    comers = _comers(rows, kind, invented)
    known = Known(comers)
    persons, new = [], []
    for person in comers:
        standing = known.same_as(person)
        if standing is None:
            known.add(person)
            new.append(person)
        persons.append(standing or person)
    found = [person.pk for person in persons if person.retained_from and not person._state.adding]
    Person.objects.filter(pk__in=found).update(retained_from=timezone.now())
    Person.objects.bulk_create(new, batch_size=BATCH)
    Change.objects.bulk_create(
        [change("registered", by=by, person=person, note=kind) for person in new], batch_size=BATCH
    )
    return persons


def _comers(rows: Sequence[Mapping[str, str]], kind: str, invented: bool) -> list[Person]:
    comers: list[Person] = []
    wrong: dict[int, Mapping[str, object]] = {}
    for number, row in enumerate(rows, start=1):
        person = Person(kind=kind, invented=invented)
        try:
            values = details.checked(row)
        except Invalid as invalid:
            wrong[number] = invalid.errors
            continue
        if not any(values.values()):
            wrong[number] = {"phone": _("Please give a name or a way to reach this person.")}
        details.write(person, values)
        person.retained_from = timezone.now() if kind == Person.Kind.REPORTER else None
        comers.append(person)
    if wrong:
        raise InvalidRows(wrong)
    return comers
