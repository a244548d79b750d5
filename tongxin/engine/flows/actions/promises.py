"""Setting promises: the old row is closed, a new one opened; nothing is edited."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from tongxin.engine.flows import journal
from tongxin.engine.flows.clock import refuse_amount
from tongxin.engine.flows.models import Clock, Promise
from tongxin.engine.flows.moves import PROMISE
from tongxin.engine.flows.moving import move_clocks
from tongxin.engine.flows.rights import require_at
from tongxin.ground.posts.actors import Actor


class BeginsLater(ValueError):
    """A row for the same begins later than this one would; ``since`` is when."""

    def __init__(self, since: datetime) -> None:
        super().__init__(f"the promise in force begins at {since}")
        self.since = since


def set_promise(
    *,
    by: Actor,
    flow: str,
    name: str,
    amount: Decimal | int,
    unit: str,
    category_path: str = "",
    place_path: str = "",
    urgency: str = "",
    early_share: Decimal | float = Decimal("0.2"),
    source: str = "",
    since: datetime | None = None,
    move_running: bool = False,
) -> Promise:
    """Promise ``amount`` of ``unit`` from ``since`` (now) on, for a category and a place.

    Clocks already running keep what was promised, unless ``move_running``. Raises Forbidden without
    promise.edit, ValueError for an amount that is none, BeginsLater where the row it replaces does.
    """
    require_at(by, "promise.edit", place_path)
    refuse_amount(amount, unit)
    since = since or timezone.now()
    key = {"flow": flow, "name": name, "category_path": category_path}
    key |= {"place_path": place_path, "urgency": urgency}
    terms = {"amount": amount, "unit": unit, "early_share": early_share, "source": source, "since": since}
    with transaction.atomic():
        journal.lock_chain(PROMISE, f"{flow}.{name}")
        old = Promise.objects.filter(**key, until__isnull=True).first()
        if old is not None:
            if since < old.since:
                raise BeginsLater(old.since)
            Promise.objects.filter(pk=old.pk).update(until=since)
        new = Promise.objects.create(**key, **terms)
        facts = {**key, **terms, "replaces": _words(old), "move_running": move_running}
        chain = (PROMISE, f"{flow}.{name}")
        entry = journal.Entry(*chain, "set", by, timezone.now(), place_path=place_path, data=facts)
        change = journal.write_one(entry)
    if move_running and old is not None:
        because = {"promise": new.pk, "change": change.pk}
        move_clocks(Clock.objects.filter(promise=old), by=by, because=because, terms=new)
    return new


def _words(promise: Promise | None) -> dict[str, object] | None:
    return promise and {
        "id": promise.pk,
        "amount": promise.amount,
        "unit": promise.unit,
        "until": promise.until,
    }
