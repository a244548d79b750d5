"""Files that come in by a page: kept in a folder of ours until the import is done, and seven days longer."""

from datetime import timedelta
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from tongxin.doors.exchange import mapping, returning
from tongxin.doors.exchange.actions.importing import begin_run, break_off, carry_out
from tongxin.doors.exchange.models import ImportRun
from tongxin.doors.exchange.tables import Table, open_table
from tongxin.doors.exchange.tables.opening import TEXTS, WORKBOOKS
from tongxin.doors.exchange.trouble import Unusable
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.models import Place

KEPT = timedelta(days=7)


def receive(upload: UploadedFile, *, map_name: str, place: Place, scope: list[str], by: Actor) -> ImportRun:
    """Keep an uploaded table and write down an import that waits for a word. Raises Unusable, keeping
    nothing, when it is none or has not the map's columns.
    """
    suffix = Path(upload.name).suffix.lower()
    if suffix not in TEXTS | WORKBOOKS:
        raise Unusable(_("Please choose a workbook (xlsx, xls, ods) or a text table (csv)."))
    path = folder() / f"{token_hex(16)}{suffix}"
    with path.open("wb") as file:
        for piece in upload.chunks():
            file.write(piece)
    try:
        case_map = mapping.load(map_name)
        open_table(path, case_map.is_head)
        return begin_run(
            path, case_map, by=by, place=place, scope=scope, state=ImportRun.State.WAITING,
            stored_as=path.name, file_name=upload.name,
        )  # fmt: skip
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def start(run: ImportRun, defer) -> bool:
    """Let a waiting import run in the background; ``defer`` queues it in the same transaction. False when
    it had been started already.
    """
    with transaction.atomic():
        waiting = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.WAITING)
        started = bool(waiting.update(state=ImportRun.State.RUNNING))
        if started:
            defer(run_id=run.pk)
    return started


def work_off(run: ImportRun) -> None:
    """Take in what is left of an upload, and write the rows with errors; a broken file ends the run."""
    if run.state != ImportRun.State.RUNNING:
        return
    with override(run.language):
        try:
            case_map, table = opened(run)
            carry_out(run, table, case_map)
            if run.failed:
                returning.give_back(run, table, returning.name_for(table.path))
        except Unusable as unusable:
            break_off(run, why=str(unusable))


def opened(run: ImportRun) -> tuple[mapping.CaseMap, Table]:
    """Map and table of an upload. Raises Unusable when the file is gone."""
    case_map = mapping.load(run.map_name)
    return case_map, open_table(folder() / run.stored_as, case_map.is_head)


def tidy() -> int:
    """Delete uploads and error files older than seven days; returns how many."""
    before = (timezone.now() - KEPT).timestamp()
    old = [path for path in folder().iterdir() if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def folder() -> Path:
    """Where uploads lie; nothing in it is served."""
    path = Path(settings.MEDIA_ROOT) / "imports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path
