"""Puts what identifies a person onto the object: sealed text, blind index and mask always together."""

from collections.abc import Mapping

from tongxin.ground.people import masks, normalise, plausible, vault
from tongxin.ground.people.models import Person
from tongxin.ground.people.refusals import Invalid

SEALED = ("name", "phone", "id_number", "address", "health")


def checked(values: Mapping[str, str]) -> dict[str, str]:
    """The sealed fields among ``values``, trimmed. Raises Invalid."""
    trimmed = {field: normalise.visible(values[field] or "") for field in SEALED if field in values}
    if errors := plausible.problems(trimmed):
        raise Invalid(errors)
    return trimmed


def write(person: Person, values: Mapping[str, str]) -> list[str]:
    """Set checked values on ``person`` without saving; returns the names of the columns touched."""
    columns = []
    for field, text in values.items():
        setattr(person, field, text)
        columns.append(field)
        if field in _DERIVED:
            index, mask, masked = _DERIVED[field]
            setattr(person, index, vault.blind(text, field))
            setattr(person, mask, masked(text) if text else "")
            columns += [index, mask]
    if values.get("id_number"):
        person.born = plausible.born(values["id_number"])
        columns.append("born")
    return columns


_DERIVED = {
    "name": ("name_index", "name_mask", masks.name),
    "phone": ("phone_index", "phone_mask", masks.phone),
    "id_number": ("id_index", "id_mask", masks.id_number),
}
