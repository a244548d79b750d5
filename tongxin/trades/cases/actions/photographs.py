"""Keeping photos. The clean files are written under random names before the rows that name them are
committed.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.db import transaction

from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.models import Attachment, Case, Summons
from tongxin.trades.cases.photos import Photo, PhotoRefused, clean_all


def file_of(attachment: Attachment, *, small: bool = False) -> Path:
    """Where a photo lies. Views open it after asking ``selectors.may_see_photo``; nothing links to it
    directly.
    """
    return _file(attachment.name, small=small)


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
    rows = []
    written: list[Path] = []
    try:
        for photo in photos:
            name = token_hex(16)
            for small, content in ((False, photo.large), (True, photo.small)):
                path = _file(name, small=small)
                path.parent.mkdir(parents=True, exist_ok=True)
                written.append(path)
                path.write_bytes(content)
            rows.append(_row(case, photo, name, stage=stage, by=by, now=now, summons=summons))
        with transaction.atomic():
            return Attachment.objects.bulk_create(rows)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


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


def _file(name: str, *, small: bool) -> Path:
    return Path(settings.MEDIA_ROOT) / "cases" / name[:2] / f"{name}{'-small' if small else ''}.webp"


def _row(case: Case, photo: Photo, name: str, *, stage, by, now, summons) -> Attachment:
    return Attachment(
        case=case,
        summons=summons,
        stage=stage,
        name=name,
        width=photo.width,
        height=photo.height,
        size=len(photo.large),
        sha256=photo.sha256,
        at=now,
        by_key=by.key,
    )
