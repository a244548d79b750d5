"""Who must not be erased yet. Whatever names persons says so itself; nothing registers here.

A model may define ``people_in_use(ids: set[UUID]) -> set[UUID]``, a classmethod
that answers, for all of them in one query, which are named by something open: a case not closed, a post held.
"""

from collections.abc import Iterable
from uuid import UUID

from django.apps import apps


def holders(answers: str = "people_in_use") -> list[type]:
    """The installed models that have that classmethod, by label."""
    found = (model for model in apps.get_models() if hasattr(model, answers))
    return sorted(found, key=lambda model: model._meta.label)


def in_use(ids: Iterable[UUID]) -> dict[UUID, list[object]]:
    """Of ``ids``, those still named by something open, each with the names of what names it."""
    wanted, found = set(ids), {}
    for model in holders():
        for person_id in model.people_in_use(wanted):
            found.setdefault(person_id, []).append(model._meta.verbose_name)
    return found
