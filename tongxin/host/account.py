"""Which system account PostgreSQL runs as. It refuses uid 0, so root lends it a lesser one."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tongxin.host.trouble import Trouble

LESSER = ("tongxin", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A system account by name and numbers."""

    name: str
    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    def as_subprocess(self) -> dict[str, Any]:
        """Arguments for ``subprocess`` that make the child run as this account."""
        return {} if self.is_ours else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_pass(self, path: Path) -> bool:
        """Whether this account can walk through every folder above ``path``."""
        return all(self._may_enter(folder) for folder in path.parents)

    def _may_enter(self, folder: Path) -> bool:
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        if status.st_gid == self.gid:
            return bool(status.st_mode & 0o010)
        return bool(status.st_mode & 0o001)


def current() -> Account:
    """The account this process runs as. Raises Trouble when the uid has no name."""
    return _named(os.geteuid())


def for_database(data: Path) -> Account:
    """The account that owns, or is going to own, the data folder.

    Not as root: ourselves. As root: the present owner of the data, else ``TONGXIN_PG_USER``, else
    the first that exists of tongxin, postgres and nobody.
    Raises Trouble when the data belongs to somebody else or no such account exists.
    """
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in {None, os.geteuid()}:
            raise Trouble(
                f"The database in {data} belongs to another account (uid {owner}). "
                "Start Tongxin as that account or as root, or set TONGXIN_HOME to a folder of your own."
            )
        return current()
    if owner:
        return _named(owner)
    return _lesser()


def _named(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise Trouble(
            f"The account with uid {uid} has no name on this system, and PostgreSQL asks for one. "
            "Add it to /etc/passwd, or point DATABASE_URL at a PostgreSQL of your own."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _lesser() -> Account:
    wanted = os.environ.get("TONGXIN_PG_USER", "").strip()
    for name in [wanted] if wanted else LESSER:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise Trouble(
        f"PostgreSQL refuses to run as root, and there is no account {wanted or ', '.join(LESSER)}. "
        "Make one (useradd --system tongxin), or set TONGXIN_PG_USER to an account that exists."
    )
