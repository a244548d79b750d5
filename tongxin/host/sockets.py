"""The folder of PostgreSQL's socket: only its owner may enter, and its path is short enough."""

import os
import shutil
import tempfile
from pathlib import Path

from tongxin.host.account import Account
from tongxin.host.trouble import Trouble

NAME = ".s.PGSQL.5432"
LONGEST = 107  # sun_path in bytes, without the closing zero
SHORT_PREFIX = "tongxin-"


def folder_beside(data: Path, account: Account) -> Path:
    """A socket folder owned by ``account``, rights 0700: beside the data, or in the temporary folder
    when that path would be too long for a socket. Raises Trouble when somebody else owns it.
    """
    beside = data.parent / "socket"
    if len(os.fsencode(beside / NAME)) > LONGEST:
        beside = Path(tempfile.mkdtemp(prefix=SHORT_PREFIX, dir="/tmp"))
    else:
        beside.mkdir(mode=0o700, exist_ok=True)
    give(beside, account)
    return beside


def give(folder: Path, account: Account) -> None:
    """Make ``folder`` the account's own and nobody else's. Raises Trouble when that is refused."""
    if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), account.uid}:
        raise Trouble(
            f"{folder} belongs to somebody else, so the database's door cannot be there. Remove it."
        )
    if not account.is_ours:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)


def discard_short(folder: Path) -> None:
    """Remove a socket folder that was made in the temporary folder; any other is left."""
    if folder.parent == Path("/tmp") and folder.name.startswith(SHORT_PREFIX):  # noqa: S108
        shutil.rmtree(folder, ignore_errors=True)
