"""Who must not be erased yet. Whatever names persons says so itself; nothing registers here.

A model with a foreign key to Person may define ``people_in_use(ids: set[UUID]) -> set[UUID]``, a classmethod
that answers, for all of them in one query, which are named by something open: a case not closed, a post held.
"""

from collections.abc import Iterable
from uuid import UUID

from tongxin.ground.people.models import Person


def holders(answers: str = "people_in_use") -> list[type]:
    """The models that name persons and have that classmethod, found through Person's relations."""
    relations = Person._meta.get_fields(include_hidden=True)
    found = {field.related_model for field in relations if field.auto_created and not field.concrete}
    return sorted((model for model in found if hasattr(model, answers)), key=lambda model: model._meta.label)


def in_use(ids: Iterable[UUID]) -> dict[UUID, list[object]]:
    """Of ``ids``, those still named by something open, each with the names of what names it."""
    wanted, found = set(ids), {}
    for model in holders():
        for person_id in model.people_in_use(wanted):
            found.setdefault(person_id, []).append(model._meta.verbose_name)
    return found
