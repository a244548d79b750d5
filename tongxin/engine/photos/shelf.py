"""Where clean photos lie: both sizes under a random name, in a folder of the trade they belong to."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse

from tongxin.engine.photos.cleaning import Photo
from tongxin.engine.photos.models import Kept

STRAY_AFTER = timedelta(days=1)
A_DAY = 24 * 3600


@dataclass(frozen=True)
class Shelf:
    """One trade's photos, below ``MEDIA_ROOT``. Their files are written before the rows that name them are
    committed.
    """

    folder: str

    def path(self, name: str, *, small: bool = False) -> Path:
        """Where a photo lies. Nothing links to it: a view opens it after asking who may see it."""
        return self._root() / name[:2] / f"{name}{'-small' if small else ''}.webp"

    @contextmanager
    def stored(self, photos: Sequence[Photo]) -> Iterator[list[dict[str, object]]]:
        """Write the files; give what a row says of each. They go again if the block fails."""
        rows: list[dict[str, object]] = []
        try:
            for photo in photos:
                rows.append(_facts(photo, token_hex(16)))
                for small, content in ((False, photo.large), (True, photo.small)):
                    path = self.path(rows[-1]["name"], small=small)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
            yield rows
        except BaseException:
            self.remove(row["name"] for row in rows)
            raise

    def remove(self, names: Iterable[str]) -> None:
        """Both sizes of each photo; a file that is not there is no trouble."""
        for name in names:
            for small in (False, True):
                self.path(name, small=small).unlink(missing_ok=True)

    def remove_strays(self, *kinds: type[Kept], now: datetime) -> int:
        """Remove photos a day old that no row of these ``kinds`` names: their process was killed between file
        and commit. Returns how many.
        """
        removed = 0
        for folder in sorted(self._root().glob("??")):
            strays = _old_names(folder, before=now - STRAY_AFTER)
            for rows in kinds:
                strays -= set(rows.objects.filter(name__in=strays).values_list("name", flat=True))
            self.remove(strays)
            removed += len(strays)
        return removed

    def answer(self, name: str, *, small: bool) -> HttpResponse:
        """The file, for a browser that may see it; it never changes, so that browser keeps it for a day.
        Raises Http404 where it is gone.
        """
        try:
            response = FileResponse(self.path(name, small=small).open("rb"), content_type="image/webp")
        except FileNotFoundError as missing:
            raise Http404 from missing
        response.headers["Cache-Control"] = f"private, max-age={A_DAY}, immutable"
        response.headers["Content-Disposition"] = "inline"
        return response

    def _root(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.folder


def _facts(photo: Photo, name: str) -> dict[str, object]:
    return {
        "name": name,
        "width": photo.width,
        "height": photo.height,
        "size": len(photo.large),
        "sha256": photo.sha256,
    }


def _old_names(folder: Path, *, before: datetime) -> set[str]:
    written = {path.name.removesuffix(".webp").removesuffix("-small"): path for path in folder.glob("*.webp")}
    return {name for name, path in written.items() if path.stat().st_mtime < before.timestamp()}
