"""Keeping photos. The clean files are written under random names before the rows that name them are
committed.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.db import transaction

from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.models import Attachment, Case, DraftPhoto, Summons
from tongxin.trades.cases.photos import Photo, PhotoRefused, clean_all

STRAY_AFTER = timedelta(days=1)
FACTS = ("name", "width", "height", "size", "sha256")


def file_of(attachment: Attachment | DraftPhoto, *, small: bool = False) -> Path:
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
    with stored(photos) as names, transaction.atomic():
        return Attachment.objects.bulk_create(
            Attachment(
                case=case,
                summons=summons,
                stage=stage,
                at=now,
                by_key=by.key,
                **facts_of(photo, name),
            )
            for photo, name in zip(photos, names, strict=True)
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


@contextmanager
def stored(photos: Sequence[Photo]) -> Iterator[list[str]]:
    """Write the files of clean photos; give their random names. They go again if the block fails."""
    written: list[str] = []
    try:
        for photo in photos:
            written.append(token_hex(16))
            for small, content in ((False, photo.large), (True, photo.small)):
                path = _file(written[-1], small=small)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        yield written
    except BaseException:
        remove_files(written)
        raise


def remove_files(names: Iterable[str]) -> None:
    """Both sizes of each photo; a file that is not there is no trouble."""
    for name in names:
        for small in (False, True):
            _file(name, small=small).unlink(missing_ok=True)


def remove_strays(*, now: datetime) -> int:
    """Remove photos a day old that no row names: their process was killed between file and commit.

    Returns how many.
    """
    removed = 0
    for folder in sorted(_folder().glob("??")):
        strays = _old_names(folder, before=now - STRAY_AFTER)
        for rows in (Attachment, DraftPhoto):
            strays -= set(rows.objects.filter(name__in=strays).values_list("name", flat=True))
        remove_files(strays)
        removed += len(strays)
    return removed


def _old_names(folder: Path, *, before: datetime) -> set[str]:
    written = {path.name.removesuffix(".webp").removesuffix("-small"): path for path in folder.glob("*.webp")}
    return {name for name, path in written.items() if path.stat().st_mtime < before.timestamp()}


def facts_of(photo: Photo, name: str) -> dict[str, object]:
    """What a row says of a photo whose files are stored under ``name``."""
    return {
        "name": name,
        "width": photo.width,
        "height": photo.height,
        "size": len(photo.large),
        "sha256": photo.sha256,
    }


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


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "cases"


def _file(name: str, *, small: bool) -> Path:
    return _folder() / name[:2] / f"{name}{'-small' if small else ''}.webp"
