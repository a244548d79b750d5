"""The folder that holds everything one installation keeps (``TONGXIN_HOME``)."""

import errno
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from tongxin.host.trouble import Trouble

SMALLEST_FREE = 200 * 1024 * 1024
PRIVATE = ("keys", "log", "media", "run")


@dataclass(frozen=True)
class Home:
    """Names the folders of an installation. ``root`` is absolute; nothing is created until ``prepare``."""

    root: Path

    @classmethod
    def from_environment(cls) -> "Home":
        return cls(Path(os.environ.get("TONGXIN_HOME", "").strip() or "var").expanduser().resolve())

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def run(self) -> Path:
        """Pid files and locks: only means something while processes run."""
        return self.root / "run"

    @property
    def database(self) -> Path:
        """PostgreSQL's data folder; a symbolic link when the data had to lie elsewhere."""
        return self.root / "postgres"

    def prepare(self) -> None:
        """Make the folders and make sure they can be written.

        The root may be traversed by others (PostgreSQL may run as another account), its rooms may not.
        Raises Trouble on a read-only or full disk, or when a file is in the way.
        """
        try:
            if not self.root.exists():
                self.root.mkdir(parents=True)
                self.root.chmod(0o711)
            for name in PRIVATE:
                (self.root / name).mkdir(mode=0o700, exist_ok=True)
            self._try_writing()
        except OSError as error:
            raise Trouble(_why_not(self.root, error)) from error
        free = free_bytes(self.root)
        if free < SMALLEST_FREE:
            raise Trouble(
                f"Only {free // 2**20} MB are free on the disk of {self.root}; at least "
                f"{SMALLEST_FREE // 2**20} MB are needed. Make room, or set TONGXIN_HOME "
                "to a folder on another disk."
            )

    def _try_writing(self) -> None:
        probe = self.run / f".probe-{os.getpid()}"
        try:
            probe.write_bytes(b"x" * 65536)
        finally:
            probe.unlink(missing_ok=True)


def free_bytes(folder: Path) -> int:
    """Bytes an ordinary account may still write on the disk of ``folder``."""
    return shutil.disk_usage(folder).free


def _why_not(folder: Path, error: OSError) -> str:
    reasons = {
        errno.EROFS: "its disk is mounted read-only",
        errno.ENOSPC: "its disk is full",
        errno.EDQUOT: "the disk quota is used up",
        errno.EACCES: "this account may not write there",
        errno.EPERM: "this account may not write there",
        errno.ENOTDIR: "a file of that name is in the way",
        errno.EEXIST: "a file of that name is in the way",
    }
    reason = reasons.get(error.errno or 0, (error.strerror or str(error)).lower())
    return f"Nothing can be kept in {folder}: {reason}. Mend that, or set TONGXIN_HOME to another folder."
