from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.people.acting import Acting
from tongxin.ground.people.actions.record import change
from tongxin.ground.people.in_use import in_use
from tongxin.ground.people.models import (
    Account,
    Change,
    Consent,
    Look,
    NoticeGiven,
    Person,
    RetentionRule,
    SignIn,
)
from tongxin.ground.people.models.person import INDEXES, MASKS, SEALED
from tongxin.ground.people.periods import months_before
from tongxin.ground.people.refusals import Invalid, StillNeeded
from tongxin.ground.people.selectors.retention import persons_due, rules_on

REASONS = {
    "request": _("the person asked for it"),
    "due": _("the retention period is over"),
    "mistake": _("registered by mistake"),
}
BATCH = 500
_EMPTY = {
    **dict.fromkeys(SEALED, b""),
    **dict.fromkeys(INDEXES),
    **dict.fromkeys(MASKS, ""),
    "born": None,
    "household": None,
    "place_path": "",
    "retained_from": None,
}


@dataclass
class Swept:
    """What one sweep did: rows erased or deleted, and persons kept because something open names them."""

    persons: int = 0
    kept: int = 0
    looks: int = 0
    consents: int = 0
    notices: int = 0
    sign_ins: int = 0


@transaction.atomic
def erase(person: Person, *, by: Acting, reason: str) -> Person:
    """Empty everything about a person (PIPL § 47); the row stays as a tombstone. Erasing twice is once.

    ``reason`` is a key of REASONS. Raises Invalid, and StillNeeded with what still names the person.
    """
    if reason not in REASONS:
        raise Invalid({"reason": _("Please say why this person is erased.")})
    fresh = Person.objects.select_for_update().defer(*SEALED).get(pk=person.pk)
    if not fresh.erased_at:
        if nouns := in_use([fresh.pk]).get(fresh.pk):
            raise StillNeeded(nouns)
        _entomb([fresh.pk], by=by, reason=reason, now=timezone.now())
    return Person.objects.get(pk=person.pk)


def sweep_retention(now: datetime, *, by: Acting, batch: int = BATCH) -> Swept:
    """Erase the persons and delete the records whose time is over at ``now``, by the rules in force that day.

    Works in batches, each its own transaction, and may be stopped and started again at any point. Persons
    still named by something open are kept and looked at again the next time.
    """
    swept = Swept()
    rules = {rule.kind: rule for rule in rules_on(timezone.localdate(now))}
    for kind in Person.Kind.values:
        if kind in rules:
            _sweep_persons(rules[kind], swept, by=by, batch=batch, now=now)
    swept.looks = _delete(Look, "at", rules.get("look"), now, batch)
    swept.sign_ins = _delete(SignIn, "at", rules.get("sign_in"), now, batch)
    swept.consents = _delete(Consent, "withdrawn_at", rules.get("consent"), now, batch)
    swept.notices = _delete(NoticeGiven, "person__erased_at", rules.get("consent"), now, batch)
    return swept


def _sweep_persons(rule: RetentionRule, swept: Swept, *, by: Acting, batch: int, now: datetime) -> None:
    due = persons_due(rule.kind, months=rule.months, at=now)
    after: UUID | None = None
    while True:
        with transaction.atomic():
            rest = due.filter(pk__gt=after) if after else due
            locked = rest.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)
            ids = list(locked[:batch])
            if not ids:
                return
            after = ids[-1]
            kept = in_use(ids).keys()
            erasable = [pk for pk in ids if pk not in kept]
            _entomb(erasable, by=by, reason="due", now=now)
        swept.persons += len(erasable)
        swept.kept += len(ids) - len(erasable)


def _entomb(ids: Iterable[UUID], *, by: Acting, reason: str, now: datetime) -> None:
    ids = list(ids)
    Person.objects.filter(pk__in=ids).update(erased_at=now, erased_reason=reason, **_EMPTY)
    Consent.objects.filter(person__in=ids, withdrawn_at__isnull=True).update(
        withdrawn_at=now, withdrawn_by=by.key
    )
    Account.objects.filter(person__in=ids).update(phone_index=None, email="", person=None)
    Change.objects.bulk_create(change("erased", by=by, person=Person(pk=pk), note=reason) for pk in ids)


def _delete(
    model: type[Look] | type[SignIn] | type[Consent] | type[NoticeGiven],
    moment: str,
    rule: RetentionRule | None,
    now: datetime,
    batch: int,
) -> int:
    if rule is None:
        return 0
    before = min(months_before(now, rule.months), timezone.now() - timedelta(days=1))
    over = model._base_manager.filter(**{f"{moment}__lt": before})
    count = 0
    while ids := list(over.values_list("pk", flat=True)[:batch]):
        count += model._base_manager.filter(pk__in=ids).delete()[0]
    return count
