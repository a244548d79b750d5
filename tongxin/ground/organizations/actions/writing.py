"""How rows of this room are written: all or none, refusals as sentences, and a line in the log."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations.dates import not_over
from tongxin.ground.organizations.models import Change
from tongxin.ground.territory.by import By

NAMES = ("name", "name_en", "short_name")


def store(rows: Sequence[models.Model]) -> None:
    """Check the columns of ``rows`` and insert them in one statement.

    Raises ValidationError with the sentence of the constraint that refused.
    """
    for row in rows:
        tidy_names(row)
        row.clean_fields(exclude={f.name for f in row._meta.fields if f.is_relation})
    if not rows:
        return
    with refusals_of(type(rows[0])):
        type(rows[0])._default_manager.bulk_create(rows, batch_size=1000)


def tidy_names(row: models.Model) -> None:
    """Bring what ``row`` is called to single spaces; raises ValidationError for characters nobody sees.

    They make two names out of one, and some turn the words round that stand behind them in a list.
    """
    for column in NAMES:
        text = " ".join(getattr(row, column, "").split())
        if not text.isprintable():
            sentence = _("The name holds characters that can't be printed, such as control characters.")
            raise ValidationError({column: sentence})
        if text:
            setattr(row, column, text)


@contextmanager
def refusals_of(model: type[models.Model]) -> Iterator[None]:
    """What the database refuses inside becomes a ValidationError with the sentence of its constraint."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        raise ValidationError(sentence_of(model, refused)) from refused


def sentence_of(model: type[models.Model], refused: IntegrityError) -> object:
    """What the constraint that refused has to say."""
    diagnosis = getattr(refused.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return constraint.violation_error_message
    return _("This contradicts what is already recorded.")


def log(
    what: str,
    things: Iterable[models.Model],
    *,
    by: By,
    paths: Mapping[int, str] | None = None,
    data: Mapping[int, dict[str, Any]] | None = None,
) -> None:
    """One line for each thing; ``paths`` and ``data`` by the thing's id, where it has no path of its own."""
    Change.objects.bulk_create(
        Change(
            by_key=by.key,
            by_name=by.name,
            what=what,
            noun=thing._meta.model_name,
            thing_id=thing.pk,
            place_path=(paths or {}).get(thing.pk) or getattr(thing, "place_path", ""),
            data=(data or {}).get(thing.pk, {}),
        )
        for thing in things
    )


def end_open(
    model: type[models.Model],
    subject: str,
    starts: Mapping[int, dt.date],
    *,
    since: str = "since",
    until: str = "until",
) -> None:
    """End the open row of each subject on the day the next one starts; a row is never overwritten.

    ``starts`` maps the id of the subject to that day. A row that began on that day or later is left, so that
    the database refuses the overlap.
    """
    ended = []
    for row in model._default_manager.filter(**{f"{subject}__in": starts, f"{until}__isnull": True}):
        start = starts[getattr(row, f"{subject}_id")]
        if getattr(row, since) < start:
            setattr(row, until, start)
            ended.append(row)
    model._default_manager.bulk_update(ended, [until], batch_size=1000)


def end_all(rows: QuerySet, on: dt.date, *, since: str = "since", until: str = "until") -> None:
    """End on that day all of ``rows`` that last longer; what was to begin later never does."""
    rows.filter(not_over(on, until=until)).update(**{until: Greatest(Value(on), F(since))})


def must_be_there(thing: models.Model | None, since: dt.date) -> None:
    """Raise ValidationError when nothing can begin with ``thing`` on that day because it has ended."""
    if thing is not None and thing.until is not None and thing.until <= since:
        raise ValidationError(_("%(where)s was closed before that day.") % {"where": thing})


def end_now(row: models.Model | None, on: dt.date, *, missing: object, until: str = "until") -> models.Model:
    """Set the end of an open row; raises ValidationError when there is none, or it began later."""
    if row is None:
        raise ValidationError(missing)
    setattr(row, until, on)
    with refusals_of(type(row)):
        row.save(update_fields=[until])
    return row
