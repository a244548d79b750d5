"""Editing the duty catalogue. Every change is a row in the journal; duties end and begin, they are never
rewritten.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows import journal
from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.flows.rights import require_everywhere
from tongxin.ground.organizations.models import Organization
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, require
from tongxin.ground.territory import paths
from tongxin.ground.territory.models import Place
from tongxin.trades.cases.models import Category, DangerWord, Duty, Ground

MAY_EDIT = "duty.edit"


@transaction.atomic
def add_category(
    *, code: str, name: str, by: Actor, parent: Category | None = None, **facts: Any
) -> Category:
    """A new category under ``parent``, after its siblings. ``facts``: name_en, keywords, urgency,
    filing_condition …
    """
    _may_word(by)
    siblings = list(Category.objects.select_for_update().filter(parent=parent).values_list("path", flat=True))
    number = max((paths.number_of(path) for path in siblings), default=0) + 1
    path = paths.join(parent.path if parent else "", number)
    category = Category(parent=parent, code=code, name=name, path=path, **facts)
    _checked(category)
    category.save(force_insert=True)
    _noted(category, "added", by, {"code": code, "name": name, **facts})
    return category


@transaction.atomic
def edit_category(category: Category, *, by: Actor, **facts: Any) -> Category:
    """Change its names, keywords, urgency, filing condition, or take it out of use (``active=False``)."""
    _may_word(by)
    return _edited(category, by, facts)


@transaction.atomic
def add_ground(*, code: str, name: str, purpose: str, by: Actor, **facts: Any) -> Ground:
    """A new listed ground, after the others of its purpose. ``facts``: name_en, source."""
    _may_word(by)
    ground = Ground(code=code, name=name, purpose=purpose, position=_next_position(purpose), **facts)
    _checked(ground)
    ground.save(force_insert=True)
    _noted(ground, "added", by, {"code": code, "name": name, "purpose": purpose, **facts})
    return ground


@transaction.atomic
def edit_ground(ground: Ground, *, by: Actor, **facts: Any) -> Ground:
    """Change the words of a listed ground, or take it out of use."""
    _may_word(by)
    return _edited(ground, by, facts)


@transaction.atomic
def set_danger_word(
    word: str, *, urgency: str, by: Actor, unless: Sequence[str] = (), active: bool = True
) -> DangerWord:
    """A word that raises the urgency of reports from now on; ``active=False`` takes it out of use."""
    _may_word(by)
    row = DangerWord.objects.filter(word=word).first() or DangerWord(word=word)
    row.urgency, row.unless, row.active = urgency, list(unless), active
    _checked(row)
    row.save()
    _noted(row, "set", by, {"word": word, "urgency": urgency, "unless": list(unless), "active": active})
    return row


@transaction.atomic
def assign_duty(
    category: Category,
    *,
    by: Actor,
    place: Place | None = None,
    kind: str = "",
    organization: Organization | None = None,
    lead: bool = True,
    since: date | None = None,
    source: str = "",
    now: datetime | None = None,
) -> Duty:
    """Give a category's task, below a place or everywhere, to a kind of organisation or to one
    organisation.
    """
    _may_assign(by, place)
    duty = Duty(
        category=category,
        place=place,
        place_path=place.path if place else "",
        kind=kind,
        organization=organization,
        lead=lead,
        since=since or timezone.localdate(),
        source=source,
    )
    _checked(duty)
    duty.save(force_insert=True)
    given = {"kind": kind, "organization": organization, "lead": lead, "since": duty.since, "source": source}
    _noted(duty, "assigned", by, {"category": category.code, "place": place, **given}, now)
    return duty


@transaction.atomic
def end_duty(duty: Duty, *, by: Actor, until: date | None = None) -> Duty:
    """From ``until`` (today) on it is no longer this unit's task. What was decided before stays explained."""
    _may_assign(by, duty.place)
    duty.until = until or timezone.localdate()
    _checked(duty)
    duty.save(update_fields=["until"])
    _noted(duty, "ended", by, {"until": duty.until})
    return duty


def _next_position(purpose: str) -> int:
    listed = Ground.objects.select_for_update().filter(purpose=purpose).values_list("position", flat=True)
    return max(listed, default=0) + 1


def _may_word(by: Actor) -> None:
    """The dictionary is one for the whole house; whoever keeps duties anywhere may word it."""
    if not has_anywhere(by, MAY_EDIT):
        raise Forbidden(reason(MAY_EDIT))


def _may_assign(by: Actor, place: Place | None) -> None:
    """A duty without a place holds everywhere: that is for whoever keeps duties everywhere."""
    if place is None:
        require_everywhere(by, MAY_EDIT)
    else:
        require(by, MAY_EDIT, place.path, at=place.full_name)


def _edited(row: Any, by: Actor, facts: Mapping[str, Any]) -> Any:
    was = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    _checked(row)
    row.save(update_fields=list(facts))
    _noted(row, "edited", by, {**facts, "was": was})
    return row


def _checked(row: models.Model) -> None:
    """The model's own rules as sentences by field."""
    try:
        row.full_clean()
    except ValidationError as wrong:
        general = _("This can't be right.")
        raise Incomplete(
            {field: " ".join(map(str, messages)) or general for field, messages in wrong.message_dict.items()}
        ) from wrong


def _noted(
    row: models.Model, step: str, by: Actor, data: Mapping[str, Any], now: datetime | None = None
) -> None:
    noun, key = f"cases.{row._meta.model_name}", str(row.pk)
    journal.lock_chain(noun, key)
    journal.write([journal.Entry(noun, key, step, by, now or timezone.now(), data=data)])
