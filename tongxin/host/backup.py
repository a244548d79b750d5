"""One file that holds what an installation recorded: the database and the uploaded pictures.

The keys are left out on purpose: whoever finds a backup must not be able to open the names in it.
"""

import contextlib
import json
import shutil
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path

import psycopg

import tongxin
from tongxin.host import binaries
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble

DUMP, ABOUT, MEDIA = "database.dump", "about.json", "media"


def write(home: Home, url: str, target: Path) -> int:
    """Write a backup to ``target`` while everything runs; returns its size in bytes.

    The database is seen at one moment; pictures added after that moment may be in it too, which harms nobody.
    Raises Trouble when ``target`` exists or cannot be written, or a program refuses.
    """
    if target.exists():
        raise Trouble(f"{target} exists already; a backup never overwrites one. Choose another name.")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        # Made first, and for its owner only: a wrong folder is said before the work, and nobody reads along.
        unfinished.touch(mode=0o600)
        with tempfile.TemporaryDirectory(dir=home.run) as folder:
            _fill(unfinished, home, url, Path(folder))
        unfinished.rename(target)
    except OSError as error:
        raise Trouble(f"{target} cannot be written: {error.strerror}. Choose another place.") from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink()
    return target.stat().st_size


def _fill(file: Path, home: Home, url: str, folder: Path) -> None:
    dump, about = folder / DUMP, folder / ABOUT
    _run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={dump}", f"--dbname={url}")
    about.write_text(json.dumps({"version": tongxin.__version__, "made": time.strftime("%FT%T%z")}))
    with tarfile.open(file, "w") as tar:
        tar.add(about, ABOUT)
        tar.add(dump, DUMP)
        if (home.root / MEDIA).is_dir():
            tar.add(home.root / MEDIA, MEDIA)


def restore(home: Home, url: str, source: Path, *, replace: bool) -> None:
    """Put a backup back, all of it or nothing: the database in one transaction, then the pictures.

    Raises Trouble when ``source`` is no backup, or when there is data already and ``replace`` is not said.
    """
    with tempfile.TemporaryDirectory(dir=home.run) as folder:
        inside = _unpack(source, Path(folder))
        if not replace and _has_data(url):
            raise Trouble(
                "There is data in this installation already. Say --replace to put the backup in its place."
            )
        script = inside / "restore.sql"
        _run("pg_restore", "--no-owner", "--no-acl", f"--file={script}", str(inside / DUMP))
        fresh = "drop schema public cascade; create schema public"
        quiet = ["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        _run("psql", *quiet, "--single-transaction", f"--command={fresh}", f"--file={script}", url)
        for path in sorted((inside / MEDIA).rglob("*")):
            place = home.root / path.relative_to(inside)
            if path.is_dir():
                place.mkdir(parents=True, exist_ok=True)
            else:
                path.replace(place)


def _unpack(source: Path, folder: Path) -> Path:
    try:
        with tarfile.open(source) as tar:
            for member in tar:
                _unpack_one(tar, member, folder)
        json.loads((folder / ABOUT).read_text())["version"]
    except (OSError, tarfile.TarError, ValueError, KeyError) as error:
        raise Trouble(f"{source} is not a backup of Tongxin ({error}). Nothing was changed.") from error
    return folder


def _unpack_one(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Only files and folders, only inside ``folder``: a backup may come from anywhere."""
    place = (folder / member.name).resolve()
    if not place.is_relative_to(folder.resolve()) or not (member.isfile() or member.isdir()):
        raise ValueError(f"{member.name} does not belong in a backup")
    if member.isdir():
        place.mkdir(parents=True, exist_ok=True)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file:
        shutil.copyfileobj(tar.extractfile(member), file)


def _has_data(url: str) -> bool:
    with psycopg.connect(url) as session:
        tables = "select 1 from pg_tables where schemaname = 'public' limit 1"
        return session.execute(tables).fetchone() is not None


def _run(name: str, *words: str) -> None:
    program = binaries.find().program(name)
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["no reason given"]
        raise Trouble(f"{name} refused: {said[0]}. Nothing was changed.")
