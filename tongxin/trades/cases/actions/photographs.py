"""Keeping the photos of cases."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.photos.cleaning import Photo, PhotoRefused, clean_all
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.models import Attachment, Case, DraftPhoto, Summons
from tongxin.trades.cases.photos import SHELF

FACTS = ("name", "width", "height", "size", "sha256")


def attach(
    case: Case,
    photos: Sequence[Photo],
    *,
    stage: str,
    by: Actor,
    now: datetime,
    summons: Summons | None = None,
) -> list[Attachment]:
    """Keep clean photos with a case. Inside a transaction; the files go again if it is rolled back."""
    with SHELF.stored(photos) as rows, transaction.atomic():
        return Attachment.objects.bulk_create(
            Attachment(case=case, summons=summons, stage=stage, at=now, by_key=by.key, **row) for row in rows
        )


def hand_over(
    case: Case, drafted: Iterable[DraftPhoto], *, stage: str, by: Actor, now: datetime
) -> list[Attachment]:
    """Let the photos of a draft become those of a case: the same files, under the same names."""
    return Attachment.objects.bulk_create(
        Attachment(
            case=case,
            stage=stage,
            at=now,
            by_key=by.key,
            **{name: getattr(photo, name) for name in FACTS},
        )
        for photo in drafted
    )


def remove_strays(*, now: datetime) -> int:
    """Remove photos a day old that no case and no draft names; returns how many."""
    return SHELF.remove_strays(Attachment, DraftPhoto, now=now)


def attach_sent(
    case: Case,
    contents: Sequence[bytes],
    *,
    stage: str,
    by: Actor,
    now: datetime,
    summons: Summons | None = None,
) -> list[Attachment]:
    """Clean and keep photos as they were sent along with a step. Raises Incomplete with the reason, keeping
    none.
    """
    if not contents:
        return []
    try:
        clean = clean_all(list(contents), already=_already(case, stage, summons))
    except PhotoRefused as refused:
        raise Incomplete({"photos": refused.reason}) from refused
    return attach(case, clean, stage=stage, by=by, now=now, summons=summons)


def _already(case: Case, stage: str, summons: Summons | None) -> int:
    return case.attachments.filter(stage=stage, summons=summons).count()
